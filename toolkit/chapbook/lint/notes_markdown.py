"""Notes in Markdown: comments, each with the block that it stands above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from chapbook.diag.diagnostic import Span
from chapbook.lint.note import Note, codes_and_reason
from chapbook.source.outline import Outline

_OPEN, _CLOSE = "<!--", "-->"
_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
_CONTAINER = re.compile(r"[ ]*(?:!!!|\?\?\?|===)")
_INDENTED = re.compile(r"[ ]{2}|\t")


def markdown_notes(outline: Outline) -> Iterator[Note]:
    """Give the notes of one file's body."""
    blocks = _Blocks(outline)
    for html in outline.html:
        for start, end in _comments(html.text):
            span = _within(html.text, html.span, start, end)
            whole = span.line <= blocks.first
            first, last = (1, blocks.end) if whole else blocks.below(span.end_line)
            codes, reason = codes_and_reason(html.text[start + len(_OPEN) : end - len(_CLOSE)].strip())
            yield Note(
                path=outline.path, codes=codes, reason=reason, span=span, first=first, last=last, whole=whole
            )


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Give where the comments with a note begin and end."""
    start = text.find(_OPEN)
    while start >= 0 and (end := text.find(_CLOSE, start)) >= 0:
        end += len(_CLOSE)
        if text[start + len(_OPEN) : end].lstrip().startswith("check-ignore"):
            yield start, end
        start = text.find(_OPEN, end)


def _within(text: str, span: Span, start: int, end: int) -> Span:
    line, column = _moved(span.line, span.column, text[:start])
    return Span(line, column, *_moved(line, column, text[start:end]))


def _moved(line: int, column: int, text: str) -> tuple[int, int]:
    """Give where one is behind `text`."""
    breaks = text.count("\n")
    return (line + breaks, len(text.rpartition("\n")[2]) + 1) if breaks else (line, column + len(text))


class _Blocks:
    """Which lines of a file belong together. Lines are those of the file."""

    def __init__(self, outline: Outline) -> None:
        self._lines = outline.body.split("\n")
        self._start = outline.body_line
        self.end = outline.body_line + len(self._lines)
        self._bare = _comment_lines(outline, self._lines)
        self._fence_end = {
            line: fence.span.end_line
            for fence in outline.fences
            for line in range(fence.span.line, fence.span.end_line + 1)
        }
        self.first = self._next(self._start)
        """The first line that holds anything but comments."""

    def below(self, line: int) -> tuple[int, int]:
        """Give the first and last line of the block below `line`: a paragraph, list, table, fence or container."""
        first = self._next(line + 1)
        if first == self.end:
            return line, line
        head = self._text(first)
        is_list, is_open = bool(_ITEM.match(head)), bool(_CONTAINER.match(head))
        last = self._last_of_lines(first)
        while is_list or is_open:
            following = self._next_text(last + 1)
            goes_on = _INDENTED.match(self._text(following)) or (
                is_list and _ITEM.match(self._text(following))
            )
            if following == self.end or not goes_on:
                break
            last = self._last_of_lines(following)
        return first, last

    def _last_of_lines(self, line: int) -> int:
        """Give the last line before a blank one; a fence is never cut."""
        last = line
        while line < self.end and self._text(line).strip():
            last = self._fence_end.get(line, line)
            line = last + 1
        return last

    def _next(self, line: int) -> int:
        while line < self.end and (line in self._bare or not self._text(line).strip()):
            line += 1
        return line

    def _next_text(self, line: int) -> int:
        while line < self.end and not self._text(line).strip():
            line += 1
        return line

    def _text(self, line: int) -> str:
        return self._lines[line - self._start] if line < self.end else ""


def _comment_lines(outline: Outline, lines: Sequence[str]) -> frozenset[int]:
    """Give the lines that hold comments and nothing else."""
    bare: set[int] = set()
    for html in outline.html:
        numbers = range(html.span.line, html.span.end_line + 1)
        inside = [
            lines[n - outline.body_line].strip()
            for n in takewhile(lambda n: n - outline.body_line < len(lines), numbers)
        ]
        if inside and inside[0].startswith("<!--") and inside[-1].endswith("-->"):
            bare.update(numbers)
    return frozenset(bare)
