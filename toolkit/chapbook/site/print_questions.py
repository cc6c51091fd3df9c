"""Questions on paper: something to tick or a line to write on; what is right stands elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from chapbook.model.answers import cloze_blanks
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
from chapbook.site.html import element
from chapbook.site.question_arranged import mixed
from chapbook.site.question_parts import Setting

_BLANK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
_MARK = "\N{FULLWIDTH LOW LINE}" * 3
_LINE = '<span class="cb-line"></span>'


def paper_html(question: Question, number: int, it: Setting) -> str:
    """Write a question to be answered with a pen."""
    label = f"{it.words.t('question.label_number', number=number)} · {it.words.t(f'tasks.{question.type}')}"
    head = element("p", {"class": "cb-ask__label"}, escape(label))
    return element("section", {"class": "cb-ask"}, head, _stem(question, it), _place(question, it))


def answer_html(question: Question, it: Setting) -> str:
    """Write what is right and why; empty when there is nothing to say."""
    explanation = it.rich(question.explanation) if question.explanation else ""
    return _answer(question, it) + explanation


def _stem(question: Question, it: Setting) -> str:
    if isinstance(question, Card):
        return it.rich(question.front)
    return it.rich(question.stem) if question.stem else ""


def _place(question: Question, it: Setting) -> str:
    if isinstance(question, SingleChoice | MultipleChoice):
        return _list("ul", "cb-boxes", (it.line(option.text) for option in question.options))
    if isinstance(question, Checklist):
        return _list("ul", "cb-boxes", map(it.line, question.items))
    if isinstance(question, Cloze):
        return it.rich(_BLANK.sub(_MARK, question.text)).replace(
            _MARK, '<span class="cb-line cb-line--gap"></span>'
        )
    if isinstance(question, Match):
        rights = [pair.right for pair in question.pairs]
        sides = (_list("ul", "cb-blank", (it.line(pair.left) for pair in question.pairs)),
                 _list("ul", "", map(it.line, mixed(sorted(set(rights)), rights))))  # fmt: skip
        return element("div", {"class": "cb-sides"}, *sides)
    if isinstance(question, Order):
        return _list("ul", "cb-blank", map(it.line, mixed(question.items, question.items)))
    lines = {"reflect": 4, "card": 2}.get(question.type, 1)
    unit = f" {escape(question.unit)}" if isinstance(question, NumberQuestion) and question.unit else ""
    return element("p", {"class": "cb-write"}, _LINE * lines, unit)


def _answer(question: Question, it: Setting) -> str:
    if isinstance(question, SingleChoice | MultipleChoice):
        return _list("ul", "", (it.line(option.text) for option in question.options if option.correct))
    if isinstance(question, TextQuestion):
        return _list(
            "ul", "", (element("code", {}, escape(each)) for each in question.accept or (question.pattern,))
        )
    if isinstance(question, NumberQuestion):
        return element("p", {}, escape(_number(question, it)))
    if isinstance(question, Cloze):
        gaps = (it.words.t("question.or").join(each) for each in cloze_blanks(question.text))
        return _list("ul", "", map(escape, gaps))
    if isinstance(question, Match):
        return _list("ul", "", (f"{it.line(pair.left)} → {it.line(pair.right)}" for pair in question.pairs))
    if isinstance(question, Order):
        return _list("ol", "", map(it.line, question.items))
    if isinstance(question, Reflect):
        return it.rich(question.model_answer) + _list("ul", "", map(it.line, question.rubric))
    return it.rich(question.back) if isinstance(question, Card) else ""


def _number(question: NumberQuestion, it: Setting) -> str:
    low, high = (_figure(each, it) for each in (question.low, question.high))
    shown = low if question.low == question.high else it.words.t("question.between", low=low, high=high)
    if question.answer is not None and question.low != question.high:
        shown = f"{_figure(question.answer, it)} ({shown})"
    return f"{shown} {question.unit}".strip()


def _figure(value: float, it: Setting) -> str:
    text = f"{value:.12g}"
    return text if "e" in text else it.words.number(text)


def _list(name: str, look: str, items: Iterable[str]) -> str:
    inside = [element("li", {}, each) for each in items]
    return element(name, {"class": look or None}, *inside) if inside else ""
