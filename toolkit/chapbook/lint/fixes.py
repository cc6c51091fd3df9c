"""Apply the edits that findings bring along. Pure: texts in, texts out.

A fix is all of a finding's edits, or none of them. Where two fixes touch the same characters the first one counts; the
other one is for the next run, when its finding has been looked at anew.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chapbook.diag.diagnostic import Diagnostic, Edit

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """The texts that differ now, by path; how many findings were mended, and how many must wait for the next run."""

    texts: Mapping[str, str]
    count: int
    waiting: int


@dataclass(frozen=True, slots=True, order=True)
class _Cut:
    start: int
    end: int
    replacement: str


def apply_fixes(texts: Mapping[str, str], diagnostics: Iterable[Diagnostic]) -> Fixed:
    """Apply the fixes of `diagnostics`, in their order, to the files they name; line ends stay those of the file.

    `texts` are the files as they are on disk; a fix for a file that is not among them, or that lies outside its text,
    is left alone.
    """
    files = {path: _File(text) for path, text in texts.items()}
    count = waiting = 0
    for diagnostic in diagnostics:
        if not diagnostic.fix or not all(edit.path in files for edit in diagnostic.fix):
            continue
        cuts = [(files[edit.path], files[edit.path].cut(edit)) for edit in diagnostic.fix]
        usable = [(file, cut) for file, cut in cuts if cut is not None]
        if len(usable) < len(cuts):
            continue
        if _all_free(usable):
            count += 1
            for file, cut in usable:
                insort(file.cuts, cut)
        else:
            waiting += 1
    changed = {path: file.result() for path, file in files.items() if file.cuts}
    return Fixed(
        texts={path: text for path, text in changed.items() if text != texts[path]},
        count=count,
        waiting=waiting,
    )


def _all_free(cuts: list[tuple[_File, _Cut]]) -> bool:
    """Say whether no edit touches another: neither one taken before, nor one of the same fix."""
    mine: dict[int, list[_Cut]] = {}
    for file, cut in cuts:
        own = mine.setdefault(id(file), [])
        if not _is_free(file.cuts, cut) or not _is_free(own, cut):
            return False
        insort(own, cut)
    return True


def _is_free(taken: list[_Cut], cut: _Cut) -> bool:
    """Say whether a cut touches none of `taken`; two insertions at one place touch."""
    index = bisect_right(taken, cut)
    before = taken[index - 1] if index else None
    after = taken[index] if index < len(taken) else None
    if before is not None and (before.end > cut.start or before.start == cut.start):
        return False
    return after is None or (after.start >= cut.end and after.start != cut.start)


class _File:
    """One text with the edits for it; places are given by line and column, as editors count."""

    def __init__(self, text: str) -> None:
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._text = text.removeprefix("\ufeff")
        self._starts = [0, *(match.end() for match in _BREAK.finditer(self._text))]
        self._ending = "\r\n" if "\r\n" in self._text else "\n"
        self.cuts: list[_Cut] = []

    def cut(self, edit: Edit) -> _Cut | None:
        """Give an edit as offsets; None when it lies outside the text."""
        start = self._offset(edit.span.line, edit.span.column)
        end = self._offset(edit.span.end_line, edit.span.end_column)
        if start is None or end is None or start > end:
            return None
        return _Cut(start, end, edit.replacement.replace("\n", self._ending))

    def _offset(self, line: int, column: int) -> int | None:
        if not 1 <= line <= len(self._starts) or column < 1:
            return None
        offset = self._starts[line - 1] + column - 1
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return offset if offset <= end else None

    def result(self) -> str:
        """Give the text with its edits."""
        parts = [self._mark]
        position = 0
        for cut in self.cuts:
            parts += [self._text[position : cut.start], cut.replacement]
            position = cut.end
        return "".join([*parts, self._text[position:]])
