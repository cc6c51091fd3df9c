"""Questions that ask what a program prints: what it prints must be a right answer (Q504)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chapbook.diag.diagnostic import Finding
from chapbook.lint.answers import compiled, matches
from chapbook.lint.places import inside
from chapbook.model.answers import State, judge_text
from chapbook.model.module import Module
from chapbook.model.program import LANGUAGES, Program, Ran, programs_in
from chapbook.model.question import TextQuestion
from chapbook.model.subject import Subject

_SHOWN = 60


def output_differs(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q504: a program that prints something else. `Subject.runs` holds what programs printed, if they were run."""
    for question in module.questions():
        if not isinstance(question, TextQuestion) or question.run not in LANGUAGES:
            continue
        if found := _problem(question, subject.runs or {}):
            message, hint = found
            yield Finding(code="Q504", message=message, place=inside(question.place, "run"), hint=hint)


def _no_single_program(question: TextQuestion, count: int) -> tuple[str, str]:
    many = f"holds {count} blocks of {question.run}" if count else f"holds no block of {question.run}"
    message = (
        f"The question “{question.id}” asks what code prints, but its stem {many}, so it cannot be tried."
    )
    return message, f"Put one block into the stem, fenced with ~~~{question.run} and ~~~, or take “run” away."


def _problem(question: TextQuestion, runs: Mapping[Program, Ran]) -> tuple[str, str] | None:
    programs = programs_in(question)
    if len(programs) != 1:
        return _no_single_program(question, len(programs))
    ran = runs.get(programs[0])
    return None if ran is None else _problem_of(question, ran)


def _problem_of(question: TextQuestion, ran: Ran) -> tuple[str, str] | None:
    name = f"the code of the question “{question.id}”"
    if ran.problem:
        message = f"When it is run, {name} {ran.problem}; so nobody knows what it prints."
        return message, "Run it yourself and mend it. If it is meant to fail, take “run” away."
    printed = ran.output.rstrip()
    state = judge_text(question, printed, _fits).state
    if state is State.EMPTY:
        return f"When it is run, {name} prints nothing, so no answer is right.", "Let it print its result."
    if state is not State.WRONG:
        return None
    message = f"When it is run, {name} prints “{_short(printed)}”, which the key does not accept."
    return message, "Correct the code, or the accepted answers."


def _fits(pattern: str, answer: str) -> bool | None:
    ready = compiled(pattern)
    return False if isinstance(ready, str) else matches(ready, answer)


def _short(text: str) -> str:
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
