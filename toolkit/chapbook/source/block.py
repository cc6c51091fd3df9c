"""The lines of one block of Markdown, and the way from an offset in it to a place in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from chapbook.diag.diagnostic import Span
from chapbook.source.containers import SourceLine


class Block:
    """The lines of one block as one text, and the way back from an offset in it to a place in the file."""

    def __init__(self, lines: Sequence[SourceLine], first: int, after: int) -> None:
        self._lines = lines[first : min(after, len(lines))] or lines[-1:]
        self._starts: list[int] = []

    @property
    def lines(self) -> Sequence[SourceLine]:
        return self._lines

    @property
    def text(self) -> str:
        return "\n".join([line.text for line in self.lines])

    def first(self, count: int) -> Sequence[SourceLine]:
        """Give the first lines; fewer, if there are no more."""
        return self.lines[:count]

    def __len__(self) -> int:
        """Give the number of lines."""
        return len(self.lines)

    def span(self, start: int, end: int) -> Span:
        line, column = self._place(start)
        end_line, end_column = self._place(max(start, end))
        return Span(line, column, end_line, end_column)

    def whole(self) -> Span:
        """Give the span from the first to the last character that is not white space."""
        lines = self.lines
        first, last = lines[0], len(lines) - 1
        while last and not lines[last].text.strip():
            last -= 1
        start, end = len(first.text) - len(first.text.lstrip()), len(lines[last].text.rstrip())
        end = end if last else max(start, end)
        return Span(first.line, first.cut + start + 1, lines[last].line, lines[last].cut + end + 1)

    def _place(self, offset: int) -> tuple[int, int]:
        if not self._starts:
            self._starts = [0, *accumulate(len(line.text) + 1 for line in self.lines)]
        index = min(bisect_right(self._starts, offset) - 1, len(self.lines) - 1)
        line = self.lines[index]
        return line.line, line.cut + min(offset - self._starts[index], len(line.text)) + 1


class MarginBlock(Block):
    """A block of whole lines that neither begins nor ends with a blank: most need no more than their text and span."""

    def __init__(self, texts: Sequence[str], line: int) -> None:
        self._lines = []
        self._starts = []
        self._texts = texts
        self._line = line

    @property
    def lines(self) -> Sequence[SourceLine]:
        if not self._lines:
            self._lines = [SourceLine(text, line, 0) for line, text in enumerate(self._texts, self._line)]
        return self._lines

    @property
    def text(self) -> str:
        return "\n".join(self._texts)

    def first(self, count: int) -> Sequence[SourceLine]:
        return [SourceLine(text, line, 0) for line, text in enumerate(self._texts[:count], self._line)]

    def __len__(self) -> int:
        return len(self._texts)

    def whole(self) -> Span:
        last = self._line + len(self._texts) - 1
        return Span(self._line, 1, last, len(self._texts[-1].rstrip()) + 1)
