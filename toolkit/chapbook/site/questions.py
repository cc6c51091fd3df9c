"""Questions as HTML that works without JavaScript and that the player then takes over. Pure.

Texts of a question are Markdown; `rich` turns one into safe HTML. The markup here is the only source of a
question's markup: nothing of it ever comes from a module's own HTML. Feedback, answer and explanation stand once, in
a `<details>`; the player copies nodes out of it and never writes HTML. The key stands in `data-…`: plain data, readable
by anyone, as in any static page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from chapbook.model.module import Lesson, Step
from chapbook.model.question import Question
from chapbook.model.question_hash import question_hash
from chapbook.site import question_arranged as arranged
from chapbook.site import question_chosen as chosen
from chapbook.site import question_own as own
from chapbook.site import question_typed as typed
from chapbook.site.html import Attributes, element
from chapbook.site.question_parts import Setting, hints_html, task_of

Markup = tuple[Attributes, str]
"""What the section carries as data, and what stands in it."""

TYPES: Mapping[str, Callable[[Any, Setting], Markup]] = {
    "single": chosen.choice,
    "multiple": chosen.choice,
    "text": typed.text,
    "number": typed.number,
    "cloze": typed.cloze,
    "match": arranged.match_pairs,
    "order": arranged.order,
    "reflect": own.reflect,
    "card": own.card,
    "checklist": own.checklist,
}

SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "choice": ("single", "multiple"),
    "typed": ("text", "number", "cloze"),
    "arrange": ("match", "order"),
    "own": ("reflect", "card", "checklist"),
}
"""Which script of the theme plays which types."""


def player_scripts(step: Step) -> tuple[str, ...]:
    """Name the scripts that a page needs to play its questions; none for a lesson without any."""
    if isinstance(step, Lesson) and not step.questions:
        return ()
    used = {question.type for question in step.questions}
    return ("answers", "player", *(name for name, types in SCRIPTS.items() if used.intersection(types)))


def question_html(question: Question, setting: Setting) -> str:
    """Write one question."""
    data, body = TYPES[question.type](question, setting)
    task = task_of(question, setting)
    if question.graded and question.points != 1:
        task += f" · {setting.t('question.points', count=question.points)}"
    label = element(
        "p", {"class": "cb-question__label"}, f"{escape(setting.label)} ", element("span", {}, task)
    )
    values: Attributes = {
        "class": "cb-question",
        "id": f"q-{setting.name}",
        "data-question": question.id or None,
        "data-type": question.type,
        "data-module": setting.uid,
        "data-hash": setting.hash or question_hash(question),
        "data-points": str(question.points) if question.graded else None,
        "data-attempts": str(question.attempts) if question.graded and question.attempts else None,
        "data-review": question.review or question.type == "card",
        **data,
    }
    return element("section", values, label, body, hints_html(question, setting)) + "\n"
