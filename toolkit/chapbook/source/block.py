"""The lines of one block of Markdown, and the way from an offset in it to a place in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from chapbook.diag.diagnostic import Span
from chapbook.source.containers import SourceLine


class Block:
    """The lines of one block as one text, and the way back from an offset in it to a place in the file."""

    __slots__ = ("_starts", "lines")

    def __init__(self, lines: Sequence[SourceLine], first: int, after: int) -> None:
        self.lines = lines[first : min(after, len(lines))] or lines[-1:]
        self._starts: list[int] = []

    @property
    def text(self) -> str:
        return "\n".join([line.text for line in self.lines])

    def span(self, start: int, end: int) -> Span:
        line, column = self._place(start)
        end_line, end_column = self._place(max(start, end))
        return Span(line, column, end_line, end_column)

    def whole(self) -> Span:
        """Give the span from the first to the last character that is not white space."""
        first, last = self.lines[0], len(self.lines) - 1
        while last and not self.lines[last].text.strip():
            last -= 1
        start, end = len(first.text) - len(first.text.lstrip()), len(self.lines[last].text.rstrip())
        end = end if last else max(start, end)
        return Span(first.line, first.cut + start + 1, self.lines[last].line, self.lines[last].cut + end + 1)

    def _place(self, offset: int) -> tuple[int, int]:
        if not self._starts:
            self._starts = [0, *accumulate(len(line.text) + 1 for line in self.lines)]
        index = min(bisect_right(self._starts, offset) - 1, len(self.lines) - 1)
        line = self.lines[index]
        return line.line, line.cut + min(offset - self._starts[index], len(line.text)) + 1
