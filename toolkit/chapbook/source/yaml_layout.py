"""A YAML text as its writer laid it out: every value with its words, its comments and the blank lines above it.

It is read from a text that `parse_yaml` took without a finding. A comment belongs to what stands below it; one that
is indented deeper than what follows belongs to the end of the mapping or list it is indented with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chapbook.source.yaml_reader import Token, read_tokens

_COLON = re.compile(r"[ \t]*:(?=[ \t]|$)")
_NOTE = re.compile(r"[ \t]+#.*")
_MARKER = re.compile(r"(---|\.\.\.)([ \t]|$)")
_HEADER = re.compile(r"[|>](?P<signs>[-+0-9]{0,2})")
_IN_FLOW = re.compile(r"(^|\s)#", re.MULTILINE)
_OTHER_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""What YAML counts as a line end and editors do not."""


class UnusualLayout(Exception):
    """The text is laid out in a way that is not read here; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(slots=True)
class Words:
    """A text, number or other single value. `source` holds its lines as written: the first from where it begins.

    For block texts (`|` and `>`) `source` is what stands below the sign, without indentation, and `signs` follows it.
    """

    style: str
    value: str
    source: list[str]
    signs: str = ""


@dataclass(slots=True)
class Group:
    """A mapping or a list. `tail` holds comments and blank lines at its end; `source` is set for flow style only.

    `fixed` when it must stay as written: it holds comments or values that are not there.
    """

    is_map: bool
    flow: bool
    column: int
    entries: list[Entry] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    fixed: bool = False


@dataclass(slots=True)
class Entry:
    """One key with its value, or one item. `lead`: comments and blank lines above it; `note`: a comment beside it."""

    key: str
    name: str
    value: Words | Group
    lead: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def has_comment(self) -> bool:
        """Say whether a comment stands above it."""
        return any(self.lead)


@dataclass(slots=True)
class Layout:
    """A whole file: `head` is what stands up to a `---` line, that line included."""

    head: list[str]
    top: Group


def read_layout(text: str) -> Layout:
    """Read the layout of a text that holds a mapping; `UnusualLayout` when it cannot be followed."""
    other = _OTHER_BREAKS.search(text)
    if other:
        raise UnusualLayout(text.count("\n", 0, other.start()) + 1)
    return _Reader(text).read()


def _is_trivia(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Reader:
    """Goes through the tokens and the lines side by side; `last` is the last line that holds something read."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.tokens = read_tokens(text)
        self.last = -1
        self.column = 0
        self.closed: list[Group] = []

    def read(self) -> Layout:
        """Read all of it."""
        head = self.head()
        token = next(self.tokens)
        if token.kind != "map" or token.flow:
            raise UnusualLayout(token.line + 1)
        top = self.group(token, token.column)
        top.tail += self.trivia(len(self.lines))
        return Layout(head, top)

    def head(self) -> list[str]:
        markers = [n for n, line in enumerate(self.lines) if _MARKER.match(line)]
        if not markers:
            return []
        first = markers[0]
        if (
            len(markers) > 1
            or self.lines[first].rstrip() != "---"
            or not all(map(_is_trivia, self.lines[:first]))
        ):
            raise UnusualLayout(markers[-1] + 1)
        self.last = first
        return [line.rstrip() for line in self.lines[: first + 1]]

    def trivia(self, line: int) -> list[str]:
        """Give what stands between the last thing read and `line`, but for what belongs to a group that has ended."""
        lead: list[str] = []
        waiting: list[str] = []
        for text in self.lines[self.last + 1 : line]:
            if not text.strip():
                waiting.append("")
                continue
            homes = [] if any(lead) else [each for each in self.closed if each.column <= _indent(text)]
            if homes:
                home = max(homes, key=lambda each: each.column)
                home.tail += [*waiting, text.strip()]
                self.closed = [each for each in homes if each.column <= home.column]
            else:
                lead += [*waiting, text.strip()]
            waiting = []
        self.closed = []
        return [*lead, *waiting]

    def group(self, token: Token, column: int) -> Group:
        """Read a block mapping or list; `column` is how far a comment at its end must be indented at least."""
        group = Group(token.kind == "map", False, column)
        while (following := next(self.tokens)).kind != "end":
            if group.is_map:
                group.entries.append(self.pair(following))
            else:
                line = self.next_line() if group.entries else token.line
                group.entries.append(self.item(following, line, token.column))
        self.closed.append(group)
        return group

    def next_line(self) -> int:
        """Give the next line that is neither blank nor a comment."""
        line = self.last + 1
        while line < len(self.lines) - 1 and _is_trivia(self.lines[line]):
            line += 1
        return line

    def pair(self, key: Token) -> Entry:
        line = self.lines[key.line]
        colon = _COLON.match(line, key.end_column)
        if key.line != key.end_line or colon is None:
            raise UnusualLayout(key.line + 1)
        lead = self.trivia(key.line) if key.line > self.last else []
        self.last = key.line
        written = line[key.column : key.end_column]
        return self.filled(Entry(written, key.value, Words("", "", []), lead), colon.end(), key.column)

    def item(self, value: Token, line: int, column: int) -> Entry:
        lead = self.trivia(line) if line > self.last else []
        if self.lines[line][column : column + 1] != "-":
            raise UnusualLayout(line + 1)
        self.last = line
        return self.filled(Entry("", "", Words("", "", []), lead), column + 1, column, value)

    def filled(self, entry: Entry, after: int, parent: int, token: Token | None = None) -> Entry:
        """Read the value of an entry whose sign (colon or dash) ends before column `after` of the last line."""
        token = token or next(self.tokens)
        beside = _NOTE.match(self.lines[self.last], after)
        note = beside[0].rstrip() if beside else ""
        is_empty = token.kind == "text" and not token.style and not token.value
        if is_empty or (token.kind != "text" and not token.flow):
            entry.note = note
            if not is_empty:
                entry.value = self.group(token, max(token.column, parent + (token.kind == "map")))
                self.note_above(entry)
            return entry
        if token.line > self.last:
            entry.lead += [note.strip()] if note else []
            entry.lead += [line for line in self.trivia(token.line) if line]
            self.last = token.line
        if token.kind == "text" and token.style in ("|", ">"):
            entry.value = self.block(token, parent, entry)
            return entry
        entry.value = self.words(token) if token.kind == "text" else self.flow(token)
        beside = _NOTE.match(self.lines[self.last], self.column)
        entry.note = beside[0].rstrip() if beside else ""
        return entry

    def note_above(self, entry: Entry) -> None:
        """Put the comment beside a dash above it: nothing else has room there."""
        if not entry.key and entry.note:
            entry.lead.append(entry.note.strip())
            entry.note = ""

    def words(self, token: Token) -> Words:
        self.last, self.column = token.end_line, token.end_column
        return Words(token.style, token.value, self.cut(token, token))

    def cut(self, start: Token, end: Token) -> list[str]:
        lines = self.lines[start.line : end.end_line + 1]
        lines[-1] = lines[-1][: end.end_column]
        lines[0] = lines[0][start.column :]
        return [line.rstrip() for line in lines]

    def block(self, token: Token, parent: int, entry: Entry) -> Words:
        head = self.lines[token.line]
        sign = _HEADER.match(head, token.column)
        if sign is None:
            raise UnusualLayout(token.line + 1)
        beside = _NOTE.match(head, sign.end())
        entry.note = beside[0].rstrip() if beside else ""
        below = self.lines[token.line + 1 :]
        digit = next((int(each) for each in sign["signs"] if each.isdigit()), 0)
        first = next((_indent(line) for line in below if line.strip()), 0)
        column = parent + digit if digit else first
        source: list[str] = []
        for line in below:
            if line.strip() and (_indent(line) < column or column <= parent):
                break
            source.append(line[column:] if column > parent else "")
        while source and not source[-1] and "+" not in sign["signs"]:
            source.pop()
        if "+" in sign["signs"] and len(source) == len(below):
            source.pop()
        self.last = token.line + len(source)
        signs = sign["signs"].replace(str(digit), "2") if digit else sign["signs"]
        return Words(token.style, token.value, source, signs)

    def flow(self, token: Token) -> Group:
        """Read a mapping or list in brackets; it is read on to its end."""
        group = Group(token.kind == "map", True, token.column)
        while (following := next(self.tokens)).kind != "end":
            key = following if group.is_map else None
            value = next(self.tokens) if key else following
            inner = self.words(value) if value.kind == "text" else self.flow(value)
            written = "\n".join(self.cut(key, key)) if key else ""
            group.entries.append(Entry(written, key.value if key else "", inner))
            is_fixed = inner.fixed if isinstance(inner, Group) else not (inner.style or inner.value)
            group.fixed = group.fixed or is_fixed or "\n" in written
        group.source = self.cut(token, following)
        group.fixed = group.fixed or bool(_IN_FLOW.search("\n".join(group.source)))
        self.last, self.column = following.end_line, following.end_column
        return group
