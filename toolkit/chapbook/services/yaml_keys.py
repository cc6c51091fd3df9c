"""Set top-level keys of a YAML file by replacing text: all other lines stay as their writer left them.

As in `edit_list`, the result is parsed again, and unless the keys are the only difference the edit is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chapbook.services.edit_list import CannotEdit
from chapbook.services.text_edits import as_on_disk
from chapbook.source.document import Document, YamlValue
from chapbook.source.yaml_reader import parse_yaml

_OTHER_BREAKS = re.compile("[\r\x85\u2028\u2029]")
_KEY = re.compile(r"([a-z_]+):[ ]?")

_BEHIND = {"derived_from": "license", "status": "version"}
"""Where a key goes that is not there, as `chapbook fmt` orders them."""


def with_keys(raw: str, blocks: Mapping[str, str]) -> str:
    """Give a file's text with keys set, added where they are missing, or removed where the block is empty.

    A block holds the key too (`version: 0.1.0\\n`). `CannotEdit` when the file is laid out so that this is not safe.
    """
    text = raw.replace("\r\n", "\n").removeprefix("\ufeff")
    if _OTHER_BREAKS.search(text):
        raise CannotEdit("it mixes several kinds of line ends")
    for key, block in blocks.items():
        text = _with_key(text, key, block)
    return as_on_disk(raw, text)


def _with_key(text: str, key: str, block: str) -> str:
    before = _read(text)
    lines = text.split("\n")
    edited = "\n".join(
        _replaced(before, lines, key, block)
        if (key,) in before.key_spans
        else _added(before, lines, key, block)
    )
    if _values(_read(edited)) != _wanted(_values(before), key, block):
        raise CannotEdit(f"“{key}” is laid out in a way that cannot be replaced")
    return edited


def _wanted(values: dict[str, YamlValue], key: str, block: str) -> dict[str, YamlValue]:
    rest = {name: value for name, value in values.items() if name != key}
    return {**rest, **_values(_read(block))} if block else rest


def _values(document: Document) -> dict[str, YamlValue]:
    return document.data if isinstance(document.data, dict) else {}


def _read(text: str) -> Document:
    document, findings = parse_yaml("", text)
    if document is None or findings:
        line = findings[0].place.span.line if findings and findings[0].place.span else 1
        raise CannotEdit(f"it has a problem of its own in line {line}")
    return document


def _replaced(document: Document, lines: list[str], key: str, block: str) -> list[str]:
    name, value = document.key_spans[(key,)], document.spans[(key,)]
    new = block.splitlines()
    line = lines[value.line - 1]
    is_word = not isinstance(_values(document)[key], list | dict) and line[value.column - 1 :][:1] not in (
        "|",
        ">",
    )
    one_line = is_word and name.line == value.line == value.end_line and value.end_column > value.column
    if len(new) == 1 and one_line and (match := _KEY.match(new[0])):
        words = line[: value.column - 1] + new[0][match.end() :] + line[value.end_column - 1 :]
        return [*lines[: value.line - 1], words, *lines[value.line :]]
    end = _end(document, lines, name.line)
    return [*lines[: name.line - 1], *new, *lines[end:]]


def _end(document: Document, lines: list[str], own: int) -> int:
    """Give the number of lines up to the end of a key's value: before blank lines and notes to what follows."""
    keys = (span.line for at, span in document.key_spans.items() if len(at) == 1 and span.line > own)
    number = min(keys, default=len(lines) + 1) - 1
    while number > own and (not lines[number - 1].strip() or lines[number - 1].startswith("#")):
        number -= 1
    return number


def _added(document: Document, lines: list[str], key: str, block: str) -> list[str]:
    """Put a key that is not there behind its neighbour, else at the end."""
    neighbour = document.key_spans.get((_BEHIND.get(key, ""),))
    if neighbour is not None and block:
        end = _end(document, lines, neighbour.line)
        return [*lines[:end], *block.splitlines(), *(lines[end:] or [""])]
    kept = list(lines)
    while block and kept and not kept[-1].strip():
        kept.pop()
    return [*kept, *block.splitlines(), ""] if block else kept
