"""One note of an author that leaves findings out: what it says and which lines it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chapbook.diag.diagnostic import Location, Span

WITHOUT_REASON = "S116"
UNUSED = "S117"
ABOUT_NOTES = frozenset({WITHOUT_REASON, UNUSED})
"""Codes that the engine itself yields; they have no rule."""
SAFETY = "X"
"""How codes begin that no note can leave out."""

_NOTE = re.compile(
    r"check-ignore\b:?[ \t]*(?P<codes>[A-Za-z]+[0-9]+(?:[ \t]*,[ \t]*[A-Za-z]+[0-9]+)*)?[ \t]*:?(?P<reason>.*)",
    re.DOTALL,
)
_LONGEST = 1_000
"""Characters of a note that are read."""
_WHOLE_FILE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note: what it leaves out, why, where it stands, and the first and last line it speaks of.

    `whole` when it also speaks of what is said about the file as a whole.
    """

    path: str
    codes: tuple[str, ...]
    reason: str
    span: Span
    first: int
    last: int
    whole: bool = False

    def covers(self, code: str, location: Location) -> bool:
        """Say whether a finding is one that this note leaves out."""
        if location.path != self.path or not self._names(code):
            return False
        if location.span == _WHOLE_FILE and self.whole:
            return True
        return self.first <= location.span.line <= self.last

    def _names(self, code: str) -> bool:
        if code in ABOUT_NOTES or code.startswith(SAFETY):
            return False
        return code.startswith(self.codes)


def codes_and_reason(text: str) -> tuple[tuple[str, ...], str]:
    """Read `check-ignore Q506, Q507: the reason`, in which every colon and the reason may be missing."""
    match = _NOTE.match(text[:_LONGEST])
    if match is None:
        return (), ""
    codes = (each.strip().upper() for each in (match["codes"] or "").split(","))
    return tuple(each for each in codes if each), match["reason"].strip()
