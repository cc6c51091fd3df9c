"""A finding as plain values for JSON, and back. What does not fit raises `ValueError`."""

from __future__ import annotations

from typing import Any

from chapbook.diag.diagnostic import Diagnostic, Edit, FileFix, Location, Rename, Severity, Span, TakeOutPlace


def diagnostic_data(diagnostic: Diagnostic) -> list[object]:
    """Give a finding as a list."""
    location, fix = diagnostic.location, diagnostic.file_fix
    return [
        diagnostic.code,
        diagnostic.slug,
        diagnostic.severity.value,
        diagnostic.message,
        diagnostic.hint,
        diagnostic.excerpt,
        [location.path, _span_data(location.span), list(location.data_path)],
        [[edit.path, _span_data(edit.span), edit.replacement] for edit in diagnostic.fix],
        [fix.path, fix.new_path] if isinstance(fix, Rename) else [fix.path] if fix else None,
    ]


def diagnostic_of(data: Any) -> Diagnostic:
    """Give the finding that `diagnostic_data` made a list of."""
    code, slug, severity, message, hint, excerpt, (path, span, data_path), edits, whole = data
    return Diagnostic(
        code=text_of(code),
        slug=text_of(slug),
        severity=Severity(severity),
        message=text_of(message),
        location=Location(text_of(path), _span_of(span), tuple(_step(each) for each in data_path)),
        hint=text_of(hint),
        excerpt=text_of(excerpt),
        fix=tuple(Edit(text_of(place), _span_of(where), text_of(text)) for place, where, text in edits),
        file_fix=_file_fix_of(whole),
    )


def _span_data(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _span_of(data: Any) -> Span:
    line, column, end_line, end_column = data
    return Span(_number(line), _number(column), _number(end_line), _number(end_column))


def _file_fix_of(data: Any) -> FileFix | None:
    if data is None:
        return None
    path, *new = data
    return Rename(text_of(path), text_of(new[0])) if new else TakeOutPlace(text_of(path))


def text_of(value: Any) -> str:
    """Give a text as it is."""
    if not isinstance(value, str):
        raise ValueError("a text is expected")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise ValueError("a number is expected")
    return value


def _step(value: Any) -> str | int:
    return value if isinstance(value, int) else text_of(value)
