"""Let the checker judge a converted module as a draft, and mend what it finds, so that `check` passes on it.

First narrowly, then widely: markup that no lesson may hold is shown as text; a question that cannot work is put in
words into a lesson; a lesson that still fails is shown as a block of text. Each such step is noted as lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chapbook.convert.notes import Log
from chapbook.convert.question_values import question_values
from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Diagnostic, Severity
from chapbook.diag.errors import OperationFailed
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.mapping import free_id
from chapbook.model.question import MultipleChoice, Question, SingleChoice
from chapbook.model.reader import read_module
from chapbook.model.yaml_text import yaml_block, yaml_item
from chapbook.source.markdown_reader import read_outline
from chapbook.source.text import split_front_matter
from chapbook.tree.tree import MemoryTree

_ROUNDS = 8
_MOVED = "Q509"
"""“All of the above”, while the options change places."""


@dataclass(slots=True)
class MadeQuiz:
    """A quiz before it is text."""

    head: dict[str, object]
    questions: list[Question]
    origin: str

    def text(self, path: str) -> str:
        """Give the file."""
        return self._head(path) + "".join(self._item(each) for each in self.questions)

    def _head(self, path: str) -> str:
        identity = path.rpartition("/")[2].partition(".")[0]
        return yaml_block(self.head | {"id": identity}) + "questions:\n"

    def _item(self, question: Question) -> str:
        item = yaml_item(question_values(question))
        return re.sub(r"^(?=.)", "  ", item, flags=re.MULTILINE)

    def without(self, path: str, lines: set[int]) -> list[Question]:
        """Take out the questions that stand at these lines of the file, and give them."""
        gone = self._at(path, lines)
        kept = [each for n, each in enumerate(self.questions) if n not in gone]
        taken = [self.questions[n] for n in gone] or kept
        self.questions = kept if gone else []
        return taken

    def keep_places(self, path: str, lines: set[int]) -> None:
        """Let the options of the choices at these lines stay where they are."""
        for n in self._at(path, lines):
            question = self.questions[n]
            if isinstance(question, SingleChoice | MultipleChoice):
                self.questions[n] = replace(question, shuffle=False)

    def _at(self, path: str, lines: set[int]) -> list[int]:
        end = self._head(path).count("\n")
        found = []
        for n, question in enumerate(self.questions):
            start, end = end + 1, end + self._item(question).count("\n")
            if lines & set(range(start, end + 1)):
                found.append(n)
        return found


@dataclass(slots=True)
class Made:
    """A module before it is files; `order` lists its steps."""

    id: str
    head: dict[str, object]
    lessons: dict[str, str]
    quizzes: dict[str, MadeQuiz]
    order: list[str]
    assets: dict[str, bytes]
    tried: dict[str, int] = field(default_factory=dict)

    def files(self) -> dict[str, bytes]:
        """Give all files."""
        texts = {"module.yml": yaml_block(self.head | {"lessons": self.order})}
        texts |= self.lessons | {path: quiz.text(path) for path, quiz in self.quizzes.items()}
        return {path: text.encode() for path, text in texts.items()} | self.assets


def mend(made: Made, log: Log) -> Mapping[str, bytes]:
    """Give the files of a module that has no errors as a draft; `OperationFailed` when that cannot be reached."""
    for path in [path for path, quiz in made.quizzes.items() if not quiz.questions]:
        _drop_quiz(made, path)
    if not made.order:
        made.lessons["lessons/empty.md"] = (
            "---\nid: empty\ntitle: Nothing yet\n---\n\nTODO: write this lesson.\n"
        )
        made.order.append("lessons/empty.md")
    for _ in range(_ROUNDS):
        files = made.files()
        report = run(read_module(MemoryTree(files), name=made.id), LintConfig(profile=Profile.DRAFT))
        errors = [each for each in report.diagnostics if each.severity is Severity.ERROR]
        if not errors:
            return files
        for path in dict.fromkeys(each.location.path for each in errors):
            _mend_file(made, path, [each for each in errors if each.location.path == path], log)
    first = errors[0]
    message = (
        f"This source cannot be made a module that passes the check: {first.message} Nothing was changed."
    )
    raise OperationFailed("cannot-convert", message, first.hint)


def _mend_file(made: Made, path: str, errors: list[Diagnostic], log: Log) -> None:
    if moved := [each for each in errors if each.code == _MOVED]:
        _keep_places(made, path, moved, log)
    elif path in made.quizzes:
        _mend_quiz(made, path, errors, log)
    elif path in made.lessons:
        _mend_lesson(made, path, errors, log)
    elif path in made.assets:
        del made.assets[path]
        log.lose(f"{path} was left out. {errors[0].message}")
    else:
        _mend_head(made, path)
        log.lose(f"Something of the source's description could not be taken over. {errors[0].message}")


def _keep_places(made: Made, path: str, errors: list[Diagnostic], log: Log) -> None:
    """Let options stay where they are in questions with one such as “all of the above”."""
    at = {each.location.span.line for each in errors}
    if path in made.quizzes:
        made.quizzes[path].keep_places(path, at)
    else:
        matter = split_front_matter(made.lessons[path])
        lines = made.lessons[path].split("\n")
        for fence in read_outline(path, matter.body, matter.body_line).quiz_fences:
            first = fence.span.line - 1
            if any(fence.span.line <= line <= fence.span.end_line for line in at):
                lines[first] = lines[first].replace(" shuffle=on", "") + " shuffle=off"
        made.lessons[path] = "\n".join(lines)
    origin = made.quizzes[path].origin if path in made.quizzes else path
    for error in errors:
        log.change(f"The options stay in their places. {error.message}", origin)


def _mend_head(made: Made, path: str) -> None:
    """Put what is safe in place of what may be wrong: the language, then the licence, then where it comes from."""
    made.tried[path] = made.tried.get(path, 0) + 1
    if made.tried[path] == 1:
        made.head["language"] = "en"
    elif made.tried[path] == 2:
        made.head["license"] = "LicenseRef-not-stated"
    else:
        made.head.pop("derived_from", None)


def _mend_quiz(made: Made, path: str, errors: list[Diagnostic], log: Log) -> None:
    quiz = made.quizzes[path]
    gone = quiz.without(path, {each.location.span.line for each in errors})
    for question in gone:
        log.lose(
            f"The question “{question.id}” cannot be asked; it stands as text. {errors[0].message}",
            quiz.origin,
        )
    _put_as_text(made, path, gone)
    if not quiz.questions:
        _drop_quiz(made, path)


def _drop_quiz(made: Made, path: str) -> None:
    del made.quizzes[path]
    made.order.remove(path)


def _put_as_text(made: Made, path: str, questions: list[Question]) -> None:
    taken = [each.rpartition("/")[2].partition(".")[0] for each in made.order]
    name = free_id(path.rpartition("/")[2].partition(".")[0] + "-left-over", taken)
    lesson = f"lessons/{name}.md"
    title = "Questions to look at again"
    parts = [text_block("".join(yaml_item(question_values(each)) for each in questions), "yaml")]
    made.lessons[lesson] = (
        f"---\n{yaml_block({'id': name, 'title': title})}---\n\n" + "\n\n".join(parts) + "\n"
    )
    made.order.insert(made.order.index(path) + 1, lesson)


def _mend_lesson(made: Made, path: str, errors: list[Diagnostic], log: Log) -> None:
    made.tried[path] = made.tried.get(path, 0) + 1
    text = made.lessons[path]
    matter = split_front_matter(text)
    if made.tried[path] <= 2 and all(each.code == "X801" for each in errors):
        lines = text.split("\n")
        for error in errors:
            span = error.location.span
            for number in range(max(span.line, matter.body_line), span.end_line + 1):
                if number <= len(lines):
                    lines[number - 1] = lines[number - 1].replace("<", "&lt;").replace("](", "] (")
            log.lose(f"What a lesson may not hold stands as text. {error.message}", path, span.line)
        made.lessons[path] = "\n".join(lines)
        return
    if made.tried[path] <= 2 and _shown_as_text(made, path, errors):
        log.lose(
            f"A question cannot be asked; it stands as text. {errors[0].message}",
            path,
            errors[0].location.span.line,
        )
        return
    head = text[: len(text) - len(matter.body)]
    made.lessons[path] = f"{head}\n{text_block(matter.body.strip(chr(10)), 'text')}\n"
    log.lose(f"This lesson stands as plain text. {errors[0].message}", path, errors[0].location.span.line)


def _shown_as_text(made: Made, path: str, errors: list[Diagnostic]) -> bool:
    """Turn the questions that hold the errors into plain blocks; say whether all errors are in such ones."""
    matter = split_front_matter(made.lessons[path])
    lines = made.lessons[path].split("\n")
    left = {each.location.span.line for each in errors}
    for fence in read_outline(path, matter.body, matter.body_line).quiz_fences:
        inside = {line for line in left if fence.span.line <= line <= fence.span.end_line}
        if inside:
            lines[fence.span.line - 1] = lines[fence.span.line - 1].replace("quiz", "text", 1)
            left -= inside
    made.lessons[path] = "\n".join(lines)
    return not left


def text_block(text: str, language: str = "text") -> str:
    """Give a text as a code block, which shows it as it is."""
    runs = [len(run) for run in re.findall(r"`{3,}", text)]
    ticks = "`" * (max(runs, default=2) + 1)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"
