"""A question as a fence for a lesson. What is written is read again: only a fence that gives the same is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.model.fence_decoder import decode_fence
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
from chapbook.model.yaml_text import number_text
from chapbook.source.markdown_reader import read_outline

_INFERRED = ("single", "multiple")


def fence_text(question: Question) -> str | None:
    """Give the fence, without a line end at its end; None when a fence cannot say this question."""
    body = "\n".join(_body(question)).strip("\n")
    runs = [len(run) for run in re.findall(r"`{3,}", body)]
    ticks = "`" * (max(runs, default=2) + 1)
    text = f"{ticks}{_info(question)}\n{body}\n{ticks}"
    outline = read_outline("", text + "\n")
    if len(outline.fences) != 1 or not outline.fences[0].closed:
        return None
    read, findings = decode_fence("", outline.fences[0])
    return text if read == question and not findings else None


def _info(question: Question) -> str:
    right = sum(each.correct for each in question.options) if isinstance(question, MultipleChoice) else 0
    words = ["quiz", f"id={question.id}"]
    if question.type not in _INFERRED or (question.type == "multiple" and right < 2):
        words.append(f"type={question.type}")
    if question.objective:
        words.append(f"objective={question.objective}")
    if question.points != 1:
        words.append(f"points={question.points}")
    if question.shuffle is not None:
        words.append("shuffle=on" if question.shuffle else "shuffle=off")
    return " ".join(words)


def _body(question: Question) -> Iterator[str]:
    if isinstance(question, Card):
        yield from (question.front, "", "---", "", question.back)
    elif isinstance(question, Cloze):
        yield question.text
    else:
        yield question.stem
        yield ""
        yield from _answers(question)
    for hint in question.hints:
        yield ""
        yield f"? {_continued(hint)}"
    if question.explanation:
        yield ""
        yield question.explanation


def _answers(question: Question) -> Iterator[str]:
    if isinstance(question, SingleChoice | MultipleChoice):
        for option in question.options:
            yield f"- [{'x' if option.correct else ' '}] {_continued(option.text)}"
            yield from _feedback(option.feedback)
    elif isinstance(question, TextQuestion):
        yield from (f"= {_continued(each)}" for each in question.accept)
        if question.pattern:
            yield f"=~ {question.pattern}"
        for wrong in question.wrong:
            yield f"! {_continued(wrong.answer)}"
            yield from _feedback(wrong.feedback)
    elif isinstance(question, NumberQuestion):
        yield f"= {_number(question)}"
    elif isinstance(question, Match):
        yield from (f"- {each.left} => {each.right}" for each in question.pairs)
    elif isinstance(question, Order):
        yield from (f"{n}. {_continued(each)}" for n, each in enumerate(question.items, 1))
    elif isinstance(question, Checklist):
        yield from (f"- [ ] {_continued(each)}" for each in question.items)
    elif isinstance(question, Reflect):
        yield from ("---", "", question.model_answer)
        if question.rubric:
            yield ""
            yield from (f"- {_continued(each)}" for each in question.rubric)


def _continued(text: str) -> str:
    return "\n".join(f"  {line}" if n and line else line for n, line in enumerate(text.split("\n")))


def _feedback(text: str) -> Iterator[str]:
    if text:
        yield from (f"  > {line}" if line else "  >" for line in text.split("\n"))


def _number(question: NumberQuestion) -> str:
    unit = f" {question.unit}" if question.unit else ""
    if question.answer is None:
        return f"{number_text(question.low)}..{number_text(question.high)}{unit}"
    width = round(question.high - question.answer, 12)
    tolerance = f" +- {number_text(width)}" if width else ""
    return f"{number_text(question.answer)}{tolerance}{unit}"
