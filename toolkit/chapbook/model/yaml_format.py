"""One way to lay out YAML: keys in the order of the format's tables, block style, quotes only where needed.

What the reader reads stays the same, to the last character; comments stay with what they stand at. A text that would
become another one is left as it is, and so is a file in which that happens: `CannotFormat`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chapbook.model.fields import QUESTION_COMMON, QUESTION_FIELDS, Field, Shape
from chapbook.model.yaml_text import yaml_text
from chapbook.source.document import Document, same
from chapbook.source.yaml_layout import Entry, Group, UnusualLayout, Words, read_layout
from chapbook.source.yaml_reader import parse_yaml

WIDTH = 100
"""Columns of prose that was broken into lines here."""
TOLERANCE = 10
"""Columns that an author's own line may have more: one word too many is no reason to break a text anew."""

_GAP = re.compile(r"(?<=\S) (?=\S)")
_PROSE = frozenset({Shape.PROSE, Shape.PROSES})


class CannotFormat(Exception):
    """The text is to stay as it is; `reason` completes “… was left as it is: ”."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def format_yaml(text: str, fields: tuple[Field, ...]) -> str:
    """Give a file's text in the one layout; `text` has `\\n` only and no byte order mark."""
    before = _read(text)
    if not isinstance(before.data, dict) or not before.data:
        return text
    try:
        layout = read_layout(text)
    except UnusualLayout as problem:
        raise CannotFormat(f"line {problem.line} is laid out in an unusual way") from problem
    lead = _header(layout.top) if not layout.head else []
    lines = [*layout.head, *lead, *_mapping(layout.top, fields, WIDTH)]
    while lines and not lines[-1] and not text.endswith("\n\n"):
        lines.pop()
    return _checked(before, "\n".join(lines) + "\n")


def _read(text: str) -> Document:
    document, findings = parse_yaml("", text)
    if document is None or findings:
        line = findings[0].place.span.line if findings and findings[0].place.span else 1
        raise CannotFormat(f"line {line} cannot be read as YAML")
    return document


def _checked(before: Document, text: str) -> str:
    after, findings = parse_yaml("", text)
    if after is None or findings or not same(before, after):
        raise CannotFormat("its layout cannot be changed without changing what it says")
    return text


def _header(top: Group) -> list[str]:
    """Take what is said of the file as a whole off its first key: comments before the last blank line above it.

    Where there is no blank line, the comments stay at the top if another key will stand first.
    """
    first = top.entries[0]
    lead = _without_double_blanks(first.lead)
    while lead and not lead[0]:
        lead.pop(0)
    cut = max((n + 1 for n, line in enumerate(lead) if not line), default=0) or len(lead)
    first.lead = lead[cut:]
    return lead[:cut]


def _mapping(group: Group, fields: tuple[Field, ...], width: int, *, in_item: bool = False) -> list[str]:
    known = {each.name: each for each in _in_order(group, fields)}
    lines: list[str] = []
    for entry in _ordered(group, list(known), in_item):
        lines += _without_double_blanks(entry.lead) if lines else [each for each in entry.lead if each]
        lines += _pair(entry, known.get(entry.name), width)
    return [*lines, *_tail(group)]


def _list(group: Group, field: Field | None, width: int) -> list[str]:
    lines: list[str] = []
    for entry in group.entries:
        lines += _without_double_blanks(entry.lead) if lines else [each for each in entry.lead if each]
        first, *rest = _item(entry, field, width)
        lines += [f"- {first}" if first else "-", *_indented(rest)]
    return [*lines, *_tail(group)]


def _tail(group: Group) -> list[str]:
    tail = _without_double_blanks(group.tail)
    while tail and not tail[-1]:
        tail.pop()
    return tail


def _without_double_blanks(lines: Sequence[str]) -> list[str]:
    return [line for n, line in enumerate(lines) if line or n == 0 or lines[n - 1]]


def _indented(lines: Sequence[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _in_order(group: Group, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Give the fields in writing order; those of a question go by its type, its own ones behind the stem."""
    if fields != QUESTION_COMMON:
        return fields
    kinds = [
        each.value.value for each in group.entries if each.name == "type" and isinstance(each.value, Words)
    ]
    own = QUESTION_FIELDS.get(kinds[0], ()) if kinds else ()
    stem = [each.name for each in QUESTION_COMMON].index("stem") + 1
    return (*QUESTION_COMMON[:stem], *own, *QUESTION_COMMON[stem:])


def _ordered(group: Group, names: list[str], in_item: bool) -> list[Entry]:
    """Give the entries in the order of `names`; a key that is not among them stays below the one it stands below."""
    if not group.entries:
        return []
    blocks: list[list[Entry]] = [[]]
    for entry in group.entries:
        if entry.name in names:
            blocks.append([entry])
        else:
            blocks[-1].append(entry)
    rest = sorted(blocks[1:], key=lambda block: names.index(block[0].name))
    ordered = [entry for block in (blocks[0], *rest) for entry in block]
    moved_up = ordered[0] is not group.entries[0] and ordered[0].has_comment
    return group.entries if in_item and moved_up else ordered


@dataclass(frozen=True, slots=True)
class _Room:
    """Columns for what begins a line behind a key, and for whole lines below it."""

    beside: int
    below: int


def _pair(entry: Entry, field: Field | None, width: int) -> list[str]:
    head = f"{entry.key}:"
    if isinstance(entry.value, Group):
        group = _opened(entry.value, field, width - len(head) - 1)
        if isinstance(group, Group):
            return [head + entry.note, *_indented(_block(group, field, width - 2))]
        first, *rest = group
    elif not (entry.value.style or entry.value.value):
        return [head + entry.note]
    else:
        first, *rest = _words(entry, field, _Room(width - len(head) - 1, width - 2))
    return _with_note([f"{head} {first}", *_indented(rest)], entry)


def _item(entry: Entry, field: Field | None, width: int) -> list[str]:
    if isinstance(entry.value, Group):
        group = _opened(entry.value, field, width - 2)
        if not isinstance(group, Group):
            return _with_note(group, entry)
        lines = _block(group, field, width - 2, in_item=True)
        notes = [entry.note.strip()] if entry.note else []
        return ["", *notes, *lines] if notes or lines[0].startswith("#") else lines
    if not (entry.value.style or entry.value.value):
        return [entry.note.strip()]
    return _with_note(_words(entry, field, _Room(width - 2, width - 2)), entry)


def _with_note(lines: list[str], entry: Entry) -> list[str]:
    """Put the comment beside a value: beside the sign of a block text, else at the value's end."""
    lines[0 if _is_block(entry) else -1] += entry.note
    return lines


def _is_block(entry: Entry) -> bool:
    return isinstance(entry.value, Words) and entry.value.style in ("|", ">")


def _block(group: Group, field: Field | None, width: int, *, in_item: bool = False) -> list[str]:
    if group.is_map:
        fields = field.fields if field else ()
        if field is not None and field.shape is Shape.MAPPINGS and not fields:
            fields = QUESTION_COMMON
        return _mapping(group, fields, width, in_item=in_item)
    return _list(group, field, width)


def _opened(group: Group, field: Field | None, room: int) -> Group | list[str]:
    """Give a group that is to be written line by line, or the lines of one that stays in brackets."""
    if not group.flow:
        return group
    if group.fixed:
        return _moved(group.source)
    written = _in_brackets(group, field)
    if not group.entries or (len(written) <= room and not _has_prose(group, field)):
        return [written]
    return group


def _moved(source: list[str]) -> list[str]:
    """Give lines that stay as they are, the later ones at the margin."""
    rest = source[1:]
    least = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip()), default=0)
    return [source[0], *(line[least:] for line in rest)]


def _in_brackets(value: Words | Group, field: Field | None) -> str:
    if isinstance(value, Words):
        return " ".join(line.strip() for line in value.source) if "" not in value.source else "\n"
    if not value.is_map:
        return f"[{', '.join(_in_brackets(each.value, field) for each in value.entries)}]"
    known = {each.name: each for each in _in_order(value, _fields_of(field))}
    pairs = (
        f"{each.key}: {_in_brackets(each.value, known.get(each.name))}"
        for each in _ordered(value, list(known), False)
    )
    return f"{{{', '.join(pairs)}}}"


def _fields_of(field: Field | None) -> tuple[Field, ...]:
    if field is not None and field.shape is Shape.MAPPINGS and not field.fields:
        return QUESTION_COMMON
    return field.fields if field else ()


def _has_prose(value: Words | Group, field: Field | None) -> bool:
    """Say whether sentences stand in brackets, where a comma cuts them; ids, words and numbers may."""
    if isinstance(value, Words):
        is_long = " " in value.value or "\n" in value.value
        return len(value.source) > 1 or (field is not None and field.shape in _PROSE and is_long)
    known = {each.name: each for each in _in_order(value, _fields_of(field))} if value.is_map else {}
    return any(
        _has_prose(each.value, known.get(each.name) if value.is_map else field) for each in value.entries
    )


def _words(entry: Entry, field: Field | None, room: _Room) -> list[str]:
    """Give the lines of a single value, the first to stand beside its key, the others indented below it."""
    words = entry.value
    assert isinstance(words, Words)
    is_prose = field is not None and field.shape in _PROSE
    if words.style in ("|", ">"):
        too_long = words.style == ">" and any(len(line) > room.below + TOLERANCE for line in words.source)
        folded = _folded(words.value, room.below) if is_prose and too_long else None
        return folded or [words.style + words.signs, *words.source]
    if entry.note or "\n" in words.value:
        return _as_written(words)
    if len(words.source) > 1:
        if not is_prose:
            return _as_written(words)
        line = yaml_text(words.value)
    else:
        plain = yaml_text(words.value) if words.style else ""
        line = plain if plain == words.value else words.source[0]
    folded = _folded(words.value, room.below) if is_prose and len(line) > room.beside + TOLERANCE else None
    return folded if folded and len(folded) > 2 else [line]


def _as_written(words: Words) -> list[str]:
    return [words.source[0], *(line.strip() for line in words.source[1:])]


def _folded(value: str, width: int) -> list[str] | None:
    """Give a text as `>-` or `>` in lines of at most `width` columns; None when the reader would read another one."""
    sign = ">" if value.endswith("\n") else ">-"
    lines: list[str] = []
    for paragraph in value.removesuffix("\n").split("\n"):
        lines += [""] if lines else []
        lines += _wrapped(paragraph, width)
    written = "\n".join(_indented(lines))
    document, findings = parse_yaml("", f"a: {sign}\n{written}\n")
    exact = document is not None and not findings and document.data == {"a": value}
    return [sign, *lines] if exact else None


def _wrapped(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in _GAP.split(paragraph) if paragraph else ():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
