"""What a check says about the author's content: values, never exceptions.

A `Finding` is what a reader or a rule yields: a code, words, and a *symbolic* place. The lint engine turns
it into a `Diagnostic` by looking up the line and the severity. Lines and columns are 1-based; columns count
code points; `end_column` is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

DataPath = tuple[str | int, ...]
"""Way to a value inside a YAML document: `("lessons", 2)` or `("questions", 0, "options", 1, "text")`."""


class Severity(StrEnum):
    """How much a problem matters, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for an info."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Span(NamedTuple):
    """A stretch of text in one file. A page has dozens, and a tuple is made in a third of a dataclass's time."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding is, symbolically: a span if the reader knows it, else a data path in a YAML file.

    `key` points at the mapping key instead of its value.
    """

    path: str
    data_path: DataPath = ()
    span: Span | None = None
    key: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement of text in one file; a fix is one or more of them."""

    path: str
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Rename:
    """A fix that gives a file another name, in its translations too; what links to it follows."""

    path: str
    new_path: str


@dataclass(frozen=True, slots=True)
class TakeOutPlace:
    """A fix that takes out of a picture where it was taken; one sees the same."""

    path: str


FileFix = Rename | TakeOutPlace
"""A fix that is no edit of text. What is written is decided when it is applied, from the files as they are then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem as a reader or a rule sees it; the engine adds severity, line and excerpt.

    `message` says what is wrong and why; `hint` says what to do. `severity` is for the rare finding that weighs
    otherwise than its code; it counts wherever the code is not off.
    """

    code: str
    message: str
    place: Place
    hint: str = ""
    fix: tuple[Edit, ...] = ()
    file_fix: FileFix | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A resolved place. `path` is relative to whatever was checked and uses `/`."""

    path: str
    span: Span
    data_path: DataPath = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A finding with its severity, its line and the source line (`excerpt`, empty when there is none)."""

    code: str
    slug: str
    severity: Severity
    message: str
    location: Location
    hint: str = ""
    excerpt: str = ""
    fix: tuple[Edit, ...] = ()
    file_fix: FileFix | None = None
