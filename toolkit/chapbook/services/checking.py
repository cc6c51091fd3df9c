"""What `chapbook check` does as a whole: mend, check, leave out what is known, keep to what changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig
from chapbook.services.baseline import (
    Known,
    covers,
    known_of,
    path_in,
    read_baseline,
    updated,
    without_known,
    write_baseline,
)
from chapbook.services.check import CheckOptions, Progress, check, no_progress
from chapbook.services.since import changed_since
from chapbook.services.targets import targets_of

if TYPE_CHECKING:
    from chapbook.services.fix import Mended


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check came to: `known` findings were left out; `stored` says that they were written down just now."""

    report: Report
    known: int = 0
    stored: bool = False
    mended: Mended | None = None


def checked(options: CheckOptions, progress: Progress = no_progress) -> Checked:
    """Check, and with `options.fix` mend first; with `options.dry_run` only say what would be mended.

    Errors are those of `check`, and `ChapbookError` when files, the baseline or git say no.
    """
    changed = changed_since(options.since, options.start) if options.since else None
    if not options.fix:
        return _compared(check(options, progress), options, changed)
    from chapbook.services.fix import mend, write_mended  # 17 ms, and most checks mend nothing

    before = _compared(check(options, progress), options, changed, store=False)
    mended = mend(before.report, targets_of(options.names, options.start), options.start)
    if options.dry_run:
        return replace(before, mended=mended)
    write_mended(mended)
    options = replace(options, names=tuple(_name_now(each, options.start, mended) for each in options.names))
    changed = changed_since(options.since, options.start) if options.since else None
    return replace(_compared(check(options, progress), options, changed), mended=mended)


def _name_now(name: str, start: Path, mended: Mended) -> str:
    """Give what was typed, or where it is now if it got another name."""
    there = os.path.normpath(start / name)
    for old, new in mended.moved.items():
        old_place, new_place = os.path.normpath(start / old), os.path.normpath(start / new)
        if there == old_place:
            return new
        if old_place.startswith(there + os.sep) and not os.path.lexists(there):
            above = Path(old_place).relative_to(there)
            return os.path.relpath(Path(new_place).parents[len(above.parts) - 1], start)
    return name


def _compared(
    report: Report, options: CheckOptions, changed: frozenset[Path] | None, *, store: bool = True
) -> Checked:
    """Leave out what the baseline knows and what lies in files that did not change."""
    known, stored = 0, False
    if options.baseline is not None:
        path = options.start / options.baseline
        there = read_baseline(path)
        if store and (there is None or options.update_baseline):
            there = updated(
                there or Known(), known_of(report, options.start, path), _looked_at(options, path)
            )
            write_baseline(path, there)
            stored = True
        new = without_known(report, there or Known(), options.start, path)
        known, report = len(report.diagnostics) - len(new.diagnostics), new
    if changed is not None:
        kept = [
            each for each in report.diagnostics if (options.start / each.location.path).resolve() in changed
        ]
        report = Report(tuple(kept), report.checked)
    return Checked(report=report, known=known, stored=stored)


def _looked_at(options: CheckOptions, baseline: Path) -> Callable[[str, str], bool]:
    """Give what says of a code and a baseline's path whether this check looked at it."""
    config = LintConfig(select=options.select, ignore=options.ignore)
    targets = targets_of(options.names, options.start)
    places = [target.folder.path / target.only for target in targets]
    if not options.names:
        places += [target.workspace.root for target in targets if target.workspace]
    folders = [path_in(baseline, place) for place in places]

    def looked_at(code: str, path: str) -> bool:
        return config.wants(code, "", "") and covers(folders, path)

    return looked_at
