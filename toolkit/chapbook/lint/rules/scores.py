"""Numbers of a quiz that cannot come true (Q513)."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.model.module import Module
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject


def unreachable_score(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q513: a pass mark that nobody can reach, or more questions drawn than there are."""
    yield from _pass_mark(module)
    for quiz in module.quizzes:
        if quiz.draw > len(quiz.questions) > 0:
            message = f"“draw” asks for {quiz.draw} questions, but this quiz has {len(quiz.questions)}."
            hint = "Write more questions, draw fewer, or write draw: 0 to ask all."
            place = Place(path=quiz.path, data_path=("draw",))
            yield Finding(code="Q513", message=message, place=place, hint=hint)


def _pass_mark(module: Module) -> Iterator[Finding]:
    completion = module.completion
    quiz = next((each for each in module.quizzes if completion and each.id == completion.quiz), None)
    if completion is None or completion.pass_percent == 0:
        return
    place = Place(path=MODULE_FILE, data_path=("completion", "quiz", "pass"))
    if completion.pass_percent > 100:
        message = f"The pass mark is {completion.pass_percent} per cent; more than 100 cannot be reached."
        yield Finding(code="Q513", message=message, place=place, hint="Write a number up to 100, such as 70.")
    elif quiz and quiz.questions and not any(each.graded and each.points for each in quiz.questions):
        message = (
            f"The quiz “{quiz.id}” has no question that gives points, so its pass mark cannot be reached."
        )
        hint = "Add a question that is marked, or take the pass mark out."
        yield Finding(code="Q513", message=message, place=place, hint=hint)
