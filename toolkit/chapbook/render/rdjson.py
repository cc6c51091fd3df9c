"""A report as Reviewdog Diagnostic Format: one JSON object, with columns counted in bytes, as that format asks."""

from __future__ import annotations

import json

from chapbook.diag.diagnostic import Diagnostic, Edit, Severity, Span
from chapbook.diag.report import Report
from chapbook.render.paths import tidy

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render_report(report: Report) -> str:
    """Give one JSON object, in ASCII."""
    return json.dumps(report_data(report), indent=2)


def report_data(report: Report) -> dict[str, object]:
    """Give a report as plain values."""
    return {"source": {"name": "chapbook"}, "diagnostics": [_diagnostic(each) for each in report.diagnostics]}


def _diagnostic(diagnostic: Diagnostic) -> dict[str, object]:
    location, line = diagnostic.location, diagnostic.excerpt
    text = f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
    found: dict[str, object] = {
        "message": text,
        "location": {"path": tidy(location.path), "range": _range(location.span, location.span.line, line)},
        "severity": _SEVERITIES[diagnostic.severity],
        "code": {"value": diagnostic.code},
    }
    if suggestions := _suggestions(diagnostic):
        found["suggestions"] = suggestions
    return found


def _suggestions(diagnostic: Diagnostic) -> list[dict[str, object]]:
    """Give the edits when all of them lie in the line of the finding: of other lines the bytes are not known."""
    number, path = diagnostic.location.span.line, diagnostic.location.path
    if not diagnostic.excerpt or not all(_is_in(edit, path, number) for edit in diagnostic.fix):
        return []
    return [
        {"range": _range(edit.span, number, diagnostic.excerpt), "text": edit.replacement}
        for edit in diagnostic.fix
    ]


def _is_in(edit: Edit, path: str, number: int) -> bool:
    return edit.path == path and edit.span.line == edit.span.end_line == number


def _range(span: Span, number: int, line: str) -> dict[str, object]:
    return {
        "start": _position(span.line, span.column, number, line),
        "end": _position(span.end_line, span.end_column, number, line),
    }


def _position(line: int, column: int, number: int, text: str) -> dict[str, object]:
    """Give a place; its column in bytes of UTF-8 when it is in the line whose text is known."""
    if line != number or not text:
        return {"line": line}
    return {"line": line, "column": len(text[: column - 1].encode("utf-8", "replace")) + 1}
