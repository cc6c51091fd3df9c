"""A module's findings and its card as plain values for JSON, and back. What does not fit raises `ValueError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chapbook.diag.diagnostic import Diagnostic, Edit, FileFix, Location, Rename, Severity, Span, TakeOutPlace
from chapbook.model.subject import Neighbour
from chapbook.tree.tree import RelPath


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
        code=_text(code),
        slug=_text(slug),
        severity=Severity(severity),
        message=_text(message),
        location=Location(_text(path), _span_of(span), tuple(_step(each) for each in data_path)),
        hint=_text(hint),
        excerpt=_text(excerpt),
        fix=tuple(Edit(_text(place), _span_of(where), _text(text)) for place, where, text in edits),
        file_fix=_file_fix_of(whole),
    )


def card_data(card: Neighbour) -> list[object]:
    """Give what neighbours need to know of a module as a list."""
    return [card.id, card.version, card.title, dict(card.lessons), list(card.requires)]


def card_of(data: Any) -> Neighbour:
    """Give the card that `card_data` made a list of."""
    name, version, title, lessons, requires = data
    if not isinstance(lessons, Mapping):
        raise ValueError("lessons are a mapping")
    return Neighbour(
        id=_text(name),
        version=_text(version),
        title=_text(title),
        lessons={_text(key): RelPath(_text(path)) for key, path in lessons.items()},
        requires=tuple(_text(each) for each in requires),
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
    return Rename(_text(path), _text(new[0])) if new else TakeOutPlace(_text(path))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is expected")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise ValueError("a number is expected")
    return value


def _step(value: Any) -> str | int:
    return value if isinstance(value, int) else _text(value)
