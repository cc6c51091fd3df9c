"""Exercises in prose: headings that announce one, and whether learners can check what they did."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from chapbook.diag.diagnostic import Span
from chapbook.lint.code import without_code
from chapbook.lint.plain import holds
from chapbook.lint.wordlists import WordList, words
from chapbook.model.module import Lesson, Module
from chapbook.model.subject import Subject
from chapbook.source.outline import Outline

_NUMBERED = re.compile(r"[\s\d.:!)–—-]*$|\s*\d*\s*[:–—-]\s")
_FOLDED = re.compile(r"^\s*(<details|\?\?\?\+? )", re.MULTILINE)

_REACH = 20
"""How many exercises in a row one solution may serve."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A heading that announces an exercise; `can_check` when a question, a solution or a check follows below it."""

    title: str
    span: Span
    can_check: bool


def exercises(subject: Subject, module: Module, lesson: Lesson) -> Iterator[Exercise]:
    """Give the exercises of a lesson in order."""
    outline = subject.outlines.get(lesson.path)
    listed = words(module.language)
    if outline is None or not listed.exercises:
        return
    announced = [announces(each.text, listed.exercises) for each in outline.headings]
    if not any(announced):
        return
    lines = without_code(outline.body).split("\n")
    asked_at = [fence.span.line for fence in outline.quiz_fences]
    for heading, end, wanted in zip(outline.headings, _ends(outline), announced, strict=True):
        if wanted:
            text = "\n".join(lines[heading.span.line + 1 - outline.body_line : end - outline.body_line])
            asked = bisect_right(asked_at, heading.span.line) < bisect_left(asked_at, end)
            can_check = (
                asked or _has_solution(text, listed) or _solution_follows(outline, announced, end, listed)
            )
            yield Exercise(heading.text, heading.span, can_check)


def _solution_follows(outline: Outline, announced: list[bool], line: int, listed: WordList) -> bool:
    """Say whether the first part from `line` on that is no exercise is a solution: one may serve several."""
    following = bisect_left(outline.headings, line, key=lambda each: each.span.line)
    after = (n for n in range(following, min(following + _REACH, len(announced))) if not announced[n])
    first = next(after, None)
    return first is not None and any(holds(outline.headings[first].text, each) for each in listed.solutions)


def announces(title: str, names: tuple[str, ...]) -> bool:
    """Say whether a heading is one of `names`, alone or with a number or what it is about: “Exercise 2: file names”."""
    folded = " ".join(title.casefold().split())
    return folded.startswith(names) and any(
        folded.startswith(name) and _NUMBERED.match(folded[len(name) :]) for name in names
    )


def _ends(outline: Outline) -> list[int]:
    """Give for each heading the line where its section ends: at the next heading that is not below it."""
    last = outline.body_line + outline.body.count("\n") + 1
    headings = outline.headings
    following = [len(headings)] * len(headings)
    for n in reversed(range(len(headings))):
        later = n + 1
        while later < len(headings) and headings[later].level > headings[n].level:
            later = following[later]
        following[n] = later
    return [headings[later].span.line if later < len(headings) else last for later in following]


def _has_solution(text: str, listed: WordList) -> bool:
    return _FOLDED.search(text) is not None or any(holds(text, each) for each in listed.solutions)
