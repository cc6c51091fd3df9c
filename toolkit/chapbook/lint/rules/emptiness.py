"""Pages and headings with nothing in them (S113)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.code import without_comments
from chapbook.model.module import Lesson, Module
from chapbook.model.subject import Subject
from chapbook.source.outline import Heading, Outline

_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
"""A line across the page, which nobody can read."""


def nothing_in_it(subject: Subject, module: Module) -> Iterator[Finding]:
    """S113: a lesson without text, a quiz without questions, or a heading with nothing below it."""
    for step in (*module.steps, *module.unlisted_quizzes):
        if isinstance(step, Lesson):
            if step.path in subject.outlines:
                yield from _in_lesson(subject.outlines[step.path])
        elif not step.questions and not _has_questions(subject, step.path):
            message = f"The quiz “{step.path}” has no questions, so learners come to an empty page."
            hint = "Write a question, or take the quiz out of lessons: and delete it."
            place = Place(path=step.path, data_path=("questions",))
            yield Finding(code="S113", message=message, place=place, hint=hint)


def _has_questions(subject: Subject, path: str) -> bool:
    """Say whether questions are written, or the key is missing: other rules say so, and what cannot be read too."""
    document = next((each for name, each in subject.documents.items() if name == path), None)
    data = document.data if document else None
    return not isinstance(data, dict) or data.get("questions") != []


def _in_lesson(outline: Outline) -> Iterator[Finding]:
    filled = [*islice(_filled(outline), None if outline.headings else 1)]
    if not filled:
        message = f"The lesson “{outline.path}” has no text, so learners come to an empty page."
        hint = "Write it, or take it out of lessons: in module.yml and delete the file."
        yield Finding(code="S113", message=message, place=Place(path=outline.path), hint=hint)
        return
    for heading, following in zip(outline.headings, [*outline.headings[1:], None], strict=False):
        if following is not None and following.level > heading.level:
            continue
        end = following.span.line if following else filled[-1] + 1
        if bisect_right(filled, heading.span.line) == bisect_left(filled, end):
            yield _nothing_below(outline, heading)


def _filled(outline: Outline) -> Iterator[int]:
    """Give the lines with something to read below headings."""
    inside = {
        line for each in outline.headings for line in range(each.span.line, each.span.end_line + 1)
    } | _underlines(outline)
    for line, text in enumerate(without_comments(outline.body).split("\n"), outline.body_line):
        if (bare := text.strip()) and line not in inside and not _is_rule(bare, text):
            yield line


def _is_rule(bare: str, text: str) -> bool:
    return bare[0] in "-*_" and _RULE.fullmatch(text) is not None


def _underlines(outline: Outline) -> set[int]:
    """Give the lines below headings that are written with === or ---."""
    lines = outline.body.split("\n") if outline.headings else []
    found = set()
    for each in outline.headings:
        index = each.span.end_line + 1 - outline.body_line
        text = lines[index].strip() if 0 <= index < len(lines) else ""
        if text and set(text) in ({"="}, {"-"}):
            found.add(each.span.end_line + 1)
    return found


def _nothing_below(outline: Outline, heading: Heading) -> Finding:
    message = f"Below the heading “{heading.text}” there is nothing; readers look for text that is not there."
    hint = "Write what belongs there, or take the heading out."
    return Finding(code="S113", message=message, place=Place(path=outline.path, span=heading.span), hint=hint)
