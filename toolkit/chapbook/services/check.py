"""Check modules: read, lint, one report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chapbook.diag.codes import Profile
from chapbook.diag.errors import UsageProblem
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig, nearest_code, profile_for
from chapbook.lint.engine import run
from chapbook.model.subject import Subject
from chapbook.services.kept import KeptReports
from chapbook.services.released import release_key, with_release
from chapbook.services.shown import shown_path
from chapbook.services.targets import Target, targets_of
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import Tree
from chapbook.workspace.load import load_module
from chapbook.workspace.neighbours import Neighbourhood
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
    `kept` is the folder for caches: modules that did not change since the last check are not read again.
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
    kept: Path | None = None
    tree_of: Callable[[Path], Tree] = DirTree


def check(options: CheckOptions, progress: Progress = no_progress) -> Report:
    """Check what `options` names; paths in the report are relative to `options.start`.

    Raises `UsageProblem` when a name is no module or an entry of `select` or `ignore` no code, `OperationFailed` when
    the disk says no.
    """
    _refuse_unknown(options)
    targets = targets_of(options.names, options.start)
    _refuse_many(targets, options.released)
    desks = _desks(targets, options)
    reports = [
        _settings_report(root, each.settings, options) for root, each in desks.items() if not options.names
    ]
    try:
        with _viewing(options) as viewer:
            for number, target in enumerate(targets):
                progress(number, len(targets), target.folder.slug)
                desk = desks[target.workspace.root] if target.workspace else _Desk()
                reports.append(_check_one(target, desk, options, viewer))
    finally:
        for desk in desks.values():
            if desk.kept is not None:
                desk.kept.save()
    progress(len(targets), len(targets), "")
    return Report.merged(reports)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the checks of one workspace's modules share; outside of a workspace, nothing."""

    settings: Settings = field(default_factory=Settings)
    around: Neighbourhood | None = None
    kept: KeptReports | None = None


def _refuse_unknown(options: CheckOptions) -> None:
    for entry in LintConfig(ignore=options.ignore, select=options.select).unknown_codes():
        what = "leave out" if entry in options.ignore else "look for"
        message = f"There is no code “{entry}”, so there is nothing to {what}."
        raise UsageProblem("no-such-code", message, nearest_code(entry))


def _refuse_many(targets: Sequence[Target], released: Path | None) -> None:
    if released is not None and len({target.folder.path for target in targets}) != 1:
        message = f"{len(targets)} modules are to be checked, but --released names the last release of one."
        raise UsageProblem("many-modules", message, "Name the one module to check.")


def _desks(targets: Sequence[Target], options: CheckOptions) -> dict[Path, _Desk]:
    roots = {target.workspace.root for target in targets if target.workspace}
    return {root: _desk(Workspace(root), options) for root in sorted(roots)}


def _desk(workspace: Workspace, options: CheckOptions) -> _Desk:
    """Lay ready what is shared. What is found with answers from outside the files is never kept."""
    settings = read_settings(workspace)
    asks_outside = options.links or options.run or options.browser or options.released is not None
    if options.kept is None or asks_outside or options.tree_of is not DirTree:
        return _Desk(settings, Neighbourhood(workspace))
    kept = KeptReports(options.kept, workspace)
    return _Desk(settings, kept.around, kept)


def _settings_report(root: Path, settings: Settings, options: CheckOptions) -> Report:
    config = LintConfig(select=options.select)
    report = settings.report.under(shown_path(root, options.start))
    return Report(tuple(each for each in report.diagnostics if config.wants(each.code, "", "")))


def _viewing(options: CheckOptions) -> AbstractContextManager[Viewer | None]:
    if not options.browser:
        return nullcontext()
    from chapbook.services.browsing import viewing  # a browser and MkDocs, and only when asked for

    return viewing()


def _check_one(target: Target, desk: _Desk, options: CheckOptions, viewer: Viewer | None) -> Report:
    own = desk.settings.check
    config = replace(
        own,
        profile=options.profile or own.profile,
        ignore=own.ignore | options.ignore,
        select=options.select,
    )
    release = partial(release_key, target)
    report = desk.kept.report(target.folder, config, release) if desk.kept else None
    if report is None:
        subject = _subject(target, desk, config, options, viewer)
        report = run(subject, config)
        if desk.kept:
            desk.kept.keep(target.folder, config, release, subject, report)
    if target.only:
        report = Report(
            tuple(each for each in report.diagnostics if _inside(each.location.path, target.only))
        )
    shown = shown_path(target.folder.path, options.start)
    return Report(report.under(shown).diagnostics, (target.folder.slug,))


def _subject(
    target: Target, desk: _Desk, config: LintConfig, options: CheckOptions, viewer: Viewer | None
) -> Subject:
    """Read a module, with what the rules are to know from elsewhere."""
    tree_of = desk.kept.tree if desk.kept else options.tree_of
    subject = load_module(target.workspace, target.folder, tree_of, desk.around)
    subject = with_release(subject, target, options.released)
    if options.links and profile_for(subject, config) is not Profile.DRAFT:
        from chapbook.services.links import LinkOptions, with_answers  # the network, and only when asked for

        subject = with_answers(subject, LinkOptions(ignore=desk.settings.links_ignored))
    if (options.run or viewer) and profile_for(subject, config) is Profile.PUBLISH:
        from chapbook.services.runs import is_own, with_runs  # other programs, and only when asked for

        if is_own(target):
            subject = with_runs(subject) if options.run else subject
            subject = viewer.with_violations(subject, target) if viewer else subject
    return subject


def _inside(path: str, only: str) -> bool:
    return path == only or path.startswith(only + "/")
