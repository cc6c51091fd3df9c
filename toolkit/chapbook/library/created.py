"""The moment a release counts as made: an edge that reads the environment, git and file times.

In this order: `SOURCE_DATE_EPOCH`; the last commit that touched the folder; the newest modification time of its
files. Each gives the same moment, and so the same bytes, when nothing changed between two runs of `pack`; only the
first two also do on another machine. The clock is never read.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.tree.disk import DirTree

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
_FIRST = 315_532_800
"""1980-01-01, the first moment ZIP knows; times before are raised to it."""
_LAST = 253_402_300_799
_GIT_SECONDS = 10


def created_for(folder: Path, environ: Mapping[str, str]) -> datetime:
    """Give the moment for the module in `folder`, in UTC and whole seconds."""
    stated = environ.get(EPOCH_VARIABLE, "")
    if stated:
        return _stated(stated)
    committed = _last_commit(folder)
    if committed is not None:
        return _moment(committed)
    return _moment(_newest(folder))


def _stated(text: str) -> datetime:
    if not text.isascii() or not text.isdigit() or int(text[:15]) > _LAST:
        raise UsageProblem(
            "bad-source-date-epoch",
            f"{EPOCH_VARIABLE} is “{text[:40]}”; it must be a number of seconds since 1970.",
            f"Unset it, or set it like this: {EPOCH_VARIABLE}=$(git log -1 --format=%ct)",
        )
    return _moment(int(text[:15]))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(min(max(seconds, _FIRST), _LAST), UTC)


def _last_commit(folder: Path) -> int | None:
    """Ask git for the time of the last commit on the folder; None without git, repository or commit."""
    command = ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"]
    command += ["log", "-1", "--format=%ct", "--", "."]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    answer = done.stdout.strip()
    return int(answer) if done.returncode == 0 and answer.isdigit() else None


def _newest(folder: Path) -> int:
    try:
        return max((nanoseconds // 10**9 for _, nanoseconds, _ in DirTree(folder).stamps()), default=_FIRST)
    except OSError as error:
        raise OperationFailed(
            "cannot-read", f"{folder} changed while it was read: {error.strerror or error}.", "Try again."
        ) from error
