"""Convert a small source that a test writes itself, and look at what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chapbook.convert.dialects import DIALECTS
from chapbook.convert.draft import Converted
from chapbook.convert.emit import Wish, emit
from chapbook.convert.notes import Log, Note
from chapbook.convert.seen import SeenTree
from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.question import Question
from chapbook.model.reader import read_module
from chapbook.tree.tree import MemoryTree


@dataclass(frozen=True, slots=True)
class Outcome:
    """A converted module, checked as a draft without errors."""

    made: Converted
    questions: tuple[Question, ...]

    def text(self, path: str) -> str:
        """Give one written file."""
        return self.made.files[path].decode()

    @property
    def lost(self) -> str:
        """Give the list of what was lost as one text."""
        return _text(self.made.lost)

    @property
    def changed(self) -> str:
        """Give the list of what was changed as one text."""
        return _text(self.made.changed)


def convert(name: str, files: Mapping[str, str | bytes]) -> Outcome:
    """Convert files, and require that the result has no errors as a draft."""
    dialect = next(each for each in DIALECTS if each.name == name)
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    log, tree = Log(), SeenTree(MemoryTree(contents))
    made = emit(dialect.convert(tree, log), tree, Wish(id="made", dialect=dialect.title), log)
    read = read_module(MemoryTree(made.files), name="made")
    report = run(read, LintConfig(profile=Profile.DRAFT))
    assert [each.message for each in report.diagnostics if each.severity is Severity.ERROR] == []
    assert read.module is not None
    return Outcome(made, tuple(each for step in read.module.steps for each in step.questions))


def _text(notes: Iterable[Note]) -> str:
    return "\n".join(str(note) for note in notes)
