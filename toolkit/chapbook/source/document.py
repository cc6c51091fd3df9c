"""A YAML document with its source map: every value knows its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chapbook.diag.diagnostic import DataPath, Span

YamlValue = None | bool | int | float | str | list["YamlValue"] | dict[str, "YamlValue"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """One parsed YAML file, or the front matter of a lesson (spans are those of the whole file). Equal only to itself.

    `spans` and `key_spans` map a data path to its value's and its key's span. `plain` holds the source text of
    unquoted scalars; `cut` the paths of those that are followed by a comment on their line, or that are empty because
    they start with a # and so are nothing but comment.
    """

    path: str
    data: YamlValue
    spans: Mapping[DataPath, Span]
    key_spans: Mapping[DataPath, Span]
    plain: Mapping[DataPath, str] = field(default_factory=dict)
    cut: frozenset[DataPath] = frozenset()
    last_line: int = 1


def same(before: Document, after: Document) -> bool:
    """Say whether two documents say the same to every reader of the format, wherever it stands."""
    return (
        _alike(before.data, after.data)
        and before.cut == after.cut
        and all(after.plain.get(at) == plain for at, plain in before.plain.items() if _is_bare(before, at))
    )


def _is_bare(document: Document, at: DataPath) -> bool:
    """Say whether an unquoted value is more than its text: a number, yes or no, or nothing."""
    value: YamlValue = document.data
    for step in at:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
    return not isinstance(value, str)


def _alike(one: YamlValue, other: YamlValue) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    return one == other
