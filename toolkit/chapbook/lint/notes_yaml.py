"""Notes in YAML: comments, each with its line or the line below it, and what is indented under that."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from chapbook.diag.diagnostic import DataPath, Span
from chapbook.lint.note import Note, codes_and_reason
from chapbook.lint.places import value_at
from chapbook.source.document import Document

_HASH = re.compile(r"(?:(?<=[ \t])|^)#[ \t]*(?=check-ignore\b)")
_KEYS = re.compile(r"[ ]*(?:-[ ]+)*")
_BLOCK_TEXT = re.compile(r"(?:^|[:-][ ]+)[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$")


def yaml_notes(document: Document, lines: Sequence[str], *, is_header: bool) -> Iterator[Note]:
    """Give the notes of a YAML file or, with `is_header`, of a lesson's front matter; `lines` are the file's."""
    texts = _text_lines(lines)
    quoted = _quoted(document)
    following, ends = _following(lines), _ends_of_indented(lines)
    for number, line in enumerate(lines, start=1):
        match = _HASH.search(line)
        if match is None or number in texts or _is_inside(quoted, number, match.start() + 1):
            continue
        target = (following[number] or number) if _is_comment(line) else number
        codes, reason = codes_and_reason(line[match.end() :])
        yield Note(
            path=document.path,
            codes=codes,
            reason=reason,
            span=Span(number, match.start() + 1, number, len(line.rstrip()) + 1),
            first=target,
            last=ends.get(target, target),
            whole=number < following[0] and not is_header,
        )


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _text_lines(lines: Sequence[str]) -> frozenset[int]:
    """Give the lines inside texts written with `|` or `>`, in which a # is no comment."""
    inside: set[int] = set()
    level = -1
    for number, line in enumerate(lines, start=1):
        if level >= 0 and (not line.strip() or _indent(line) > level):
            inside.add(number)
            continue
        keys = _KEYS.match(line)
        opens = _BLOCK_TEXT.search(line) and not _is_comment(line)
        level = (keys.end() if keys and ":" in line else _indent(line)) if opens else -1
    return frozenset(inside)


def _quoted(document: Document) -> list[tuple[int, int, int, int]]:
    """Give the places of texts in quotes, in order; they do not overlap."""
    return sorted(
        (span.line, span.column, span.end_line, span.end_column)
        for at, span in document.spans.items()
        if at not in document.plain and _is_text(document, at)
    )


def _is_text(document: Document, at: DataPath) -> bool:
    return isinstance(value_at(document, *at), str)


def _is_inside(quoted: Sequence[tuple[int, int, int, int]], line: int, column: int) -> bool:
    index = bisect_right(quoted, (line, column, line, column)) - 1
    return index >= 0 and (line, column) < quoted[index][2:]


def _following(lines: Sequence[str]) -> list[int]:
    """Give for each line, and for 0, the next one that is neither blank nor a comment; 0 when there is none."""
    found = [0] * (len(lines) + 1)
    for n in range(len(lines), 0, -1):
        is_content = lines[n - 1].strip() and not _is_comment(lines[n - 1])
        found[n - 1] = n if is_content else found[n]
    return found


def _ends_of_indented(lines: Sequence[str]) -> dict[int, int]:
    """Give for each line the last one that is indented under it."""
    ends: dict[int, int] = {}
    open_lines: list[tuple[int, int]] = []
    last = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        while open_lines and open_lines[-1][1] >= _indent(line):
            ends[open_lines.pop()[0]] = last
        open_lines.append((number, _indent(line)))
        last = number
    return {**ends, **{number: last for number, _ in open_lines}}
