"""Our values in the terms of the Language Server Protocol, and back.

Our columns count code points from 1; the protocol counts from 0, in units that editor and server agree on.
"""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from chapbook.diag.diagnostic import Diagnostic, Edit, Severity, Span
from chapbook.lint.pages import read_page

_BYTES = {types.PositionEncodingKind.Utf8: ("utf-8", 1), types.PositionEncodingKind.Utf32: ("utf-32-le", 4)}
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
Encoding = types.PositionEncodingKind | str


def units(text: str, encoding: Encoding) -> int:
    """Count a text in units of an encoding."""
    name, size = _BYTES.get(types.PositionEncodingKind(encoding), ("utf-16-le", 2))
    return len(text.encode(name, "surrogatepass")) // size


def column_of(line: str, character: int, encoding: Encoding) -> int:
    """Give the code points before `character` units of a line; a place past its end is its end."""
    for column in range(len(line)):
        if units(line[:column], encoding) >= character:
            return column
    return len(line)


def position(lines: Sequence[str], line: int, column: int, encoding: Encoding) -> types.Position:
    """Give a place, both numbers from 0 and in code points, as the protocol has it."""
    source = lines[line] if line < len(lines) else ""
    return types.Position(line=line, character=units(source[:column], encoding))


def span_range(lines: Sequence[str], span: Span, encoding: Encoding) -> types.Range:
    """Give a span as a range."""
    return types.Range(
        start=position(lines, span.line - 1, span.column - 1, encoding),
        end=position(lines, span.end_line - 1, span.end_column - 1, encoding),
    )


def diagnostic(found: Diagnostic, lines: Sequence[str], encoding: Encoding) -> types.Diagnostic:
    """Give a finding as editors show it: what is wrong, and below it what to do."""
    return types.Diagnostic(
        range=span_range(lines, found.location.span, encoding),
        message=f"{found.message}\n{found.hint}" if found.hint else found.message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source="chapbook",
    )


def text_edit(edit: Edit, lines: Sequence[str], encoding: Encoding) -> types.TextEdit:
    """Give one replacement."""
    return types.TextEdit(range=span_range(lines, edit.span, encoding), new_text=edit.replacement)


def page(found: Sequence[Diagnostic]) -> str:
    """Give what the pages say of some findings: all of them but for the examples, each page once."""
    pages = {each.code: read_page(each.code).partition("\n## Passes")[0].rstrip() for each in found}
    told = (f"{text}\n\nExamples: `chapbook explain {code}`" for code, text in pages.items())
    return "\n\n---\n\n".join(told)


def covers(span: Span, line: int, column: int) -> bool:
    """Say whether a place (from 0) is inside a span; a span without width covers its line."""
    if (span.line, span.column) == (span.end_line, span.end_column):
        return line == span.line - 1
    return (span.line - 1, span.column - 1) <= (line, column) <= (span.end_line - 1, span.end_column - 1)
