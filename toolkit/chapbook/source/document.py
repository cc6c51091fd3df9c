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
