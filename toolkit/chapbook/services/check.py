"""Check modules: read, lint, one report."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chapbook.diag.codes import Profile
from chapbook.diag.errors import UsageProblem
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig, nearest_code, profile_for
from chapbook.lint.engine import run
from chapbook.services.released import with_release
from chapbook.services.targets import Target, targets_of
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import Tree
from chapbook.workspace.load import load_module
from chapbook.workspace.settings import Settings, read_settings
from chapbook.workspace.workspace import Workspace

if TYPE_CHECKING:
    from chapbook.services.browsing import Viewer

Progress = Callable[[int, int, str], None]
"""Called with what is done, how much there is in all, and the name of what comes next."""


def no_progress(done: int, total: int, name: str) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What to check. `profile` None = by each module's status; `names` empty = every module.

    `released` is the bundle to take as the last release; None = the newest in `dist/` of the workspace. What stands
    below it is for `checking.checked`: a git revision, a file of known findings, and whether to mend.
    `links` asks the addresses on the web that modules link to; `run` runs, in a sandbox, the code that questions of
    modules authored here ask about; `browser` looks at their built pages.
    `tree_of` makes the tree of a module's folder: an editor lays over it what is not saved yet.
    """

    start: Path
    names: tuple[str, ...] = ()
    profile: Profile | None = None
    ignore: frozenset[str] = frozenset()
    released: Path | None = None
    select: frozenset[str] = frozenset()
    since: str = ""
    baseline: Path | None = None
    update_baseline: bool = False
    fix: bool = False
    dry_run: bool = False
    links: bool = False
    run: bool = False
    browser: bool = False
    tree_of: Callable[[Path], Tree] = DirTree


def check(options: CheckOptions, progress: Progress = no_progress) -> Report:
    """Check what `options` names; paths in the report are relative to `options.start`.

    Raises `UsageProblem` when a name is no module or an entry of `select` or `ignore` no code, `OperationFailed` when
    the disk says no.
    """
    _refuse_unknown(options)
    targets = targets_of(options.names, options.start)
    _refuse_many(targets, options.released)
    settings = _settings_of(targets)
    reports = [_settings_report(root, each, options) for root, each in settings.items() if not options.names]
    with _viewing(options) as viewer:
        for number, target in enumerate(targets):
            progress(number, len(targets), target.folder.slug)
            reports.append(_check_one(target, settings, options, viewer))
    progress(len(targets), len(targets), "")
    return Report.merged(reports)


def _refuse_unknown(options: CheckOptions) -> None:
    for entry in LintConfig(ignore=options.ignore, select=options.select).unknown_codes():
        what = "leave out" if entry in options.ignore else "look for"
        message = f"There is no code “{entry}”, so there is nothing to {what}."
        raise UsageProblem("no-such-code", message, nearest_code(entry))


def _refuse_many(targets: Sequence[Target], released: Path | None) -> None:
    if released is not None and len({target.folder.path for target in targets}) != 1:
        message = f"{len(targets)} modules are to be checked, but --released names the last release of one."
        raise UsageProblem("many-modules", message, "Name the one module to check.")


def _settings_of(targets: Sequence[Target]) -> dict[Path, Settings]:
    roots = {target.workspace.root for target in targets if target.workspace}
    return {root: read_settings(Workspace(root)) for root in sorted(roots)}


def _settings_report(root: Path, settings: Settings, options: CheckOptions) -> Report:
    config = LintConfig(select=options.select)
    report = settings.report.under(shown_path(root, options.start))
    return Report(tuple(each for each in report.diagnostics if config.wants(each.code, "", "")))


def _viewing(options: CheckOptions) -> AbstractContextManager[Viewer | None]:
    if not options.browser:
        return nullcontext()
    from chapbook.services.browsing import viewing  # a browser and MkDocs, and only when asked for

    return viewing()


def _check_one(
    target: Target, settings: dict[Path, Settings], options: CheckOptions, viewer: Viewer | None
) -> Report:
    own = settings[target.workspace.root].check if target.workspace else LintConfig()
    config = replace(
        own,
        profile=options.profile or own.profile,
        ignore=own.ignore | options.ignore,
        select=options.select,
    )
    subject = with_release(
        load_module(target.workspace, target.folder, options.tree_of), target, options.released
    )
    if options.links and profile_for(subject, config) is not Profile.DRAFT:
        from chapbook.services.links import LinkOptions, with_answers  # the network, and only when asked for

        ignored = settings[target.workspace.root].links_ignored if target.workspace else ()
        subject = with_answers(subject, LinkOptions(ignore=ignored))
    if (options.run or viewer) and profile_for(subject, config) is Profile.PUBLISH:
        from chapbook.services.runs import is_own, with_runs  # other programs, and only when asked for

        if is_own(target):
            subject = with_runs(subject) if options.run else subject
            subject = viewer.with_violations(subject, target) if viewer else subject
    report = run(subject, config)
    if target.only:
        kept = [each for each in report.diagnostics if _inside(each.location.path, target.only)]
        report = Report.of(kept, report.checked)
    shown = shown_path(target.folder.path, options.start)
    return Report(report.under(shown).diagnostics, (target.folder.slug,))


def _inside(path: str, only: str) -> bool:
    return path == only or path.startswith(only + "/")


def shown_path(path: Path, start: Path) -> str:
    """Give a path as messages show it: relative to where the user stands, with `/`."""
    try:
        relative = os.path.relpath(path, start)
    except ValueError:
        relative = str(path)
    return Path(relative).as_posix()
