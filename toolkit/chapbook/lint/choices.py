"""The choices of a module, with the quiz file they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chapbook.lint.plain import visible
from chapbook.lint.wordlists import LANGUAGES, words
from chapbook.model.module import Module, Quiz
from chapbook.model.question import MultipleChoice, Option, SingleChoice

_END = " .!?:;…。"
Choice = SingleChoice | MultipleChoice


def choices(module: Module) -> Iterator[tuple[Choice, Quiz | None]]:
    """Give every choice in order; None instead of a quiz for those in lessons."""
    for step in (*module.steps, *module.unlisted_quizzes):
        for question in step.questions:
            if isinstance(question, SingleChoice | MultipleChoice):
                yield question, step if isinstance(step, Quiz) else None


def is_shuffled_by(question: Choice, quiz: Quiz | None) -> bool:
    """Say whether a choice's options change places: as itself says, else its quiz; in lessons they do."""
    if question.shuffle is not None:
        return question.shuffle
    return quiz is None or quiz.shuffle_options


def settled(question: Choice) -> Option | None:
    """Give the one right option of a choice that also has wrong ones; None when there is no such."""
    right = [each for each in question.options if each.correct]
    return right[0] if len(right) == 1 < len(question.options) else None


def quizzes(module: Module) -> Iterator[tuple[Quiz | None, list[SingleChoice]]]:
    """Give what learners take for one quiz, with its single choices: each quiz file, and all lessons together."""
    groups: dict[str, tuple[Quiz | None, list[SingleChoice]]] = {}
    for question, quiz in choices(module):
        if isinstance(question, SingleChoice) and settled(question) is not None:
            groups.setdefault(quiz.path if quiz else "", (quiz, []))[1].append(question)
    yield from groups.values()


def is_true_false(options: Sequence[Option]) -> bool:
    """Say whether options are a pair such as true and false, in any listed language: code and maths borrow English."""
    if len(options) != 2:
        return False
    pair = {visible(each.text).casefold().strip(_END) for each in options}
    return any(pair == set(each) for language in LANGUAGES for each in words(language).true_false)
