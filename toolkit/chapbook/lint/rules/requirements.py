"""What a module requires of a learner (S110)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chapbook.diag.diagnostic import Finding, Place
from chapbook.model.module import Module
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Neighbour, Subject


def prerequisite_cycle(subject: Subject, module: Module) -> Iterator[Finding]:
    """S110: a module requires another that, in the end, requires the first. Optional requirements bind nobody."""
    for n, each in enumerate(module.requires):
        if not each.module or each.optional:
            continue
        way = _way_back(each.module, module.id, subject.neighbours or {})
        if way:
            place = Place(path=MODULE_FILE, data_path=("requires", n, "module"))
            yield Finding(
                code="S110",
                message=_message(module.id, way),
                place=place,
                hint="Take one of the requirements out, or add “optional: true” to it.",
            )


def _message(own: str, way: list[str]) -> str:
    if way == [own]:
        return f"“{own}” requires itself, so no learner could ever begin it."
    circle = ", which requires ".join(f"“{name}”" for name in (*way[:-1], own))
    return f"“{own}” requires {circle}: learners would go round in a circle and find no place to begin."


def _way_back(start: str, goal: str, neighbours: Mapping[str, Neighbour]) -> list[str]:
    """Give the shortest way of requirements from `start` to `goal`, both included; empty when there is none."""
    before = {start: ""}
    queue = [start]
    for name in queue:
        if name == goal:
            way = [name]
            while before[way[0]]:
                way.insert(0, before[way[0]])
            return way
        known = neighbours.get(name)
        for following in known.requires if known else ():
            if following not in before:
                before[following] = name
                queue.append(following)
    return []
