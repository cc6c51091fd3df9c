"""Questions as HTML that works without JavaScript and that the player then takes over. Pure.

Texts of a question are Markdown; `rich` turns one into safe HTML. The markup here is the only source of a
question's markup: nothing of it ever comes from a module's own HTML. Feedback, answer and explanation stand once, in
a `<details>`; the player copies nodes out of it and never writes HTML.
"""

from __future__ import annotations

import json
from html import escape

from chapbook.model.question import (
    Card,
    Checklist,
    Cloze,
    Match,
    MultipleChoice,
    NumberQuestion,
    Order,
    Question,
    Reflect,
    SingleChoice,
    TextQuestion,
)
from chapbook.site import question_readings as readings
from chapbook.site.html import Attributes, element, start_tag
from chapbook.site.question_parts import ONE_PARAGRAPH, Setting, details, hints_html, task_of

PLAYABLE = ("single", "multiple", "text", "number")
"""Types that the player checks; the others are read, with their answer behind `<details>`."""


def question_html(question: Question, setting: Setting) -> str:
    """Write one question."""
    task = element(
        "p", {"class": "cb-question__label"}, f"{escape(setting.label)} <span>{task_of(question)}</span>"
    )
    values: Attributes = {
        "class": "cb-question",
        "id": f"q-{setting.name}",
        "data-search-exclude": True,
        "data-question": question.id or None,
        "data-type": question.type,
        "data-module": setting.uid,
        "data-play": question.type in PLAYABLE,
        **_answer_data(question),
    }
    return element("section", values, task, _body(question, setting), hints_html(question, setting)) + "\n"


def _body(question: Question, it: Setting) -> str:
    match question:
        case SingleChoice() | MultipleChoice():
            return _choice(question, it)
        case TextQuestion() | NumberQuestion():
            return _typed(question, it)
        case Cloze():
            return readings.cloze(question, it)
        case Match():
            return readings.match_pairs(question, it)
        case Order():
            return readings.order(question, it)
        case Reflect():
            return readings.reflect(question, it)
        case Card():
            return readings.card(question, it)
        case Checklist():
            return readings.checklist(question, it)
    raise TypeError(f"no markup for questions of type {question.type!r}")


def _answer_data(question: Question) -> Attributes:
    """What the player needs to judge an answer; plain data, readable by anyone, as in any static page."""
    if isinstance(question, SingleChoice | MultipleChoice):
        right = [str(place) for place, option in enumerate(question.options, 1) if option.correct]
        return {"data-right": " ".join(right)}
    if isinstance(question, TextQuestion):
        wrong = [each.answer for each in question.wrong]
        return {
            "data-accept": _json(question.accept),
            "data-pattern": question.pattern or None,
            "data-wrong": _json(wrong),
        }
    if isinstance(question, NumberQuestion):
        return {
            "data-low": repr(question.low),
            "data-high": repr(question.high),
            "data-unit": question.unit or None,
        }
    return {}


def _json(words: tuple[str, ...] | list[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


def _choice(question: SingleChoice | MultipleChoice, it: Setting) -> str:
    kind = "radio" if isinstance(question, SingleChoice) else "checkbox"
    options = []
    for place, option in enumerate(question.options, 1):
        name = f"q-{it.name}-{place}"
        field = start_tag("input", {"type": kind, "name": f"q-{it.name}", "id": name, "value": str(place)})
        label = element("label", {"for": name}, it.line(option.text))
        options.append(element("div", {"class": "cb-option", "data-option": str(place)}, field, label))
    right = [it.line(option.text) for option in question.options if option.correct]
    return _fieldset(question, it, element("div", {"class": "cb-options"}, *options)) + _answer(
        question,
        it,
        right,
        [(str(place), option.text, option.feedback) for place, option in enumerate(question.options, 1)],
    )


def _typed(question: TextQuestion | NumberQuestion, it: Setting) -> str:
    name = f"q-{it.name}-answer"
    number = isinstance(question, NumberQuestion)
    field = start_tag(
        "input",
        {
            "type": "text",
            "id": name,
            "name": f"q-{it.name}",
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
            "inputmode": "decimal" if number else None,
            "maxlength": "500",
        },
    )
    unit = ""
    if isinstance(question, NumberQuestion):
        right = [escape(shown_number(question))]
        expected: list[tuple[str, str, str]] = []
        unit = element("span", {"class": "cb-unit"}, escape(question.unit)) if question.unit else ""
    else:
        right = [escape(answer) for answer in question.accept] or [
            element("code", {}, escape(question.pattern))
        ]
        expected = [(str(place), each.answer, each.feedback) for place, each in enumerate(question.wrong, 1)]
    label = element("label", {"for": name, "class": "cb-typed__label"}, "Your answer")
    box = element("div", {"class": "cb-typed"}, label, field, unit)
    return _fieldset(question, it, box) + _answer(question, it, right, expected)


def shown_number(question: NumberQuestion) -> str:
    """Write the right number as a reader expects it: `3 km`, `2.5 to 3.5`, `3 (2.9 to 3.1 counts)`."""
    unit = f" {question.unit}" if question.unit else ""
    between = f"{_number(question.low)} to {_number(question.high)}"
    if question.answer is None:
        return between + unit
    if question.low == question.high:
        return _number(question.answer) + unit
    return f"{_number(question.answer)}{unit} (anything from {between} counts)"


def _number(value: float) -> str:
    return f"{round(value, 10):.10f}".rstrip("0").rstrip(".")


def _fieldset(question: Question, it: Setting, inside: str) -> str:
    """The first paragraph of the stem is the legend; what follows it stands below and is referred to."""
    stem = it.rich(question.stem)
    first = ONE_PARAGRAPH.match(stem)
    legend, rest = (first[1], stem[first.end() :].strip()) if first else (task_of(question), stem.strip())
    more = f"q-{it.name}-stem"
    buttons = element(
        "div",
        {"class": "cb-actions", "hidden": True},
        '<button type="button" class="cb-button" data-do="check">Check</button>',
        '<button type="button" class="cb-button cb-button--quiet" data-do="retry" hidden>Try again</button>',
    )
    return element(
        "fieldset",
        {"aria-describedby": more if rest else None},
        element("legend", {}, legend),
        element("div", {"class": "cb-stem", "id": more}, rest) if rest else "",
        inside,
        buttons,
        '<div class="cb-result" role="status" aria-live="polite" tabindex="-1" hidden></div>',
    )


def _answer(question: Question, it: Setting, right: list[str], said: list[tuple[str, str, str]]) -> str:
    """The answer, the feedback of each option or expected wrong answer, and the explanation, behind one summary."""
    word = "Answer" if len(right) == 1 else "Answers"
    rows = [element("p", {"class": "cb-right"}, f"<strong>{word}:</strong> ", "; ".join(right))]
    feedback = [
        element(
            "li",
            {"data-for": place},
            element("span", {"class": "cb-said"}, it.line(text)),
            element("div", {"class": "cb-feedback"}, it.rich(words)),
        )
        for place, text, words in said
        if words
    ]
    if feedback:
        rows.append(element("ul", {"class": "cb-feedbacks"}, *feedback))
    return details("Show the answer", "".join(rows), question, it)
