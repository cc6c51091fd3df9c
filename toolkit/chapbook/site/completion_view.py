"""What the page about a learner's own completion of a module lists; the script fills in what was done. Pure."""

from __future__ import annotations

from typing import Any

from chapbook.model.module import Completion, Lesson
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PagePlan

View = dict[str, Any]


def completion_view(module: ModulePlan, page: PagePlan, addresses: Addresses) -> View:
    """Give the steps that count, in the learner's order, with the pass mark where there is one."""
    asked = module.module.completion or Completion()
    steps = []
    for each in module.steps:
        if each.step is None or not _counts(each, asked):
            continue
        row: View = {"id": each.step.id, "title": each.title, "url": addresses.between(page, each)}
        is_lesson = isinstance(each.step, Lesson)
        steps.append(row | {"kind": each.kind.value, "pass": 0 if is_lesson else asked.pass_percent})
    return {"steps": steps}


def _counts(page: PagePlan, asked: Completion) -> bool:
    step = page.step
    if step is None:
        return False
    if isinstance(step, Lesson):
        return asked.lessons is None or step.id in asked.lessons
    return step.id == asked.quiz
