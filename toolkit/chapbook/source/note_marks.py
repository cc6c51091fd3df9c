"""Notes `[^1]` while a CommonMark parser reads a text: it would take their brackets for those of a link.

Two characters that no text may hold stand for the brackets meanwhile (Unicode 16, section 23.7: noncharacters).
"""

from __future__ import annotations

import re

_NOTE = re.compile(r"\[(\^[^\[\]\s]{1,100})\]")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_BRACKETS = str.maketrans({_OPEN: "[", _CLOSE: "]"})
MARKED_NOTE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


def mark_notes(text: str) -> str:
    """Give a text of the same length in which the brackets of notes are marked."""
    return _NOTE.sub(f"{_OPEN}\\1{_CLOSE}", text) if "^" in text and "[^" in text else text


def unmark(text: str) -> str:
    """Give a text with the brackets of notes as they were written."""
    return text.translate(_BRACKETS) if _OPEN in text or _CLOSE in text else text
