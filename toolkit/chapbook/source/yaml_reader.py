"""YAML text to data with a source map. The only file that imports yaml.

What is refused, since it loses data silently or explodes (format.md; security.md, "Limits"): tags, anchors,
aliases, merge keys, directives, several documents, duplicate keys, nesting over `MAX_DEPTH`, more than `MAX_NODES`
values. Only `true`, `false`, `null`, decimal integers of at most 16 digits and plain floats are not strings.

It reads parser *events*, never composed nodes: libyaml's composer is recursive and crashes the process on deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from chapbook.diag.diagnostic import DataPath, Finding, Place, Span
from chapbook.source.document import Document, YamlValue

MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_KEY = 128
MAX_REFUSED = 200
"""S103 findings of one file; whoever writes more of them is after something else."""

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_PARSER: Any = getattr(getattr(yaml, "cyaml", None), "CParser", _LOADER)
"""What gives events; the loader makes ready to build objects too, a quarter of the time for front matter."""
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,15})\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]{0,15})\.[0-9]{1,16}\Z")
_COMMENT = re.compile(r"[ \t]+#")
_TEXT_AS_COMMENT = re.compile(r"[ \t]+#\w")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _TooMuch(Exception):
    """The document is over a limit; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def parse_yaml(path: str, text: str, first_line: int = 1) -> tuple[Document | None, tuple[Finding, ...]]:
    """Parse one YAML document. `first_line` is the file's line of the text's first line.

    Gives None when it cannot be read at all (S101); S103 findings leave the rest of the document usable.
    """
    reader = _Reader(path, text, first_line)
    try:
        document = reader.read()
    except yaml.MarkedYAMLError as error:
        from chapbook.source.yaml_words import explain_error  # 3 ms, and most files are in order

        problem = error.problem or ""
        reader.findings.append(explain_error(path, text, _marks(error), problem, first_line, _stops_at))
        return None, tuple(reader.findings)
    except yaml.reader.ReaderError as error:
        number = (
            error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "\0")
        )
        reader.findings.append(_control_character(path, text, chr(number), first_line))
        return None, tuple(reader.findings)
    except UnicodeEncodeError as error:
        reader.findings.append(_control_character(path, text, text[error.start], first_line))
        return None, tuple(reader.findings)
    except _TooMuch as error:
        reader.findings.append(error.finding)
        return None, tuple(reader.findings)
    return document, tuple(reader.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of a text that `parse_yaml` took: `kind` is map, list, text or end. Lines and columns count from 0."""

    kind: str
    flow: bool = False
    style: str = ""
    value: str = ""
    line: int
    column: int
    end_line: int
    end_column: int


def read_tokens(text: str) -> Iterator[Token]:
    """Give the values of a text in which `parse_yaml` found nothing wrong, for those who keep its layout."""
    for event in yaml.parse(text, Loader=_LOADER):
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            continue
        is_text, is_end = isinstance(event, yaml.ScalarEvent), isinstance(event, yaml.CollectionEndEvent)
        if not (is_text or is_end or isinstance(event, yaml.CollectionStartEvent)):
            continue
        is_map = isinstance(event, yaml.MappingStartEvent)
        yield Token(
            kind="text" if is_text else "end" if is_end else "map" if is_map else "list",
            flow=bool(getattr(event, "flow_style", False)),
            style=(event.style or "") if isinstance(event, yaml.ScalarEvent) else "",
            value=str(event.value) if isinstance(event, yaml.ScalarEvent) else "",
            line=start.line,
            column=start.column,
            end_line=end.line,
            end_column=end.column,
        )


def _marks(error: yaml.MarkedYAMLError) -> list[tuple[int, int]]:
    marks = [(mark.line, mark.column) for mark in (error.problem_mark, error.context_mark) if mark]
    return marks or [(0, 0)]


def _stops_at(text: str) -> tuple[int, int] | None:
    try:
        for _ in yaml.parse(text, Loader=_LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        return _marks(error)[0]
    except yaml.reader.ReaderError:
        return (0, 0)
    return None


def _control_character(path: str, text: str, character: str, first_line: int) -> Finding:
    at = max(text.find(character), 0)
    line, column = text.count("\n", 0, at) + first_line, at - text.rfind("\n", 0, at)
    return Finding(
        code="S101",
        message=f"The file holds the invisible character U+{ord(character):04X}, which YAML does not allow.",
        place=Place(path=path, span=Span(line, column, line, column + 1)),
        hint="Delete it; retyping the line usually does.",
    )


def resolve_plain(text: str) -> bool | int | float | str | None:
    """Give the value of an unquoted scalar as Chapbook reads it."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0].isalpha():
        return text
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path = path
        self.text = text
        self.offset = first_line
        self.findings: list[Finding] = []
        self.spans: dict[DataPath, Span] = {}
        self.key_spans: dict[DataPath, Span] = {}
        self.plain: dict[DataPath, str] = {}
        self.cut: set[DataPath] = set()
        self.nodes = 0
        self._lines: list[str] = []
        self.next: Callable[[], yaml.Event] = yaml.StreamEndEvent

    @property
    def lines(self) -> list[str]:
        """The lines of the text, taken apart once."""
        self._lines = self._lines or self.text.split("\n")
        return self._lines

    def read(self) -> Document:
        """Read the whole stream."""
        self.next = _PARSER(self.text).get_event
        data: YamlValue = None
        documents = 0
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    self.refuse(event, "a directive (a line that starts with %)", "Delete that line.")
                if documents > 1:
                    self.refuse(event, "a second document (after ---)", "Keep one document in a file.")
                value = self.value(self.next(), (), 0)
                data = value if documents == 1 else data
        return Document(
            path=self.path,
            data=data,
            spans=self.spans,
            key_spans=self.key_spans,
            plain=self.plain,
            cut=frozenset(self.cut),
            last_line=self.offset + self.text.rstrip("\n").count("\n"),
        )

    def span(self, event: yaml.Event) -> Span:
        """Give the event's place in the file. Block values end where the next thing starts, so cut at the line."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Span(self.offset, 1, self.offset, 1)
        end_line, end_column = end.line, end.column
        if end_line > start.line and end_column == 0:
            end_line, end_column = start.line, start.column + 1
        return Span(start.line + self.offset, start.column + 1, end_line + self.offset, end_column + 1)

    def refuse(self, event: yaml.Event, what: str, hint: str) -> None:
        """Report something YAML allows and Chapbook does not."""
        self.add("S103", event, f"This file uses {what}, which module files may not have.", hint)

    def quoting(self, event: yaml.Event, otherwise: str) -> str:
        """Give a hint for what may be a sentence that starts with a sign."""
        from chapbook.source.yaml_words import quoting_hint

        line = event.start_mark.line if event.start_mark is not None else len(self.lines)
        return quoting_hint(self.lines[line], otherwise) if line < len(self.lines) else otherwise

    def add(self, code: str, event: yaml.Event, message: str, hint: str) -> None:
        """Report at an event."""
        place = Place(path=self.path, span=self.span(event))
        self.findings.append(Finding(code=code, message=message, place=place, hint=hint))
        if len(self.findings) > MAX_REFUSED:
            message = f"More than {MAX_REFUSED} things in this file are refused; what follows is not read."
            raise _TooMuch(Finding(code="S101", message=message, place=place, hint="Begin with those above."))

    def value(self, event: yaml.Event, at: DataPath, depth: int) -> YamlValue:
        """Read one value, of whatever kind, and note where it stands."""
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            limit = f"{MAX_DEPTH} levels deep" if depth > MAX_DEPTH else f"{MAX_NODES} values long"
            place = Place(path=self.path, span=self.span(event))
            message = f"The file is more than {limit}; no module needs that."
            raise _TooMuch(Finding(code="S101", message=message, place=place, hint="Split or flatten it."))
        self.spans[at] = self.span(event)
        self.check_features(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, at)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(at, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(at, depth)
        return None

    def check_features(self, event: yaml.Event) -> None:
        """Report anchors, aliases and tags."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor and isinstance(event, yaml.AliasEvent):
            hint = self.quoting(event, "Write the value out here.")
            self.refuse(event, f"an alias (*{anchor})", hint)
        elif anchor:
            hint = self.quoting(event, "Delete it, and write values out where needed.")
            self.refuse(event, f"an anchor (&{anchor})", hint)
        if tag:
            self.refuse(event, f"a tag ({tag})", self.quoting(event, "Delete it."))

    def scalar(self, event: yaml.ScalarEvent, at: DataPath) -> YamlValue:
        """Read text, a number, true, false or nothing."""
        if event.style or not event.implicit[0]:
            return str(event.value)
        self.plain[at] = event.value
        end = event.end_mark
        comment = _COMMENT if event.value else _TEXT_AS_COMMENT
        if end is not None and comment.match(self.text, end.index):
            self.cut.add(at)
        return resolve_plain(event.value)

    def sequence(self, at: DataPath, depth: int) -> list[YamlValue]:
        """Read a list up to its end."""
        items: list[YamlValue] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.value(event, (*at, len(items)), depth + 1))
        return items

    def mapping(self, at: DataPath, depth: int) -> dict[str, YamlValue]:
        """Read a mapping up to its end; of equal keys the first one counts."""
        mapping: dict[str, YamlValue] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.key(event, depth)
            if key is None or key in mapping:
                if key is not None:
                    first = self.key_spans[(*at, key)].line
                    message = f"The key “{key}” stands here a second time (first in line {first}); one would be lost."
                    self.add("S103", event, message, "Keep one of the two.")
                self.value(self.next(), (*at, "?", self.nodes), depth + 1)
                continue
            self.key_spans[(*at, key)] = self.span(event)
            mapping[key] = self.value(self.next(), (*at, key), depth + 1)
        return mapping

    def key(self, event: yaml.Event, depth: int) -> str | None:
        """Read a key; None when it is not a word or is a merge key."""
        if not isinstance(event, yaml.ScalarEvent):
            self.add(
                "S103", event, "A key must be a word; here it is a list or a mapping.", "Quote the text."
            )
            self.value(event, ("?", self.nodes), depth + 1)
            return None
        self.check_features(event)
        if event.value == "<<" and not event.style:
            self.refuse(event, "a merge key (<<)", "Write the keys out here.")
            return None
        if len(event.value) > MAX_KEY:
            self.add(
                "S103", event, f"This key is longer than {MAX_KEY} characters.", "Put the text in quotes."
            )
            return None
        return str(event.value)
