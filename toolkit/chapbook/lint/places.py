"""Where things are: in a stretch of text, and in YAML data."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import accumulate

from chapbook.diag.diagnostic import DataPath, Place, Span
from chapbook.source.document import Document, YamlValue


class LineMap:
    """Turns offsets of a text into spans; `line` and `column` say where the text starts in its file."""

    def __init__(self, text: str, line: int = 1, column: int = 1) -> None:
        self._text = text
        self._line = line
        self._column = column

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(each) + 1 for each in self._text.split("\n"))]

    def span(self, offset: int, length: int) -> Span:
        """Give the span of `length` characters from `offset`, which lie in one line."""
        index = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[index] + (self._column if index == 0 else 1)
        return Span(self._line + index, column, self._line + index, column + max(length, 1))


def values(document: Document) -> Iterator[tuple[DataPath, YamlValue]]:
    """Give every value of a document with its path, parents first, in the author's order."""
    stack: list[tuple[DataPath, YamlValue]] = [((), document.data)]
    while stack:
        path, value = stack.pop()
        yield path, value
        if isinstance(value, dict):
            stack += [((*path, key), each) for key, each in reversed(value.items())]
        elif isinstance(value, list):
            stack += [((*path, n), value[n]) for n in reversed(range(len(value)))]


@lru_cache(maxsize=64)
def strings(document: Document) -> tuple[tuple[DataPath, str], ...]:
    """Give every text of a document with its path. One rule after the other asks for the same document's."""
    return tuple((path, value) for path, value in values(document) if isinstance(value, str))


def value_at(document: Document | None, *path: str | int) -> YamlValue:
    """Give the value at a path; None when there is none."""
    value: YamlValue = None if document is None else document.data
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def inside(place: Place, *path: str | int) -> Place:
    """Give the place of a part of a value; a place in Markdown stays as it is."""
    return place if place.span else replace(place, data_path=(*place.data_path, *path))
