"""Change a module that exists: try the change in memory, look at it with the checker's eyes, then write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Diagnostic, Severity
from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.module import Module, Step
from chapbook.model.reader import read_module
from chapbook.model.subject import Subject
from chapbook.services.shown import shown_path
from chapbook.services.targets import Target
from chapbook.services.writing import Change, write_changes
from chapbook.tree.tree import RelPath, Tree, rel_path
from chapbook.workspace.load import load_module


class Overlay:
    """A tree with some files replaced, added or gone: the module as it will be."""

    def __init__(
        self, tree: Tree, files: Mapping[RelPath, bytes], gone: frozenset[RelPath] = frozenset()
    ) -> None:
        self._tree = tree
        self._files = files
        self._gone = gone

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        return sorted({*self._tree.paths(), *self._files} - self._gone)

    def size(self, path: RelPath) -> int:
        """Give the size in bytes."""
        return len(self._files[path]) if path in self._files else self._tree.size(path)

    def read(self, path: RelPath) -> bytes:
        """Give the bytes."""
        return self._files[path] if path in self._files else self._tree.read(path)

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes."""
        return self._files[path][:count] if path in self._files else self._tree.head(path, count)

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        """Give the bytes piece by piece."""
        if path in self._files:
            yield self._files[path]
        else:
            yield from self._tree.pieces(path)

    def irregular(self) -> Mapping[str, str]:
        """Give what is irregular in the tree below."""
        return self._tree.irregular()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What was added: its id, the file it is in, and the files that were written, as messages show them."""

    id: str
    path: str
    files: tuple[str, ...]


class ModuleEdit:
    """One module that a command is about to extend. `UsageProblem` when it is a peer's or cannot be read."""

    def __init__(self, target: Target, start: Path) -> None:
        self.folder = target.folder.path
        self.name = target.folder.slug
        self.start = start
        self._refuse_imported(target)
        self.subject = load_module(target.workspace, target.folder)
        self.module = self._module()
        self._files: dict[RelPath, bytes] = {}
        self._gone: set[RelPath] = set()

    def _refuse_imported(self, target: Target) -> None:
        if target.workspace and self.folder.absolute().is_relative_to(target.workspace.imported.absolute()):
            message = f"{self.shown()} is a peer's module: what you add there is lost with the next import."
            hint = f"Make a module of your own from it: chapbook remix {self.folder.parent.name}/{self.name}"
            raise UsageProblem("imported-module", f"{message} Nothing was changed.", hint)

    def _module(self) -> Module:
        if self.subject.module is None:
            message = f"{self.shown('module.yml')} is missing or cannot be read as YAML. Nothing was changed."
            raise OperationFailed(
                "module-unreadable", message, f"See what is wrong: chapbook check {self.shown()}"
            )
        return self.subject.module

    def shown(self, path: str = "") -> str:
        """Give the module's folder or a path in it as messages show it."""
        return shown_path(self.folder / path, self.start)

    def text(self, path: RelPath) -> str:
        """Give a file's text as it is on disk, with its own line ends; it was read as UTF-8 before."""
        return self.subject.tree.read(path).decode("utf-8")

    def put(self, path: str, text: str) -> None:
        """Note that a file is to be written."""
        self._files[rel_path(path)] = text.encode()

    def move(self, old: RelPath, new: RelPath) -> None:
        """Note that a file is to have another name; what was noted for it before goes along."""
        self._files[new] = self._files.pop(old) if old in self._files else self.subject.tree.read(old)
        self._gone.add(old)

    def steps(self) -> tuple[Step, ...]:
        """Give the lessons and quizzes in order, then quizzes that are not listed."""
        return (*self.module.steps, *self.module.unlisted_quizzes)

    def question_ids(self) -> set[str]:
        """Give the ids of all questions."""
        return {question.id for question in self.module.questions()}

    def tried(self) -> Subject:
        """Give the module as it will be; `OperationFailed` when the change itself would bring in an error."""
        changed = self.changed()
        for problem in self._new_errors(changed):
            where = f"{self.shown(problem.location.path)}, line {problem.location.span.line}"
            message = f"This cannot be added safely. {where} would then have a problem: {problem.message}"
            hint = f"Nothing was changed. See what is wrong now: chapbook check {self.shown()}"
            raise OperationFailed("cannot-add", message, hint)
        return changed

    def changed(self) -> Subject:
        """Give the module as it will be, without looking at it."""
        tree = Overlay(self.subject.tree, self._files, frozenset(self._gone))
        changed = read_module(tree, name=self.name)
        return replace(changed, neighbours=self.subject.neighbours)

    def _new_errors(self, changed: Subject) -> list[Diagnostic]:
        known = Counter(_key(each) for each in errors_of(self.subject))
        new = []
        for each in errors_of(changed):
            known[_key(each)] -= 1
            if known[_key(each)] < 0:
                new.append(each)
        return new

    def write(self) -> tuple[str, ...]:
        """Write what was noted, all or nothing; give the paths as messages show them."""
        write_changes(self.changes())
        return tuple(self.shown(path) for path in self._files)

    def changes(self) -> list[Change]:
        """Give what was noted; files that go come last."""
        there = set(self.subject.tree.paths())
        read = self.subject.tree.read
        written = [
            Change(self.folder / path, content, read(path) if path in there else None)
            for path, content in self._files.items()
        ]
        return [*written, *(Change(self.folder / path, None, read(path)) for path in sorted(self._gone))]


def errors_of(subject: Subject) -> list[Diagnostic]:
    """Give what a check of a draft calls an error."""
    report = run(subject, LintConfig(profile=Profile.DRAFT))
    return [each for each in report.diagnostics if each.severity is Severity.ERROR]


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return (diagnostic.code, diagnostic.location.path, diagnostic.message)
