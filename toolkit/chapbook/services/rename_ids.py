"""Edits that give an objective, a lesson, a quiz or a question another id, wherever that id is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import DataPath
from chapbook.lint.places import value_at
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.services.edit_list import CannotEdit
from chapbook.services.text_edits import TextEdits
from chapbook.source.document import Document
from chapbook.source.outline import Fence
from chapbook.tree.tree import RelPath

_KEY = r"(?P<before>(?:^|[\s{{]){key}=\"?)(?P<value>{value})(?P<after>\"?(?=[\s}}]|$))"


class IdEdits:
    """Collects the edits of one rename. `keep_note`: an earlier `renamed_from` stays, as the release knows that id."""

    def __init__(self, subject: Subject, edits: TextEdits, old: str, new: str, *, keep_note: bool) -> None:
        self.subject = subject
        self.edits = edits
        self.old = old
        self.new = new
        self.keep_note = keep_note

    def question(self) -> None:
        """Rename a question, in translations too."""
        for path, fence in self._fences():
            self._fence(path, fence, "id", note=True)
        for path, document in self._quizzes():
            for at in self._equal(document, "questions", "id"):
                self._id(path, document, at)

    def objective(self) -> None:
        """Rename an objective, and what names it."""
        for path, document in self.subject.documents.items():
            if path.rpartition("/")[2] == MODULE_FILE:
                for at in self._equal(document, "objectives", "id"):
                    self._id(path, document, at)
            elif path.endswith((".md", ".markdown")):
                for at in self._in_list(document, "objectives"):
                    self.edits.value(path, document, at, self.old, self.new)
        for path, fence in self._fences():
            self._fence(path, fence, "objective", note=False)
        for path, document in self._quizzes():
            for at in self._equal(document, "questions", "objective"):
                self.edits.value(path, document, at, self.old, self.new)

    def step(self, paths: list[RelPath]) -> None:
        """Rename the lesson or quiz in `paths` (itself and its translations), and what `completion` says of it."""
        for path in paths:
            document = self.subject.documents.get(path)
            if document is None:
                raise CannotEdit(f"{path} has no front matter that could be read")
            if ("id",) in document.spans:
                self._id(path, document, ("id",))
            else:
                first = 1 if path.endswith((".md", ".markdown")) else 0
                self._without_id(path, first)
        module = self.subject.documents[MODULE_FILE]
        named = [("completion", "quiz", "id"), *self._in_list(module, "completion", "lessons")]
        for at in named:
            if value_at(module, *at) == self.old:
                self.edits.value(MODULE_FILE, module, at, self.old, self.new)

    def _without_id(self, path: RelPath, first: int) -> None:
        if not first:
            raise CannotEdit(f"{path} has no “id:”")
        self.edits.below(path, first, f"id: {self.new}\nrenamed_from: {self.old}")

    def _fences(self) -> Iterator[tuple[RelPath, Fence]]:
        for path, outline in self.subject.outlines.items():
            yield from ((path, fence) for fence in outline.quiz_fences)

    def _quizzes(self) -> Iterator[tuple[RelPath, Document]]:
        for path, document in self.subject.documents.items():
            if path.endswith((".yml", ".yaml")) and isinstance(value_at(document, "questions"), list):
                yield path, document

    def _equal(self, document: Document, key: str, name: str) -> Iterator[DataPath]:
        items = value_at(document, key)
        for n, each in enumerate(items if isinstance(items, list) else []):
            if isinstance(each, dict) and each.get(name) == self.old:
                yield (key, n, name)

    def _in_list(self, document: Document, *keys: str) -> Iterator[DataPath]:
        items = value_at(document, *keys)
        for n, each in enumerate(items if isinstance(items, list) else []):
            if each == self.old:
                yield (*keys, n)

    def _id(self, path: RelPath, document: Document, at: DataPath) -> None:
        """Rename at `at` and note the old id beside it: on a line of its own, or behind it inside braces."""
        noted = (*at[:-1], "renamed_from")
        before = value_at(document, *noted)
        span = self.edits.value(path, document, at, self.old, self.new)
        if isinstance(before, str) and noted in document.spans:
            if not self.keep_note:
                self.edits.value(path, document, noted, before, self.old)
            return
        if self._in_braces(path, document, at[:-1]):
            self.edits.replace(
                path, span.line, span.end_column, span.end_column, f", renamed_from: {self.old}"
            )
            return
        indent = " " * (document.key_spans[at].column - 1)
        self.edits.below(path, span.line, f"{indent}renamed_from: {self.old}")

    def _in_braces(self, path: RelPath, document: Document, owner: DataPath) -> bool:
        span = document.spans.get(owner)
        return (
            bool(owner)
            and span is not None
            and self.edits.line(path, span.line)[span.column - 1 :][:1] == "{"
        )

    def _fence(self, path: RelPath, fence: Fence, key: str, *, note: bool) -> None:
        line = self.edits.line(path, fence.span.line)
        found = re.search(_KEY.format(key=key, value=re.escape(self.old)), line)
        if found is None or "quiz" not in line[: found.start()]:
            return
        start, end = found.span("value")
        self.edits.replace(path, fence.span.line, start + 1, end + 1, self.new)
        if not note:
            return
        earlier = re.search(_KEY.format(key="renamed_from", value='[^\\s"}]+'), line)
        if earlier is None:
            behind = found.end()
            self.edits.replace(path, fence.span.line, behind + 1, behind + 1, f" renamed_from={self.old}")
        elif not self.keep_note:
            start, end = earlier.span("value")
            self.edits.replace(path, fence.span.line, start + 1, end + 1, self.old)
