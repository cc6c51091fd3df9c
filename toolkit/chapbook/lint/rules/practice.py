"""Practice: exercises that can be checked, questions that come back, an end that gathers (P608, P609)."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.places import inside
from chapbook.lint.plain import short
from chapbook.lint.practice import announces, exercises
from chapbook.lint.wordlists import words
from chapbook.model.module import Lesson, Module, Quiz
from chapbook.model.question import Card, Reflect
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject

_FEW_LESSONS = 3
"""From so many lessons on, what was learned is too much to keep without gathering it."""


def exercise_without_solution(subject: Subject, module: Module) -> Iterator[Finding]:
    """P608: learners do an exercise and cannot find out whether they did it well."""
    for lesson in module.lessons:
        for exercise in exercises(subject, module, lesson):
            if not exercise.can_check:
                message = f"Below “{short(exercise.title)}” nothing lets learners check what they did."
                hint = "Add a solution, a heading “Check your work”, or a question; a checklist will do."
                yield Finding(
                    code="P608", message=message, place=Place(path=lesson.path, span=exercise.span), hint=hint
                )
    unread = {finding.place for finding in subject.findings if finding.code == "S114"}
    for question in module.questions():
        silent = isinstance(question, Reflect) and not (question.model_answer or question.rubric)
        if silent and not question.explanation and question.place not in unread:
            message = f"The question “{question.id}” has no model answer, so learners cannot compare theirs with one."
            hint = "Write a model answer, or points that a good answer has."
            yield Finding(code="P608", message=message, place=inside(question.place, "id"), hint=hint)


def nothing_comes_back(subject: Subject, module: Module) -> Iterator[Finding]:
    """P609: `review` is set and no question is marked for it; or a module ends without gathering up."""
    questions = module.questions()
    if module.review_after_days and questions and not any(each.review for each in questions):
        message = "The module has days for review, but no question is marked for it, so none comes back."
        hint = "Write review at the questions worth asking again (review: true in a quiz file)."
        yield Finding(
            code="P609",
            message=message,
            place=Place(path=MODULE_FILE, data_path=("review",), key=True),
            hint=hint,
        )
    if len(module.lessons) >= _FEW_LESSONS and not _gathers(subject, module):
        message = "Nothing gathers up what this module taught: no quiz at the end, no summary, no card."
        hint = "End with a quiz over all lessons, or with a heading “Summary” and what to keep."
        place = Place(path=MODULE_FILE, data_path=("lessons",), key=True)
        yield Finding(code="P609", message=message, place=place, hint=hint)


def _gathers(subject: Subject, module: Module) -> bool:
    if isinstance(module.steps[-1], Quiz) or any(isinstance(each, Card) for each in module.questions()):
        return True
    names = words(module.language).summaries
    return not names or any(_has_summary(subject, lesson, names) for lesson in module.lessons)


def _has_summary(subject: Subject, lesson: Lesson, names: tuple[str, ...]) -> bool:
    outline = subject.outlines.get(lesson.path)
    titles = (
        [lesson.title, *(each.text for each in outline.headings if outline)] if outline else [lesson.title]
    )
    return any(announces(title, names) for title in titles)
