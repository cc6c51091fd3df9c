"""What the frame around a quiz's questions says and lets a script do. Pure."""

from __future__ import annotations

from typing import Any

from chapbook.model.module import Feedback, Lesson, Purpose, Quiz
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.site.words import words

View = dict[str, Any]


def quiz_view(quiz: Quiz, page: PagePlan, module: ModulePlan, addresses: Addresses) -> View:
    """Give the quiz's settings, what to tell the learner about them, and for a pretest the lessons it speaks of."""
    drawn = quiz.draw if 0 < quiz.draw < len(quiz.questions) else 0
    is_pretest = quiz.purpose is Purpose.PRETEST
    return {
        "id": quiz.id,
        "purpose": quiz.purpose.value,
        "at_end": quiz.feedback is Feedback.END,
        "draw": drawn,
        "mixed": quiz.shuffle_questions,
        "attempts": quiz.attempts,
        "count": len(quiz.questions),
        "facts": _facts(quiz, drawn, page.language),
        "pretest": is_pretest,
        "lessons": _lessons(page, module, addresses) if is_pretest else [],
        "completion": addresses.between(page, module.completion),
    }


def _facts(quiz: Quiz, drawn: int, language: str) -> list[str]:
    t = words(language).t
    count = len(quiz.questions)
    facts = [t("quiz.drawn", count=drawn, total=count) if drawn else t("module.question_count", count=count)]
    points = sum(each.points for each in quiz.questions if each.graded)
    if points and not drawn:
        facts.append(t("quiz.points", count=points))
    facts.append(t("quiz.tries", count=quiz.attempts) if quiz.attempts else t("quiz.no_limit"))
    if quiz.feedback is Feedback.END:
        facts.append(t("quiz.at_end"))
    return facts


def _lessons(page: PagePlan, module: ModulePlan, addresses: Addresses) -> list[View]:
    """A lesson without objectives is left out: no answer can say anything about it."""
    return [
        {
            "title": each.title,
            "url": addresses.between(page, each),
            "objectives": " ".join(each.step.objectives),
        }
        for each in module.steps
        if isinstance(each.step, Lesson) and each.step.objectives
    ]
