"""The result of a check: diagnostics sorted once, and what was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 4 ms, and a build that finds nothing to do has mostly nothing to say
    from chapbook.diag.diagnostic import Diagnostic, FileFix, Severity


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    location = diagnostic.location
    return (location.path, location.span.line, location.span.column, diagnostic.code, diagnostic.message)


@dataclass(frozen=True, slots=True)
class Report:
    """Diagnostics in the order of (path, line, column, code), and the names of what was checked."""

    diagnostics: tuple[Diagnostic, ...]
    checked: tuple[str, ...] = ()

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], checked: Iterable[str] = ()) -> Report:
        """Make a report; equal diagnostics count once."""
        return cls(tuple(sorted(set(diagnostics), key=_order)), tuple(checked))

    @classmethod
    def merged(cls, reports: Iterable[Report]) -> Report:
        """Join several reports into one."""
        every = tuple(reports)
        return cls.of(
            (diagnostic for report in every for diagnostic in report.diagnostics),
            (name for report in every for name in report.checked),
        )

    def under(self, prefix: str) -> Report:
        """Give the same report with `prefix/` before every path."""
        return Report.of((_moved(each, prefix) for each in self.diagnostics), self.checked)

    def count(self, severity: Severity) -> int:
        """Count the diagnostics of one severity."""
        return sum(1 for each in self.diagnostics if each.severity is severity)

    def worst(self) -> Severity | None:
        """Give the most severe severity in the report, or None when it is empty."""
        return min((each.severity for each in self.diagnostics), key=lambda s: s.rank, default=None)

    def has(self, at_least: Severity) -> bool:
        """Say whether anything is as severe as `at_least` or worse."""
        worst = self.worst()
        return worst is not None and worst.rank <= at_least.rank


def _moved(diagnostic: Diagnostic, prefix: str) -> Diagnostic:
    location = diagnostic.location
    path = f"{prefix}/{location.path}" if location.path else prefix
    edits = tuple(replace(edit, path=f"{prefix}/{edit.path}") for edit in diagnostic.fix)
    whole = _file_moved(diagnostic.file_fix, prefix)
    return replace(diagnostic, location=replace(location, path=path), fix=edits, file_fix=whole)


def _file_moved(fix: FileFix | None, prefix: str) -> FileFix | None:
    from chapbook.diag.diagnostic import Rename

    if isinstance(fix, Rename):
        return Rename(f"{prefix}/{fix.path}", f"{prefix}/{fix.new_path}")
    return replace(fix, path=f"{prefix}/{fix.path}") if fix else None
