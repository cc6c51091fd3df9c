"""Write YAML that every reader takes for what was meant: block style, texts quoted only where they must be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from chapbook.model.mapping import misread_as
from chapbook.source.yaml_reader import parse_yaml

_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9 _/.,;()’“”-]*[A-Za-z0-9.)”/]")
"""Plain texts that no rule of YAML touches; all others are tried with the reader."""


def yaml_text(text: str) -> str:
    """Give a text as a YAML value that every YAML reader takes for that text, quoted only where it must be."""
    if _SAFE.fullmatch(text):
        return text if not misread_as(text) else json.dumps(text, ensure_ascii=False)
    document, findings = parse_yaml("", f"key: {text}\n")
    plain = document is not None and not findings and document.data == {"key": text} and not document.cut
    return text if plain and not misread_as(text) else json.dumps(text, ensure_ascii=False)


def yaml_block(values: Mapping[str, object]) -> str:
    """Write a mapping of texts, numbers, yes/no values, mappings and lists of these; it ends with a line end."""
    return "".join(f"{line}\n" for line in _mapping(values))


def yaml_item(values: Mapping[str, object]) -> str:
    """Write a mapping as one item of a list at the left margin."""
    return "".join(f"{line}\n" for line in _as_item(list(_mapping(values))))


def _mapping(values: Mapping[str, object]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{key}:"
            yield from _indented(_mapping(value))
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{key}:"
            for each in value:
                yield from _indented(_item(each))
        else:
            first, *rest = _scalar(value)
            yield f"{key}: {first}"
            yield from rest


def _item(value: object) -> Iterator[str]:
    lines = list(_mapping(value)) if isinstance(value, Mapping) else _scalar(value)
    return _as_item(lines)


def _as_item(lines: list[str]) -> Iterator[str]:
    yield f"- {lines[0] if lines else '{}'}"
    yield from _indented(iter(lines[1:]))


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _scalar(value: object) -> list[str]:
    """Give a value's lines, the first to stand behind the key, the others indented below it."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [number_text(value)]
    text = str(value)
    lines = text.split("\n")
    if len(lines) == 1:
        return [yaml_text(text)]
    as_block = text == text.strip() and not any(line.startswith("\t") or line.isspace() for line in lines)
    if not as_block:
        return [json.dumps(text, ensure_ascii=False)]
    return ["|-", *(f"  {line}" if line else "" for line in lines)]


def number_text(value: float) -> str:
    """Write a number without an exponent: `3`, `0.1`."""
    return str(int(value)) if float(value).is_integer() else f"{value:.12f}".rstrip("0")
