"""What a page's scripts need to know about its module: the block `cb-module`, and what a card carries. Pure."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from chapbook.model.module import Completion, Lesson, Module, Quiz
from chapbook.model.question import Question
from chapbook.model.question_hash import question_hash
from chapbook.site.comes_back import comes_back
from chapbook.site.links import Addresses, relative_url
from chapbook.site.plan import ModulePlan, PageKind, PagePlan

Facts = dict[str, Any]

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
USUAL_DAYS = (2, 7, 30)
"""Days after which a question comes back, where the module says nothing."""


def learner_uid(module: ModulePlan) -> str:
    """Give the name under which a browser keeps a learner's progress: the uid, else the module's place."""
    return module.module.uid or module.source or module.key


class ModuleBlock:
    """Writes `cb-module` for the pages of one module: what does not hang on the page is written once."""

    def __init__(self, module: ModulePlan, addresses: Addresses) -> None:
        facts = module.module
        self._module, self._addresses = module, addresses
        named = {"uid": learner_uid(module), "id": facts.id, "version": facts.version}
        self._named = _entries(named | {"title": module.overview.title, "language": facts.language})
        self._asked = _entries(
            {
                "completion": _completion(facts.completion, facts),
                "review": {"after_days": list(days_of(facts))},
            }
        )
        self._steps = [
            (
                step,
                _entries({"id": step.step.id if step.step else "", "title": step.title}),
                _step(step, module),
            )
            for step in module.steps
        ]

    def text(self, page: PagePlan) -> Markup:
        """Give the block of a page; `step` is the id of its own step. All addresses are relative to it."""
        between = self._addresses.between
        root = relative_url(f"{self._module.key}/", self._addresses.url(page))
        ways = _entries({"root": root, "url": between(page, self._module.overview)})
        step = _entries({"step": page.step.id if page.step else ""})
        steps = ",".join(
            f"{{{named},{_entries({'url': between(page, each)})},{rest}}}"
            for each, named, rest in self._steps
        )
        return Markup(f'{{{self._named},{ways},{self._asked},{step},"steps":[{steps}]}}')


def _entries(facts: Facts) -> str:
    """Write what stands between the braces of an object."""
    return _json(facts)[1:-1]


def days_of(facts: Module) -> tuple[int, ...]:
    """Give the days after which a module's questions come back."""
    return facts.review_after_days or USUAL_DAYS


def reviewable(module: ModulePlan) -> tuple[tuple[PagePlan, Question], ...]:
    """Give the questions of a module that come back, with the step in which each stands, in the learner's order."""
    return tuple(
        (page, question)
        for page in module.steps
        if page.step
        for question in page.step.questions
        if comes_back(question)
    )


def script_json(value: object) -> Markup:
    """Write JSON that can stand inside `<script>`: no `<`, so no end tag and no comment can begin."""
    return Markup(_json(value))


def _json(value: object) -> str:
    return _JSON.encode(value).replace("<", "\\u003c")


def _completion(asked: Completion | None, facts: Module) -> Facts:
    lessons = [each.id for each in facts.lessons]
    if asked is not None and asked.lessons is not None:
        lessons = [each for each in lessons if each in asked.lessons]
    quiz = {"id": asked.quiz, "pass": asked.pass_percent} if asked and asked.quiz else None
    return {"lessons": lessons, "quiz": quiz}


def _step(page: PagePlan, module: ModulePlan) -> str:
    """Write what is told of a step besides its title and address."""
    step = page.step
    facts: Facts = {
        "kind": "quiz" if page.kind is PageKind.QUIZ else "lesson",
        "questions": [_question(each, module) for each in step.questions if each.id] if step else [],
    }
    if isinstance(step, Quiz):
        facts |= {"purpose": step.purpose.value, "draw": step.draw}
    if isinstance(step, Lesson | Quiz) and step.renamed_from:
        facts["was"] = step.renamed_from
    return _entries(facts)


def _question(question: Question, module: ModulePlan) -> Facts:
    facts: Facts = {
        "id": question.id,
        "hash": module.hashes.get(question.id) or question_hash(question),
        "type": question.type,
        "points": question.points,
        "review": comes_back(question),
        "objective": question.objective,
        "graded": question.graded,
    }
    return facts | ({"was": question.renamed_from} if question.renamed_from else {})
