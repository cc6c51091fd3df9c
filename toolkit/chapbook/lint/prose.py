"""All Markdown of a module, wherever it stands: lessons, questions in fences, sentences in YAML files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from chapbook.diag.diagnostic import DataPath, Place, Span
from chapbook.lint.places import strings
from chapbook.lint.signs import holds_any
from chapbook.model.subject import Subject
from chapbook.source.document import Document
from chapbook.source.markdown_reader import read_outline
from chapbook.source.outline import Fence, Outline
from chapbook.tree.tree import RelPath

_PROSE_KEYS = frozenset(
    {
        "title",
        "summary",
        "audience",
        "changes",
        "text",
        "stem",
        "explanation",
        "hints",
        "feedback",
        "model_answer",
    }
    | {"rubric", "items", "front", "back", "left", "right"}
)
_TELLING = ("<", "{", "](", "][", "]:")
"""One of these is in every text that holds a link, a picture or raw HTML."""
_KEY_LINES = ("= ", "=~", "! ")
"""How lines of a question start that hold an answer to compare with, not Markdown."""


class Passage(NamedTuple):
    """One piece of Markdown. `at` is its data path in a YAML file; None: the outline's spans are the file's own.

    `indent` is what the outline's columns lack, since it was cut out of something indented.
    """

    path: RelPath
    outline: Outline
    at: DataPath | None = None
    indent: int = 0

    def place(self, span: Span) -> Place:
        """Give the place of something in the outline."""
        if self.at is not None:
            return Place(path=self.path, data_path=self.at)
        if self.indent:
            span = span._replace(column=span.column + self.indent, end_column=span.end_column + self.indent)
        return Place(path=self.path, span=span)


def is_telling(text: str) -> bool:
    """Say whether a text may hold a link, a picture or raw HTML."""
    return holds_any(text, _TELLING)


def passages(subject: Subject, wanted: Callable[[str], bool] = is_telling) -> Iterable[Passage]:
    """Give every piece of Markdown that is `wanted` (if not said: `is_telling`); whole files always."""
    return _telling(subject) if wanted is is_telling else _passages(subject, wanted)


@lru_cache(maxsize=2)
def _telling(subject: Subject) -> tuple[Passage, ...]:
    """Read what every rule on links and pictures asks for again."""
    return tuple(_passages(subject, is_telling))


def _passages(subject: Subject, wanted: Callable[[str], bool]) -> Iterator[Passage]:
    for piece in _pieces(subject):
        if piece.outline is not None:
            yield Passage(piece.path, piece.outline)
        elif wanted(piece.text):
            outline = _outline(piece.path, piece.text, piece.line)
            yield Passage(piece.path, outline, piece.at, piece.indent)


class _Piece(NamedTuple):
    """One text before it is read as Markdown; whole files have been read already."""

    path: RelPath
    text: str
    outline: Outline | None = None
    at: DataPath | None = None
    line: int = 1
    indent: int = 0


@lru_cache(maxsize=2)
def _pieces(subject: Subject) -> tuple[_Piece, ...]:
    return tuple(_cut(subject))


def _cut(subject: Subject) -> Iterator[_Piece]:
    for path, outline in subject.outlines.items():
        yield _Piece(path, outline.body, outline)
        for fence in outline.quiz_fences:
            yield _Piece(path, _body(fence), line=fence.line, indent=fence.column - 1)
    for path, document in subject.documents.items():
        yield from (_Piece(path, text, at=at) for at, text in prose_in(document))


@lru_cache(maxsize=256)
def _outline(path: RelPath, text: str, line: int) -> Outline:
    """Read a small piece, which several rules may want."""
    return read_outline(path, text, line)


@lru_cache(maxsize=64)
def prose_in(document: Document) -> tuple[tuple[DataPath, str], ...]:
    """Give the texts of a YAML file that are shown to readers."""
    return tuple((at, text) for at, text in strings(document) if _is_prose(at))


def _is_prose(at: DataPath) -> bool:
    for step in reversed(at):
        if isinstance(step, str):
            return step in _PROSE_KEYS
    return False


def _body(fence: Fence) -> str:
    return "\n".join("" if line.startswith(_KEY_LINES) else line for line in fence.lines)
