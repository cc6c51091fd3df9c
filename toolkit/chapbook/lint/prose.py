"""All Markdown of a module, wherever it stands: lessons, questions in fences, sentences in YAML files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from chapbook.diag.diagnostic import DataPath, Place, Span
from chapbook.lint.places import strings
from chapbook.model.subject import Subject
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
_TELLING = ("](", "][", "]:", "<", "{")
"""One of these is in every text that holds a link, a picture or raw HTML."""
_KEY_LINES = ("= ", "=~", "! ")
"""How lines of a question start that hold an answer to compare with, not Markdown."""


@dataclass(frozen=True, slots=True)
class Passage:
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
        moved = replace(span, column=span.column + self.indent, end_column=span.end_column + self.indent)
        return Place(path=self.path, span=moved)


def is_telling(text: str) -> bool:
    """Say whether a text may hold a link, a picture or raw HTML."""
    return any(mark in text for mark in _TELLING)


def passages(subject: Subject, wanted: Callable[[str], bool] = is_telling) -> Iterator[Passage]:
    """Give every piece of Markdown that is `wanted` (if not said: `is_telling`); whole files always."""
    for path, outline in subject.outlines.items():
        yield Passage(path, outline)
        for fence in outline.quiz_fences:
            body = _body(fence)
            if wanted(body):
                yield Passage(path, _outline(path, body, fence.line), indent=fence.column - 1)
    for path, document in subject.documents.items():
        for at, text in strings(document):
            if is_prose(at) and wanted(text):
                yield Passage(path, _outline(path, text), at)


@lru_cache(maxsize=256)
def _outline(path: RelPath, text: str, line: int = 1) -> Outline:
    """Read a small piece; every rule on links asks for the same ones again."""
    return read_outline(path, text, line)


def is_prose(at: DataPath) -> bool:
    """Say whether a value of a YAML file is shown as text to readers."""
    return next((step for step in reversed(at) if isinstance(step, str)), "") in _PROSE_KEYS


def _body(fence: Fence) -> str:
    return "\n".join("" if line.startswith(_KEY_LINES) else line for line in fence.lines)
