"""Collect replacements in the files of a module, and apply them to texts as they are on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chapbook.diag.diagnostic import DataPath, Span
from chapbook.services.edit_list import CannotEdit
from chapbook.source.document import Document
from chapbook.tree.tree import RelPath

_MIXED = re.compile("\r(?!\n)|(?<!\r)\n")


class TextEdits:
    """Replacements by file. Lines and columns are those of the text as readers see it: `\\n` only, no BOM."""

    def __init__(self, texts: Mapping[RelPath, str]) -> None:
        self._lines = {path: text.split("\n") for path, text in texts.items()}
        self._edits: dict[RelPath, dict[tuple[int, int, int], str]] = {}

    def line(self, path: RelPath, number: int) -> str:
        """Give a line of a file as it is before any edit."""
        return self._lines[path][number - 1]

    def replace(self, path: RelPath, line: int, start: int, end: int, new: str) -> None:
        """Note that the characters from column `start` to before `end` become `new`."""
        self._edits.setdefault(path, {})[line, start, end] = new

    def value(self, path: RelPath, document: Document, at: DataPath, old: str, new: str) -> Span:
        """Note that the word at a data path becomes `new`, within its quotes; give where it stood."""
        span = document.spans[at]
        written = self.line(path, span.line)[span.column - 1 : span.end_column - 1]
        if span.line != span.end_line or written.strip("'\"") != old:
            raise CannotEdit(f"“{old}” is written in an unusual way in line {span.line} of {path}")
        offset = written.index(old)
        start = span.column + offset
        self.replace(path, span.line, start, start + len(old), new)
        return span

    def below(self, path: RelPath, line: int, text: str) -> None:
        """Note a new line below a line."""
        end = len(self.line(path, line)) + 1
        self.replace(path, line, end, end, "\n" + text)

    def edited(self) -> dict[RelPath, str]:
        """Give each text that changes, as readers see it."""
        return {path: self._applied(path, edits) for path, edits in self._edits.items()}

    def _applied(self, path: RelPath, edits: Mapping[tuple[int, int, int], str]) -> str:
        lines = list(self._lines[path])
        for (number, start, end), new in sorted(edits.items(), reverse=True):
            line = lines[number - 1]
            lines[number - 1] = line[: start - 1] + new + line[end - 1 :]
        return "\n".join(lines)


def as_on_disk(raw: str, text: str) -> str:
    """Give an edited text with the line ends and the byte order mark of the file's own `raw` text."""
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    if "\r" not in raw:
        return mark + text
    if _MIXED.search(raw):
        raise CannotEdit("it mixes several kinds of line ends")
    return mark + text.replace("\n", "\r\n")
