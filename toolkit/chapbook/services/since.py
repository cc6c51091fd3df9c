"""Which files changed since a revision, as git knows it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem

_SECONDS = 30


def changed_since(revision: str, start: Path) -> frozenset[Path]:
    """Give the files that differ from `revision`, and the new ones git does not know yet, as real paths.

    `UsageProblem` when `start` is in no repository or there is no such revision, `OperationFailed` without git.
    """
    inside = _git(start, "rev-parse", "--show-toplevel")
    if inside is None:
        message = f"{start} is not in a git repository, so nothing tells what changed since “{revision}”."
        raise UsageProblem("no-repository", message, "Check without --since, or put the workspace under git.")
    top = Path(inside.removesuffix("\n"))
    commit = _git(start, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        message = f"Git knows no revision “{revision}” here."
        raise UsageProblem(
            "no-such-revision", message, "Name a branch, a tag or a commit, such as main or HEAD~1."
        )
    changed = _git(top, "diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", commit.strip(), "--")
    new = _git(top, "ls-files", "-z", "--others", "--exclude-standard")
    if changed is None or new is None:
        message = f"Git could not say what changed since “{revision}”."
        raise OperationFailed("git-failed", message, "See whether git diff works in this folder.")
    return frozenset((top / name).resolve() for name in f"{changed}{new}".split("\0") if name)


def _git(folder: Path, *words: str) -> str | None:
    """Run git and give what it says; None when it says no. Nothing of the repository's own settings is run."""
    command = ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", *words]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        message = "To know what changed, Chapbook asks git, and there is no git command here."
        raise OperationFailed("no-git", message, "Install git, or check without --since.") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        message = "Git did not answer, so nothing tells what changed."
        raise OperationFailed("git-failed", message, "Try again, or check without --since.") from error
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None
