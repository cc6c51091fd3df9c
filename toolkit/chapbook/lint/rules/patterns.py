"""What a whole quiz gives away: by the length of its right options, or by their place (Q507, Q508)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.choices import is_shuffled_by, quizzes, settled
from chapbook.lint.plain import visible
from chapbook.lint.thresholds import Thresholds
from chapbook.model.module import Module, Quiz
from chapbook.model.question import SingleChoice
from chapbook.model.subject import Subject


def correct_often_longest(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """Q507: in most single choices of a quiz the right option is the longest, far more often than by chance."""
    for quiz, asked in quizzes(module):
        if len(asked) < thresholds.pattern_items:
            continue
        longest = [question for question in asked if _is_longest(question)]
        share = 100 * len(longest) / len(asked)
        chance = sum(100 / len(question.options) for question in asked) / len(asked)
        if share >= thresholds.longest_percent and share >= chance + thresholds.longest_over_chance:
            message = (
                f"In {len(longest)} of {len(asked)} single choices of {_name(quiz)} the right option is the longest: "
                "learners soon choose by length."
            )
            hint = f"Shorten right options, or lengthen wrong ones: {_ids(longest)}."
            yield Finding(code="Q507", message=message, place=_place(quiz, longest), hint=hint)


def _is_longest(question: SingleChoice) -> bool:
    right = settled(question)
    others = (len(visible(each.text)) for each in question.options if not each.correct)
    return right is not None and len(visible(right.text)) > max(others)


def correct_in_one_place(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """Q508: the right option nearly always stands in the same place, and the options do not change places."""
    for quiz, every in quizzes(module):
        asked = [question for question in every if not is_shuffled_by(question, quiz)]
        if len(asked) < thresholds.pattern_items:
            continue
        places = [_position(question) for question in asked]
        position, count = Counter(places).most_common(1)[0]
        if 100 * count > thresholds.position_percent * len(asked):
            there = [each for each, place in zip(asked, places, strict=True) if place == position]
            message = (
                f"In {count} of {len(asked)} single choices of {_name(quiz)} the right option is number {position}, "
                "and the options stay in their places."
            )
            hint = f"Let the options change places, or move right options: {_ids(there)}."
            yield Finding(code="Q508", message=message, place=_place(quiz, there), hint=hint)


def _position(question: SingleChoice) -> int:
    return next(n for n, each in enumerate(question.options, start=1) if each.correct)


def _name(quiz: Quiz | None) -> str:
    return f"the quiz “{quiz.id}”" if quiz else "the lessons"


def _place(quiz: Quiz | None, questions: Sequence[SingleChoice]) -> Place:
    return Place(path=quiz.path, data_path=("questions",), key=True) if quiz else questions[0].place


def _ids(questions: Sequence[SingleChoice]) -> str:
    names = [each.id for each in questions[:6]]
    return ", ".join(names) + (" and more" if len(questions) > 6 else "")
