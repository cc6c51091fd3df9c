"""The source line under a message, with carets below the place: tabs, wide characters and long lines included."""

from __future__ import annotations

from dataclasses import dataclass

from chapbook.diag.diagnostic import Span
from chapbook.render.screen import columns, harmless

_CUT = "…"
_TAB = "    "


@dataclass(frozen=True, slots=True)
class Marked:
    """A line as shown, and its underline: blanks, then carets."""

    line: str
    indent: str
    carets: str


def mark(line: str, span: Span, width: int) -> Marked:
    """Show `line` in at most `width` columns, cut around the place.

    A place that goes on in later lines is marked to the end of this one; at least one caret is always there.
    Cost does not grow with the length of the line.
    """
    start = min(max(span.column - 1, 0), len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = min(max(end, start + 1), max(len(line), start + 1))
    first, last = _window(line, start, width)
    left = _CUT if first else ""
    before, inside = _shown(line[first:start]), _shown(line[start : min(end, last)]).rstrip()
    after = _shown(line[start : min(end, last)])[len(inside) :] + _shown(line[end:last])
    return Marked(
        line=(left + before + inside + after).rstrip() + (_CUT if last < len(line) else ""),
        indent=" " * _width(left + before),
        carets="^" * max(_width(inside), 1),
    )


def _window(line: str, start: int, width: int) -> tuple[int, int]:
    """Choose what of the line to show, as offsets: a third of the width before the place, the rest after."""
    if _walk(line, 0, 1, width) == len(line):
        return 0, len(line)
    room = width - 2 * len(_CUT)
    if _walk(line, start, -1, room // 2) == 0:
        return 0, _walk(line, 0, 1, room)
    first = _walk(line, start, -1, room // 3)
    last = _walk(line, first, 1, room)
    if last == len(line):
        first = min(start, _walk(line, last, -1, room))
    return first, last


def _walk(line: str, position: int, step: int, room: int) -> int:
    """Go from an offset to the right (`step` 1) or left (-1) over at most `room` columns."""
    ahead = 0 if step > 0 else -1
    stop = len(line) if step > 0 else 0
    while position != stop:
        char = line[position + ahead]
        room -= 1 if char != "\t" and char.isascii() else max(_width(_shown(char)), 1)
        if room < 0:
            break
        position += step
    return position


def _shown(text: str) -> str:
    return harmless(text).replace("\t", _TAB)


def _width(text: str) -> int:
    return sum(columns(char) for char in text)
