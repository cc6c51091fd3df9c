"""An offer of how a line that YAML cannot read was meant, and what the repairs share.

`yaml_texts` mends what stands behind a key or a dash, `yaml_lines` whole lines. Each repair looks at one line and its
neighbours and offers other lines in its place, the likeliest first. It may be wrong: `yaml_words` tries every offer and
keeps only one that YAML reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

ENTRY = re.compile(r"(?P<lead>\s*(?:- )*(?:(?:[\w-]+|\"[\w-]+\"):\s+|- ))(?P<value>\S.*?)\s*$")
KEY = re.compile(r"\s*(?:- )*[a-z][a-z0-9_-]*:(\s|$)")


@dataclass(frozen=True, slots=True)
class Repair:
    """An offer: `lines` in place of the `count` lines from `line` (from 0). `at` is the value's column there."""

    message: str
    advice: str
    line: int
    lines: tuple[str, ...]
    count: int = 1
    at: int = 0

    @property
    def hint(self) -> str:
        """Give the advice, with the line as it should be when it is one."""
        return with_line(self.advice, self.lines[0]) if len(self.lines) == 1 else f"{self.advice}."


def with_line(advice: str, line: str) -> str:
    """Give an advice with the line as it should be: below it when it is indented, so that one sees by how much."""
    return f"{advice}:\n{line.rstrip()}" if line[:1] == " " else f"{advice}: {line.strip()}"


Mend = Callable[[Sequence[str], int], Iterator[Repair]]
"""Gives offers for the line with this number, from 0."""


def quoted(value: str) -> str:
    """Give a sentence in quotes that YAML reads back as it stands."""
    if "\\" not in value and '"' not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def in_quotes(line: str) -> str:
    """Give an entry's line with its text in quotes; empty when it is no entry."""
    entry = ENTRY.match(line)
    return f"{entry['lead']}{quoted(entry['value'])}" if entry else ""


def value_column(line: str) -> int:
    """Give the column, from 0, where an entry's text starts, else that of the first character."""
    entry = ENTRY.match(line)
    return entry.start("value") if entry else len(line) - len(line.lstrip())


def one_line(message: str, advice: str, index: int, line: str, source: str) -> Repair:
    """Offer one line in place of one."""
    return Repair(message, advice, index, (line,), at=value_column(source))


def indent_of(line: str) -> int:
    """Count the blanks that a line starts with."""
    return len(line) - len(line.lstrip(" "))
