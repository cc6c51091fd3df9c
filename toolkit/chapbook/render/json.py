"""A report as JSON for other programs. `schema` grows only when a key changes its meaning or goes away."""

from __future__ import annotations

import json

from chapbook.diag.diagnostic import Diagnostic, Edit, FileFix, Rename, Severity, Span
from chapbook.diag.report import Report

SCHEMA = 1


def render_report(report: Report) -> str:
    """Give one JSON object, in ASCII; its shape is that of `report_data`."""
    return json.dumps(report_data(report), indent=2)


def report_data(report: Report) -> dict[str, object]:
    """Give a report as plain values; lines and columns are 1-based, ends exclusive.

    Source lines are left out: whoever reads this has the files, and a line of a hostile bundle may be huge.
    """
    return {
        "schema": SCHEMA,
        "checked": list(report.checked),
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "diagnostics": [_diagnostic(each) for each in report.diagnostics],
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, object]:
    location = diagnostic.location
    return {
        "code": diagnostic.code,
        "slug": diagnostic.slug,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": location.path,
        "data_path": list(location.data_path),
        **_span(location.span),
        "fix": [_edit(each) for each in diagnostic.fix],
        "file_fix": _file_fix(diagnostic.file_fix),
    }


def _file_fix(fix: FileFix | None) -> dict[str, str] | None:
    if isinstance(fix, Rename):
        return {"action": "rename", "path": fix.path, "new_path": fix.new_path}
    return {"action": "take-out-place", "path": fix.path} if fix else None


def _edit(edit: Edit) -> dict[str, object]:
    return {"path": edit.path, **_span(edit.span), "replacement": edit.replacement}


def _span(span: Span) -> dict[str, object]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
