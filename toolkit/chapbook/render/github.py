"""A report as workflow commands of GitHub Actions: annotations beside the lines of a pull request."""

from __future__ import annotations

from chapbook.diag.diagnostic import Diagnostic, Severity
from chapbook.diag.report import Report
from chapbook.render.paths import tidy

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_report(report: Report) -> str:
    """Give one line a finding, the worst first, since GitHub shows only the first ten of each kind."""
    return "\n".join(_line(each) for each in sorted(report.diagnostics, key=lambda each: each.severity.rank))


def _line(diagnostic: Diagnostic) -> str:
    span = diagnostic.location.span
    properties = {"file": tidy(diagnostic.location.path), "line": str(span.line)}
    if span.end_line == span.line:
        properties |= {"endLine": str(span.line), "col": str(span.column)}
        properties["endColumn"] = str(max(span.end_column, span.column))
    else:
        properties["endLine"] = str(span.end_line)
    properties["title"] = f"{diagnostic.code} {diagnostic.slug}"
    text = f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
    named = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {named}::{text.translate(_DATA)}"
