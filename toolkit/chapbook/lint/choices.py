"""The choices of a module, with the quiz file they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.model.module import Module, Quiz
from chapbook.model.question import MultipleChoice, Option, SingleChoice

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
