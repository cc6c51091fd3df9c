"""Insert an item into a list of a YAML file by inserting text: comments, order and layout stay as they are.

Nothing is rewritten from data. The place comes from the source map; the result is parsed again, and unless the list
with the new item is the only difference, the edit is refused (`CannotEdit`) and somebody has to do it by hand.
"""

from __future__ import annotations

import re

from chapbook.diag.diagnostic import Span
from chapbook.source.document import Document
from chapbook.source.yaml_reader import parse_yaml

_DASH = re.compile(r"[ ]*-[ ]+\Z")
_OTHER_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Characters that YAML counts as line ends and editors do not: line numbers would not agree."""
_NOTHING_MORE = re.compile(r"[ \t]*(#.*)?\r?\Z")


class CannotEdit(Exception):
    """The text cannot be edited safely; `reason` completes “… cannot be edited safely: ”."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def insert_item(text: str, key: str, index: int, item: str) -> str:
    """Give `text` with `item` as number `index` of the list under the top-level `key`.

    `item` is written as in a list without indentation (`- a\\n` or `- id: a\\n  type: b\\n`). Line ends of the file
    are kept, also in what is inserted.
    """
    if _OTHER_BREAKS.search(_normal(text)):
        raise CannotEdit("it mixes several kinds of line ends")
    before = _read(text)
    data = before.data
    if not isinstance(data, dict) or (key,) not in before.key_spans:
        raise CannotEdit(f"it has no “{key}:”")
    listed = data[key] if data[key] is not None else []
    added = _read(item).data
    if not isinstance(listed, list) or not isinstance(added, list):
        raise CannotEdit(f"“{key}” is not a list")
    lines = text.split("\n")
    edited = "\n".join(_Place(before, lines, key, len(listed)).inserted(index, item.splitlines()))
    after, _ = parse_yaml("", _normal(edited))
    if after is None or after.data != {**data, key: [*listed[:index], *added, *listed[index:]]}:
        raise CannotEdit(f"“{key}” is laid out in a way that cannot be extended")
    return edited


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").removeprefix("\ufeff")


def _read(text: str) -> Document:
    document, findings = parse_yaml("", _normal(text))
    if document is None or findings:
        line = findings[0].place.span.line if findings and findings[0].place.span else 1
        raise CannotEdit(f"it has a problem of its own in line {line}")
    return document


class _Place:
    """Knows where items of one list stand in the lines of a file."""

    def __init__(self, document: Document, lines: list[str], key: str, count: int) -> None:
        self.document = document
        self.lines = lines
        self.key = key
        self.count = count
        self.ending = "\r" if lines[0].endswith("\r") else ""

    def inserted(self, index: int, item: list[str]) -> list[str]:
        """Give the lines with the item, in the list's own style."""
        start = self._line(self.document.key_spans[(self.key,)])
        head = self.lines[start]
        if self.count == 0:
            return self._first_item(start, head, item)
        first = self.document.spans[(self.key, 0)]
        prefix = self.lines[self._line(first)][: first.column - 1]
        if not _DASH.match(prefix):
            return self._in_brackets(index, item)
        number = self._line(first) if index == 0 else self._end(index - 1)
        return self._with(number, item, prefix)

    def _line(self, span: Span) -> int:
        return span.line - 1

    def _with(self, number: int, item: list[str], prefix: str) -> list[str]:
        """Put the item before line `number`: its dash below the other dashes, the rest below its first word."""
        indent = " " * len(prefix)
        new = [prefix + item[0][2:], *(indent + line[2:] if line.strip() else "" for line in item[1:])]
        before, after = self.lines[:number], self.lines[number:]
        if not after:
            before[-1] += self.ending
            after = [""]
        return [*before, *(line + self.ending for line in new), *after]

    def _end(self, index: int) -> int:
        """Give the number of the line below item `index`, which is a one-line value or the last item."""
        at = (self.key, index)
        value = self.document.spans[at]
        source = self.lines[self._line(value)]
        if at in self.document.plain and value.end_line == value.line:
            return value.line
        if source[value.column - 1 : value.column] in ("'", '"') and value.end_line == value.line:
            return value.line
        if index + 1 < self.count:
            return self._line(self.document.spans[(self.key, index + 1)])
        return self._below_list()

    def _below_list(self) -> int:
        """Give the number of the first line below the list: before blank lines and notes to what follows."""
        own = self.document.key_spans[(self.key,)].line
        keys = (span.line for at, span in self.document.key_spans.items() if len(at) == 1 and span.line > own)
        following = min(keys, default=0)
        number = following - 1 if following else len(self.lines)
        while number > own and self._is_between(self.lines[number - 1], notes=bool(following)):
            number -= 1
        return number

    def _is_between(self, line: str, *, notes: bool) -> bool:
        return not line.strip() or (notes and line.startswith("#"))

    def _first_item(self, start: int, head: str, item: list[str]) -> list[str]:
        """Turn `key:` or `key: []` into a list of one."""
        name = self.document.key_spans[(self.key,)]
        after = head[name.end_column - 1 :]
        bare = re.sub(r"\A:[ \t]*\[[ \t]*\]", ":", after)
        if not after.startswith(":") or not _NOTHING_MORE.match(bare[1:]):
            raise CannotEdit(f"“{self.key}” is empty in a way that cannot be extended")
        self.lines = [*self.lines[:start], head[: name.end_column - 1] + bare, *self.lines[start + 1 :]]
        return self._with(start + 1, item, "  - ")

    def _in_brackets(self, index: int, item: list[str]) -> list[str]:
        """Insert into `[a, b]`: one word, beside its neighbour."""
        neighbour = self.document.spans[(self.key, max(index - 1, 0))]
        number = neighbour.end_line - 1
        line = self.lines[number]
        if len(item) > 1 or neighbour.line != neighbour.end_line:
            raise CannotEdit(f"“{self.key}” is written in brackets")
        word = item[0][2:]
        cut = neighbour.column - 1 if index == 0 else neighbour.end_column - 1
        new = f"{word}, " if index == 0 else f", {word}"
        return [*self.lines[:number], line[:cut] + new + line[cut:], *self.lines[number + 1 :]]


def move_item(text: str, key: str, old: int, new: int) -> str:
    """Give `text` with item `old` of the list under the top-level `key` as number `new` of the list.

    Items are one-line values. Notes above an item and behind it go with it; everything else stays as it is.
    """
    if _OTHER_BREAKS.search(_normal(text)):
        raise CannotEdit("it mixes several kinds of line ends")
    before = _read(text)
    data = before.data
    listed = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(listed, list):
        raise CannotEdit(f"it has no list “{key}:”")
    if old == new:
        return text
    order = [n for n in range(len(listed)) if n != old]
    order.insert(new, old)
    ending = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") else text + ending
    lines = _reordered(before, whole.split("\n"), key, order)
    edited = "\n".join(lines)
    edited = edited if text.endswith("\n") else edited.removesuffix(ending)
    after, _ = parse_yaml("", _normal(edited))
    if after is None or after.data != {**data, key: [listed[n] for n in order]}:
        raise CannotEdit(f"“{key}” is laid out in a way that cannot be put into another order")
    return edited


def _reordered(document: Document, lines: list[str], key: str, order: list[int]) -> list[str]:
    spans = [document.spans[(key, n)] for n in range(len(order))]
    if any(span.end_line != span.line for span in spans):
        raise CannotEdit(f"an item of “{key}” is longer than a line")
    if not all(_DASH.match(lines[span.line - 1][: span.column - 1]) for span in spans):
        return _in_place(lines, spans, order, key)
    ends = [span.line for span in spans]
    starts = [document.key_spans[(key,)].line, *ends[:-1]]
    notes = [_own_notes(lines, start, end - 1) for start, end in zip(starts, ends, strict=True)]
    between = [lines[start:note] for start, note in zip(starts, notes, strict=True)]
    own = [lines[note:end] for note, end in zip(notes, ends, strict=True)]
    moved = [line for place, n in enumerate(order) for line in (*between[place], *own[n])]
    return [*lines[: starts[0]], *moved, *lines[ends[-1] :]]


def _own_notes(lines: list[str], start: int, number: int) -> int:
    """Give where the notes right above line `number` start."""
    while number > start and lines[number - 1].lstrip().startswith("#"):
        number -= 1
    return number


def _in_place(lines: list[str], spans: list[Span], order: list[int], key: str) -> list[str]:
    """Exchange the words of `[a, b]`, the last place first, so that columns before it hold."""
    words = [lines[span.line - 1][span.column - 1 : span.end_column - 1] for span in spans]
    if len({(span.line, span.column) for span in spans}) != len(spans):
        raise CannotEdit(f"“{key}” is laid out in a way that cannot be put into another order")
    edited = list(lines)
    for place in reversed(range(len(order))):
        span = spans[place]
        line = edited[span.line - 1]
        edited[span.line - 1] = line[: span.column - 1] + words[order[place]] + line[span.end_column - 1 :]
    return edited
