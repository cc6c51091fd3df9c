"""Read JSON objects into frozen types: every key known, every value of its kind, nothing that plays tricks on a screen.

Shared by the manifest and the lock file. A problem is a `FieldProblem`; the caller knows the file and its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from chapbook.model.texts import SHORT, TextRule, is_time, text_problem
from chapbook.source.canonical import JsonValue


class FieldProblem(ValueError):
    """A value is missing, unknown or not of its kind. `where` is the way to it, such as `authors[0].name`."""

    def __init__(self, where: str, problem: str, *, unknown_key: bool = False) -> None:
        super().__init__(f"`{where}` {problem}")
        self.where = where
        self.unknown_key = unknown_key


class Fields:
    """One JSON object whose keys must be exactly `required` plus any of `optional`."""

    def __init__(self, value: JsonValue, where: str, required: str, optional: str = "") -> None:
        if not isinstance(value, dict):
            raise FieldProblem(where or "the document", "must be an object")
        self._prefix = f"{where}." if where else ""
        self._value = value
        keys = required.split()
        for key in keys:
            if key not in value:
                raise FieldProblem(self._prefix + key, "is missing")
        if len(value) == len(keys):  # so these are all
            return
        for key in sorted(value.keys() - set(keys) - set(optional.split())):
            raise FieldProblem(self._prefix + ascii(key)[1:-1][:60], "is not a known key", unknown_key=True)

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def text(self, key: str, *, most: int = SHORT, lines: bool = False) -> str:
        """Give a text of 1 to `most` characters; `lines` allows line feeds. An absent key is the empty text."""
        if key not in self._value:
            return ""
        return _text(self._value[key], self._prefix + key, most, lines)

    def texts(self, key: str, *, most: int = SHORT, lines: bool = False) -> tuple[str, ...]:
        """Give a list of texts; an absent key is the empty list."""
        return tuple(_text(item, where, most, lines) for where, item in self.items(key))

    def matching(self, key: str, pattern: re.Pattern[str], what: str, *, most: int = SHORT) -> str:
        """Give a text that `pattern` matches; `what` says in words what it must be."""
        text = self.text(key, most=most)
        if text and not pattern.fullmatch(text):
            raise FieldProblem(self._prefix + key, f"must be {what}")
        return text

    def time(self, key: str) -> str:
        """Give a moment, `2026-11-21T19:00:00Z`."""
        text = self.text(key, most=20)
        if not is_time(text):
            raise FieldProblem(self._prefix + key, "must be a time such as 2026-11-21T19:00:00Z")
        return text

    def number(self, key: str) -> int:
        """Give a whole number, 0 or more."""
        value = self._value[key]
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise FieldProblem(self._prefix + key, "must be a whole number, 0 or more")
        return value

    def flag(self, key: str) -> bool:
        """Give a yes/no value; an absent key is no."""
        value = self._value.get(key, False)
        if not isinstance(value, bool):
            raise FieldProblem(self._prefix + key, "must be true or false")
        return value

    def items(self, key: str) -> Iterator[tuple[str, JsonValue]]:
        """Give the items of a list, each with the way to it; an absent key is the empty list."""
        value = self._value.get(key, [])
        if not isinstance(value, list):
            raise FieldProblem(self._prefix + key, "must be a list")
        for index, item in enumerate(value):
            yield f"{self._prefix}{key}[{index}]", item

    def members(self, key: str) -> Iterator[tuple[str, JsonValue]]:
        """Give the keys and values of an object."""
        value = self._value[key]
        if not isinstance(value, dict):
            raise FieldProblem(self._prefix + key, "must be an object")
        yield from value.items()


_rule = cache(TextRule)


def _text(value: JsonValue, where: str, most: int, lines: bool) -> str:
    if not isinstance(value, str):
        raise FieldProblem(where, "must be a text that is not empty")
    if problem := text_problem(value, _rule(most, lines)):
        raise FieldProblem(where, problem)
    return value
