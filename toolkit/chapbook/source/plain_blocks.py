"""A page cut into its ordinary blocks, line by line; whatever is not ordinary is left to a CommonMark parser.

Headings with `#`, fences and paragraphs that begin at the margin are most of a lesson, and where they end can be seen
from the first signs of a line. Telling so takes a fifth of the time that the parser takes. A stretch of anything
else goes up to a blank line below which something begins at the margin: there every list, quotation and container has
ended (CommonMark 0.31, section 5), so what follows reads the same without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What a stretch of lines is."""

    HEADING = auto()
    FENCE = auto()
    PARAGRAPH = auto()
    OTHER = auto()


class PlainBlock(NamedTuple):
    """A stretch of lines, by their indexes; that of `after` belongs to it no more."""

    kind: Kind
    first: int
    after: int


_NOT_PLAIN = ("\r", "\0", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\ufdd0", "\ufdd1")
"""Characters that the parser replaces, or takes for text where Python sees white space."""
_START = re.compile(
    r"(?P<blank>[ \t]*\Z)"
    r"|(?P<heading>#{1,6} )"
    r"|(?P<fence>`{3,}(?=[^`]*\Z)|~{3,})"
    r"|(?P<list>[-+*] +[^ \t]|1[.)] +[^ \t])"
    r"|(?P<html><)"
    r"|(?P<other>\s|[-+=>#~]|```|[0-9]{1,9}[.)](?:[ \t]|\Z)|\*[ \t*]*\Z|\*[ \t]|_[ \t_]*\Z)"
)
"""How lines begin that do not go on with a paragraph; those of the first four kinds end one that was begun."""
_REACHES_ON = re.compile(r"[ ]{0,3}(?:<|```|~~~)")
"""What may go on behind a blank line: raw HTML and fences."""


def plain_blocks(text: str, lines: Sequence[str]) -> Iterator[PlainBlock]:
    """Cut a page, given as a whole and in lines, into stretches that can be read one by one.

    Blank lines between them are left out, those in and below what is `Kind.OTHER` are not. A page that may define links
    is one stretch, since they reach everywhere.
    """
    if any(sign in text for sign in _NOT_PLAIN) or _may_define(text):
        yield PlainBlock(Kind.OTHER, 0, len(lines))
        return
    at = 0
    while at < len(lines):
        kind = _kind(lines[at])
        if kind == "blank":
            at += 1
            continue
        block = _block(kind, lines, at) or PlainBlock(Kind.OTHER, at, _end_of_other(lines, at))
        yield block
        at = block.after


def _may_define(text: str) -> bool:
    """Say whether a text holds `]:`. A search for both signs together takes ten times as long."""
    at = text.find("]")
    while at >= 0 and not text.startswith(":", at + 1):
        at = text.find("]", at + 1)
    return at >= 0


def _block(kind: str, lines: Sequence[str], first: int) -> PlainBlock | None:
    if kind == "heading":
        return PlainBlock(Kind.HEADING, first, first + 1)
    if kind == "fence":
        return _fence(lines, first)
    return None if kind else _paragraph(lines, first)


def _kind(line: str) -> str:
    if not line:
        return "blank"
    start = None if line[0].isalpha() else _START.match(line)
    return (start.lastgroup or "") if start else ""


def _fence(lines: Sequence[str], first: int) -> PlainBlock | None:
    """Give a fence that is closed at the margin; None for others."""
    sign = lines[first][0]
    marker = sign * (len(lines[first]) - len(lines[first].lstrip(sign)))
    for index in range(first + 1, len(lines)):
        if marker in lines[index] and not lines[index].strip(" \t").strip(sign):
            return PlainBlock(Kind.FENCE, first, index + 1) if lines[index][0] == sign else None
    return None


def _paragraph(lines: Sequence[str], first: int) -> PlainBlock | None:
    """Give a paragraph; None when what stands in or below it could make something else of it."""
    for index in range(first + 1, len(lines)):
        if lines[index][:1].isalpha():  # as most do, and nothing in `_START` is a letter
            continue
        kind = _kind(lines[index])
        if kind:
            is_whole = kind in ("heading", "fence", "list") or (
                kind == "blank" and not _next_is_indented(lines, index)
            )
            return PlainBlock(Kind.PARAGRAPH, first, index) if is_whole else None
    return PlainBlock(Kind.PARAGRAPH, first, len(lines))


def _next_is_indented(lines: Sequence[str], at: int) -> bool:
    """Say whether the next line from `at` on that is not blank is indented, and so may belong to what is above."""
    while at < len(lines) and not lines[at].strip(" \t"):
        at += 1
    return at < len(lines) and lines[at][0].isspace()


def _end_of_other(lines: Sequence[str], first: int) -> int:
    """Give the line at the margin before which all that began at `first` has ended."""
    was_blank = False
    for index in range(first, len(lines)):
        line = lines[index]
        if not line.strip(" \t"):
            was_blank = True
        elif was_blank and not line[0].isspace():
            return index
        elif _REACHES_ON.match(line):
            return len(lines)
        else:
            was_blank = False
    return len(lines)


def heading_parts(line: str) -> tuple[int, str]:
    """Give the level and the words of a line that is a heading; the signs at its end are not among them."""
    words = line.lstrip("#")
    level = len(line) - len(words)
    words = words.rstrip(" \t")
    bare = words.rstrip("#")
    return level, (bare if bare[-1:] in (" ", "\t") else words).strip()
