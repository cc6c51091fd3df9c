"""Options of choices: what they teach, and what they give away (Q505, Q506, Q509, Q511)."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Severity
from chapbook.lint.choices import choices, is_shuffled_by, is_true_false, settled
from chapbook.lint.places import inside
from chapbook.lint.plain import holds, short, visible
from chapbook.lint.thresholds import Thresholds
from chapbook.lint.wordlists import words
from chapbook.model.module import Module
from chapbook.model.question import MultipleChoice, Option, SingleChoice
from chapbook.model.subject import Subject

_END = " .!?:;…。"


def wrong_without_feedback(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q505: a wrong option without feedback in a question without an explanation, once a question."""
    for question, _ in choices(module):
        silent = [each for each in question.options if not each.correct and not each.feedback.strip()]
        if silent and not question.explanation.strip():
            more = f", and {len(silent) - 1} more," if len(silent) > 1 else ""
            verb = "have" if more else "has"
            message = (
                f"The wrong option “{short(silent[0].text)}”{more} {verb} no feedback and the question no explanation: "
                "whoever chose it learns nothing."
            )
            hint = "Say in its feedback what is wrong with that idea, or add an explanation for all."
            yield Finding(code="Q505", message=message, place=inside(silent[0].place, "text"), hint=hint)


def correct_longest(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """Q506: the right option of a single choice is so much longer that it gives itself away."""
    for question, _ in choices(module):
        if not isinstance(question, SingleChoice) or (right := settled(question)) is None:
            continue
        length = len(visible(right.text))
        longest = max(len(visible(each.text)) for each in question.options if not each.correct)
        far = length >= longest * thresholds.correct_length_ratio
        if far and length - longest >= thresholds.correct_length_extra:
            message = (
                f"The right option has {length} characters, the longest wrong one {longest}: "
                "learners can choose by length."
            )
            hint = (
                "Shorten the right option, its reason fits into its feedback; or make a wrong one as exact."
            )
            yield Finding(code="Q506", message=message, place=inside(right.place, "text"), hint=hint)


def all_or_none(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q509: “all of the above” and its like; an error where “above” is anywhere, since the options change places."""
    listed = words(module.language)
    phrases = frozenset(listed.all_or_none)
    if not phrases:
        return
    for question, quiz in choices(module):
        shuffled = is_shuffled_by(question, quiz)
        for option in question.options:
            text = visible(option.text).casefold().strip(_END)
            if text in phrases:
                by_place = any(holds(text, each) for each in listed.points_by_place)
                displaced = by_place and shuffled and not option.pin_last
                yield _above(option, displaced=displaced, in_file=quiz is not None)


def _above(option: Option, *, displaced: bool, in_file: bool) -> Finding:
    place = inside(option.place, "text")
    name = f"The option “{short(option.text)}”"
    if displaced:
        message = f"{name} points at the others, but the options change places, so it may stand above them."
        still = "add pin: last to it" if in_file else "write shuffle=off in the fence's first line"
        hint = f"Write an option that says something of its own, or {still}."
        return Finding(code="Q509", message=message, place=place, hint=hint, severity=Severity.ERROR)
    message = (
        f"{name} can be judged without knowing the answer: two right ones, or one wrong one, are enough."
    )
    hint = "Write an option that says something of its own, or make it a multiple choice."
    return Finding(code="Q509", message=message, place=place, hint=hint)


def number_of_options(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """Q511: too few options to choose from, or more than anybody writes well."""
    is_listed = bool(words(module.language).true_false)
    for question, _ in choices(module):
        number = len(question.options)
        few = is_listed and 2 <= number < thresholds.options_min and not is_true_false(question.options)
        many = number > thresholds.options_max and not isinstance(question, MultipleChoice)
        if few:
            message = (
                f"The question “{question.id}” has {number} options: guessing is right one time in {number}."
            )
            hint = "Add a wrong option that somebody would believe."
        elif many:
            message = (
                f"The question “{question.id}” has {number} options: all are read, and few are ever chosen."
            )
            hint = "Keep the wrong options that learners really choose; two or three are enough."
        else:
            continue
        yield Finding(code="Q511", message=message, place=inside(question.place, "options"), hint=hint)
