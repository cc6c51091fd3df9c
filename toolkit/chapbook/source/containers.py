"""Blocks that Python-Markdown indents by four and CommonMark does not know: admonitions, tabs, notes, definitions.

To a CommonMark parser their inside is indented code or a lazy paragraph. So it is cut out here, on whole lines,
and read as a document of its own; every line keeps its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

_HEADER = re.compile(
    r"( *)(?:!!! ?[\w-]|\?{3}\+? ?[\w\"-]|===[!+]{0,2}[ ]+\"|\[\^[^\[\]\s]{1,100}\]:|:[ ]+\S)",
)
_INDENT = 4


class SourceLine(NamedTuple):
    """One line to be read: its text, its line in the file, and how many characters were cut before it."""

    text: str
    line: int
    cut: int


def find_containers(lines: Sequence[SourceLine], opaque: Collection[int]) -> list[range]:
    """Give the indexes of each container's indented lines, the outermost only.

    `opaque` holds the indexes of lines inside code and raw HTML, where nothing opens a container.
    """
    found: list[range] = []
    index = 0
    while index < len(lines):
        header = None if index in opaque else _HEADER.match(lines[index].text)
        index += 1
        if header:
            end = _end_of_indented(lines, index, len(header[1]) + _INDENT)
            if end > index:
                found.append(range(index, end))
                index = end
    return found


def dedented(lines: Sequence[SourceLine], header: SourceLine) -> list[SourceLine]:
    """Take a container's indentation, which follows from that of its header, off its lines."""
    columns = len(header.text) - len(header.text.lstrip(" ")) + _INDENT
    return [_cut(each, columns) for each in lines]


def _end_of_indented(lines: Sequence[SourceLine], start: int, columns: int) -> int:
    end = start
    for index in range(start, len(lines)):
        text = lines[index].text
        if not text.strip():
            continue
        if _indentation(text, columns) < columns:
            break
        end = index + 1
    return end


def _indentation(text: str, enough: int) -> int:
    """Count the columns of white space before the text, tabs to the next multiple of 4; stops at `enough`."""
    column = 0
    for character in text:
        if column >= enough or character not in " \t":
            break
        column += 4 - column % 4 if character == "\t" else 1
    return column


def _cut(line: SourceLine, columns: int) -> SourceLine:
    column = characters = 0
    for character in line.text:
        if column >= columns or character not in " \t":
            break
        column += 4 - column % 4 if character == "\t" else 1
        characters += 1
    return SourceLine(line.text[characters:], line.line, line.cut + characters)
