"""Questions that are answered by typing: text, number, cloze. Pure."""

from __future__ import annotations

import re
from html import escape
from math import isfinite

from chapbook.model.answers import cloze_blanks
from chapbook.model.question import Cloze, NumberQuestion, TextQuestion
from chapbook.site.html import Attributes, element, split_tags, start_tag
from chapbook.site.question_parts import (
    Frame,
    Setting,
    check_and_retry,
    data_json,
    feedback_list,
    framed,
    right_words,
)
from chapbook.site.words import Words

_BLANK = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_FIELD: Attributes = {
    "type": "text",
    "autocomplete": "off",
    "autocapitalize": "none",
    "spellcheck": "false",
    "maxlength": "500",
}


def text(question: TextQuestion, it: Setting) -> tuple[Attributes, str]:
    """Show a field; wrong answers that the author expects have their feedback."""
    right = [escape(answer) for answer in question.accept]
    right = right or [element("code", {}, escape(question.pattern))]
    said = [(str(place), each.answer, each.feedback) for place, each in enumerate(question.wrong, 1)]
    data: Attributes = {
        "data-accept": data_json(question.accept),
        "data-pattern": question.pattern or None,
        "data-wrong": data_json([each.answer for each in question.wrong]),
    }
    answer = right_words(it, right) + feedback_list(it, said)
    frame = Frame(stem=question.stem, inside=_field(it), answer=answer, actions=check_and_retry(it))
    return data, framed(question, it, frame)


def number(question: NumberQuestion, it: Setting) -> tuple[Attributes, str]:
    """Show a field with the unit beside it."""
    data: Attributes = {
        "data-low": repr(question.low),
        "data-high": repr(question.high),
        "data-unit": question.unit or None,
    }
    answer = right_words(it, [escape(shown_number(question, it.words))])
    inside = _field(it, question.unit, decimal=True)
    frame = Frame(stem=question.stem, inside=inside, answer=answer, actions=check_and_retry(it))
    return data, framed(question, it, frame)


def _field(it: Setting, unit: str = "", *, decimal: bool = False) -> str:
    name, beside = f"q-{it.name}--answer", f"q-{it.name}--unit"
    more: Attributes = {
        "id": name,
        "name": f"q-{it.name}",
        "inputmode": "decimal" if decimal else None,
        "aria-describedby": beside if unit else None,
    }
    label = element("label", {"for": name, "class": "cb-typed__label"}, it.t("question.your_answer"))
    shown = element("span", {"class": "cb-unit", "id": beside}, escape(unit)) if unit else ""
    return element("div", {"class": "cb-typed"}, label, start_tag("input", {**_FIELD, **more}), shown)


def shown_number(question: NumberQuestion, words: Words) -> str:
    """Write the right number as a reader expects it: `3 km`, `2.5 to 3.5`, `3 (2.9 to 3.1 counts)`."""
    unit = f" {question.unit}" if question.unit else ""
    low, high = (_number(each, words) for each in (question.low, question.high))
    if question.answer is None:
        return words.t("question.between", low=low, high=high) + unit
    answer = _number(question.answer, words) + unit
    if question.low == question.high:
        return answer
    return words.t("question.anything_between", answer=answer, low=low, high=high)


def _number(value: float, words: Words) -> str:
    if not isfinite(value):
        return str(value)
    return words.number(f"{round(value, 10):.10f}".rstrip("0").rstrip("."))


def cloze(question: Cloze, it: Setting) -> tuple[Attributes, str]:
    """Show the text with a field for each gap, all of one width, so that it says nothing about the word.

    Gaps are cut out before Markdown sees the text; what holds their places cannot stand in it.
    """
    gaps = cloze_blanks(question.text)
    token = "qzgap"
    while token in question.text:
        token += "z"
    places = iter(range(len(gaps)))
    shown = it.rich(_BLANK.sub(lambda _: f"{token}{next(places):03d}", question.text))
    longest = max((len(each) for gap in gaps for each in gap), default=0)
    inside = _with_fields(shown, token, len(gaps), str(min(max(longest + 1, 6), 24)), it)
    right = [element("li", {}, it.t("question.or").join(map(escape, gap))) for gap in gaps]
    frame = Frame(
        stem=question.stem,
        inside=element("div", {"class": "cb-cloze"}, inside),
        answer=element("ol", {}, *right),
        actions=check_and_retry(it),
    )
    return {"data-blanks": data_json(gaps)}, framed(question, it, frame)


def _with_fields(html: str, token: str, total: int, size: str, it: Setting) -> str:
    """Put fields where gaps stand as text; inside an attribute (of a link, say) a gap is only shown as one."""

    def field(found: re.Match[str]) -> str:
        place = int(found[1]) + 1
        values: Attributes = {
            "id": f"q-{it.name}--{place}",
            "name": f"q-{it.name}--{place}",
            "size": size,
            "data-gap": str(place),
            "aria-label": it.words.t("question.gap_of", number=place, total=total),
        }
        return element("span", {"class": "cb-gap"}, start_tag("input", {**_FIELD, **values}))

    word = re.compile(rf"{token}(\d{{3}})")
    pieces = split_tags(html)
    pieces[::2] = [word.sub(field, each) for each in pieces[::2]]
    pieces[1::2] = [word.sub("…", each) for each in pieces[1::2]]
    return "".join(pieces)
