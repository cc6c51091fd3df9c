"""What all questions are made of: where they stand, the task, the stem, buttons, what is folded away. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape

from chapbook.model.question import Question
from chapbook.site.html import Attributes, element, start_tag
from chapbook.site.words import Words, words

Rich = Callable[[str], str]
"""Markdown in, safe HTML out."""

ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a question stands and how its texts become HTML.

    `name` is unique on the page; `uid` is the module's; `shuffle` is what holds where the question says nothing;
    `hash` is that of the original, where a translated question shares its answers.
    `rich` gives blocks; `line` gives the same without the `<p>` around a single paragraph.
    """

    label: str
    name: str
    uid: str
    rich: Rich
    line: Rich
    shuffle: bool = True
    hash: str = ""
    words: Words = field(default_factory=lambda: words("en"))

    def t(self, key: str, **values: object) -> str:
        """Give a text of the interface, escaped."""
        return escape(self.words.t(key, **values))


def task_of(question: Question, it: Setting) -> str:
    """Give the few words that say what to do, as HTML."""
    return it.t(f"tasks.{question.type}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What differs between the types inside the one frame: all of it HTML, `stem` Markdown."""

    stem: str
    inside: str
    answer: str = ""
    summary: str = ""
    actions: tuple[str, ...] = ()


def framed(question: Question, it: Setting, frame: Frame) -> str:
    """Put a question into its fieldset, with buttons and a place for the result, and its answer below.

    The first paragraph of the stem is the legend; what follows it stands below and is referred to.
    """
    stem = it.rich(frame.stem) if frame.stem else ""
    first = ONE_PARAGRAPH.match(stem)
    rest = stem[first.end() :].strip() if first else stem.strip()
    legend = (
        element("legend", {}, first[1])
        if first
        else element("legend", {"class": "cb-hidden"}, task_of(question, it))
    )
    more = f"q-{it.name}--stem"
    body = element(
        "fieldset",
        {"aria-describedby": more if rest else None},
        legend,
        element("div", {"class": "cb-stem", "id": more}, rest) if rest else "",
        frame.inside,
        element("div", {"class": "cb-actions", "hidden": True}, *frame.actions) if frame.actions else "",
        '<div class="cb-result" role="status" aria-live="polite" tabindex="-1" hidden></div>',
    )
    explanation = it.rich(question.explanation) if question.explanation else ""
    inside = frame.answer
    if explanation:
        inside += element("div", {"class": "cb-explanation"}, explanation)
    if not inside:
        return body
    return body + folded("cb-answer", frame.summary or it.t("question.show_answer"), inside)


def button(do: str, label: str, *, quiet: bool = False, hidden: bool = False) -> str:
    """Write one of a question's buttons; `label` is HTML."""
    kind = "cb-button cb-button--quiet" if quiet else "cb-button"
    return element("button", {"type": "button", "class": kind, "data-do": do, "hidden": hidden}, label)


def check_and_retry(it: Setting) -> tuple[str, ...]:
    """Write the buttons of questions that are judged."""
    check = button("check", it.t("question.check"))
    return check, button("retry", it.t("question.retry"), quiet=True, hidden=True)


def folded(name: str, summary: str, inside: str) -> str:
    """Write a `<details>`; `summary` and `inside` are HTML."""
    body = element("div", {"class": "cb-inside"}, inside)
    return element("details", {"class": name}, element("summary", {}, summary), body)


def hints_html(question: Question, it: Setting) -> str:
    """Write the hints, each folded."""
    hints = [
        folded("cb-hint", it.t("question.hint", number=place), it.rich(hint))
        for place, hint in enumerate(question.hints, 1)
    ]
    return element("div", {"class": "cb-hints"}, *hints) if hints else ""


def tick_boxes(it: Setting, kind: str, texts: Iterable[tuple[str, Attributes]]) -> str:
    """Write options to choose or points to tick, with what else each carries; places count from 1."""
    rows = []
    for place, (text, values) in enumerate(texts, 1):
        name = f"q-{it.name}--{place}"
        box = start_tag("input", {"type": kind, "name": f"q-{it.name}", "id": name, "value": str(place)})
        label = element("label", {"for": name}, it.line(text))
        rows.append(element("div", {"class": "cb-option", "data-option": str(place), **values}, box, label))
    return element("div", {"class": "cb-options"}, *rows)


def right_words(it: Setting, right: list[str]) -> str:
    """Write "Answer: …"; `right` holds HTML."""
    word = element("strong", {}, it.t("question.answer", count=len(right)))
    return element("p", {"class": "cb-right"}, word, " ", "; ".join(right))


def feedback_list(it: Setting, said: Iterable[tuple[str, str, str]]) -> str:
    """List (place, text, feedback) of options or expected answers; those without feedback are left out."""
    rows = [
        element(
            "li",
            {"data-for": place},
            element("span", {"class": "cb-said"}, it.line(text)),
            element("div", {"class": "cb-feedback"}, it.rich(feedback)),
        )
        for place, text, feedback in said
        if feedback
    ]
    return element("ul", {"class": "cb-feedbacks"}, *rows) if rows else ""


def data_json(value: object) -> str:
    """Write data for an attribute."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
