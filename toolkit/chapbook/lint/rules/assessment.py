"""Questions whose key cannot be right (Q…)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.answers import blanks, compiled, matches, same_answer, same_option
from chapbook.lint.places import inside
from chapbook.model.module import Module
from chapbook.model.question import (
    Checklist,
    Cloze,
    Match,
    MultipleChoice,
    NumberQuestion,
    Order,
    Question,
    SingleChoice,
    TextQuestion,
)
from chapbook.model.subject import Subject

_SHOWN = 60


def correct_options(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q501: a choice with no right option, with too many, or with nothing but right ones."""
    for question in module.questions():
        problem = _choice_problem(question) if isinstance(question, SingleChoice | MultipleChoice) else None
        if problem is not None:
            message, hint = problem
            yield Finding(code="Q501", message=message, place=inside(question.place, "id"), hint=hint)


def _choice_problem(question: SingleChoice | MultipleChoice) -> tuple[str, str] | None:
    right, all_of_them = sum(each.correct for each in question.options), len(question.options)
    name = f"The question “{question.id}”"
    if all_of_them == 0:
        return None
    if right == 0:
        return f"{name} has no right option, so nobody can answer it.", "Mark the right option or options."
    if right == all_of_them:
        hint = "Add a wrong option, or use type reflect or checklist when there is nothing to get wrong."
        return f"{name} has only right options, so any answer passes.", hint
    if isinstance(question, SingleChoice) and right > 1:
        hint = "Keep one of them, or make it a multiple choice: type multiple."
        return f"{name} is a single choice but has {right} right options.", hint
    return None


def duplicate_options(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q502: two options, left sides or items that read the same."""
    for question in module.questions():
        for what, texts in _to_tell_apart(question):
            yield from _repeated(what, texts)


def _to_tell_apart(question: Question) -> Iterator[tuple[str, list[tuple[str, Place]]]]:
    if isinstance(question, SingleChoice | MultipleChoice):
        yield "option", [(each.text, inside(each.place, "text")) for each in question.options]
    elif isinstance(question, Match):
        yield "left side", [(each.left, inside(each.place, "left")) for each in question.pairs]
    elif isinstance(question, Order | Checklist):
        yield "item", [(text, inside(question.place, "items", n)) for n, text in enumerate(question.items)]


def _repeated(what: str, texts: Iterable[tuple[str, Place]]) -> Iterator[Finding]:
    seen = set()
    for text, place in texts:
        same = same_option(text)
        if same and same in seen:
            message = f"The {what} “{_short(text)}” is there twice, so learners cannot tell which one counts."
            yield Finding(
                code="Q502", message=message, place=place, hint="Change one of the two, or delete it."
            )
        seen.add(same)


def key_fails_itself(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q503: an answer key that its own comparison refuses."""
    for question in module.questions():
        for place, message, hint in _key_problems(question):
            yield Finding(code="Q503", message=message, place=place, hint=hint)


_Problem = tuple[Place, str, str]


def _key_problems(question: Question) -> Iterator[_Problem]:
    if isinstance(question, TextQuestion):
        yield from _text_problems(question)
    elif isinstance(question, NumberQuestion):
        yield from _number_problems(question)
    elif isinstance(question, Cloze):
        yield from _cloze_problems(question)


def _text_problems(question: TextQuestion) -> Iterator[_Problem]:
    pattern = compiled(question.pattern) if question.pattern else None
    if isinstance(pattern, str):
        message = f"The pattern “{_short(question.pattern)}” is not a regular expression: {pattern}."
        hint = "Correct it, or list the accepted answers instead."
        yield inside(question.place, "pattern"), message, hint
        pattern = None
    elif pattern and question.accept and all(matches(pattern, each) is False for each in question.accept):
        message = f"The pattern “{_short(question.pattern)}” fits none of the accepted answers."
        hint = "A pattern must fit the whole answer. Correct it or the answers."
        yield inside(question.place, "pattern"), message, hint
    accepted = {same_answer(each) for each in question.accept}
    for each in question.wrong:
        if same_answer(each.answer) in accepted or (pattern and matches(pattern, each.answer)):
            message = f"“{_short(each.answer)}” is listed as a wrong answer, but the key accepts it."
            yield inside(each.place, "answer"), message, "Take it out of one of the two."


def _number_problems(question: NumberQuestion) -> Iterator[_Problem]:
    low, high, answer = question.low, question.high, question.answer
    numbers = [low, high] if answer is None else [low, high, answer]
    if not all(map(isfinite, numbers)):
        yield (
            question.place,
            "The answer of this question is not a finite number.",
            "Write a number such as 3.5.",
        )
    elif low > high:
        message = f"No number is right: the lowest, {low:g}, is above the highest, {high:g}."
        place = inside(question.place, "between" if answer is None else "tolerance")
        yield place, message, "Write the smaller number first; a tolerance is never negative."
    elif answer is not None and not low <= answer <= high:
        message = f"The answer, {answer:g}, is outside what counts as right: {low:g} to {high:g}."
        yield inside(question.place, "answer"), message, "Correct the answer or the range."


def _cloze_problems(question: Cloze) -> Iterator[_Problem]:
    found, place = blanks(question.text), inside(question.place, "text")
    if found is None:
        yield place, "A blank starts with [[ and never ends.", "Close it with ]]."
    elif not found:
        yield place, "This cloze has no blank to fill in.", "Put an answer in double brackets: [[answer]]."
    elif any(not each for answers in found for each in answers):
        message = "A blank has an empty answer, so leaving it empty would be right."
        yield place, message, "Write the answer in it: [[answer]] or [[answer|alternative]]."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
