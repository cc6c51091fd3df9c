"""What all questions are made of: where they stand, the task, the stem, what is folded away. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from chapbook.model.question import Question
from chapbook.site.html import element

Rich = Callable[[str], str]
"""Markdown in, safe HTML out."""

TASKS = {
    "single": "Choose one",
    "multiple": "Choose all that apply",
    "text": "Type your answer",
    "number": "Type a number",
    "cloze": "Fill the gaps",
    "match": "Find the pairs",
    "order": "Bring into order",
    "reflect": "Think and write",
    "card": "Recall",
    "checklist": "Tick what is done",
}

ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a question stands and how its texts become HTML.

    `name` is unique on the page; `uid` is the module's.
    `rich` gives blocks; `line` gives the same without the `<p>` around a single paragraph.
    """

    label: str
    name: str
    uid: str
    rich: Rich
    line: Rich


def task_of(question: Question) -> str:
    """Give the few words that say what to do, as HTML."""
    return escape(TASKS[question.type])


def details(summary: str, inside: str, question: Question, it: Setting) -> str:
    """Fold the answer, and the explanation below it, behind a summary."""
    explanation = it.rich(question.explanation) if question.explanation else ""
    if explanation:
        inside += element("div", {"class": "cb-explanation"}, explanation)
    return folded("cb-answer", summary, inside)


def folded(name: str, summary: str, inside: str) -> str:
    """Write a `<details>`; `inside` is HTML."""
    body = element("div", {"class": "cb-inside"}, inside)
    return element("details", {"class": name}, element("summary", {}, escape(summary)), body)


def hints_html(question: Question, it: Setting) -> str:
    """Write the hints, each folded."""
    hints = [
        folded("cb-hint", f"Hint {place}", it.rich(hint)) for place, hint in enumerate(question.hints, 1)
    ]
    return element("div", {"class": "cb-hints"}, *hints) if hints else ""


def stem_html(question: Question, it: Setting) -> str:
    """Write the stem of a question that has no legend."""
    return element("div", {"class": "cb-stem"}, it.rich(question.stem)) if question.stem else ""
