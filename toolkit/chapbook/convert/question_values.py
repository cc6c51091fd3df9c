"""A question as the mapping that a quiz file holds, and a question with each of its texts changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from chapbook.lint.answers import same_option
from chapbook.model.question import (
    Card,
    Checklist,
    Cloze,
    Match,
    MultipleChoice,
    NumberQuestion,
    Option,
    Order,
    Question,
    Reflect,
    Scoring,
    SingleChoice,
    TextQuestion,
)

_Q = TypeVar("_Q", bound=Question)


def choice(options: tuple[Option, ...], *, several: bool | None = None, **common: Any) -> Question:
    """Make a question of options: of one answer when one is right, unless `several` says otherwise."""
    many = sum(each.correct for each in options) > 1 if several is None else several
    made = MultipleChoice if many else SingleChoice
    return made(options=options, **common)


def unfit(question: Question) -> str:
    """Say why a question cannot be asked; empty when it can."""
    if not question.stem and not isinstance(question, Cloze | Card):
        return "it asks nothing"
    if isinstance(question, SingleChoice | MultipleChoice):
        texts = [same_option(each.text) for each in question.options]
        if not any(each.correct for each in question.options):
            return "none of its options is marked as right"
        if "" in texts or len(set(texts)) < len(texts):
            return "an option is empty, or there twice"
    if isinstance(question, Cloze) and not re.search(r"\[\[[^\[\]]+\]\]", question.text):
        return "it has no blanks"
    return ""


def question_values(question: Question) -> dict[str, object]:
    """Give the keys and values of a question, in the order in which people write them; empty ones are left out."""
    values: dict[str, object] = {
        "id": question.id,
        "type": question.type,
        "objective": question.objective,
        "stem": question.stem,
        **_own(question),
        "explanation": question.explanation,
        "hints": list(question.hints),
        "points": question.points if question.points != 1 else None,
        "shuffle": question.shuffle,
        "difficulty": question.difficulty,
        "source": question.source,
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _own(question: Question) -> dict[str, object]:
    if isinstance(question, SingleChoice):
        return {"options": [_option(each) for each in question.options]}
    if isinstance(question, MultipleChoice):
        scoring = None if question.scoring is Scoring.ALL_OR_NOTHING else question.scoring.value
        return {"options": [_option(each) for each in question.options], "scoring": scoring}
    if isinstance(question, TextQuestion):
        wrong = [_filled({"answer": each.answer, "feedback": each.feedback}) for each in question.wrong]
        return {"accept": list(question.accept), "pattern": question.pattern, "wrong": wrong}
    if isinstance(question, NumberQuestion):
        return _number(question)
    if isinstance(question, Match):
        return {"pairs": [{"left": each.left, "right": each.right} for each in question.pairs]}
    if isinstance(question, Order | Checklist):
        return {"items": list(question.items)}
    if isinstance(question, Cloze):
        return {"text": question.text}
    if isinstance(question, Reflect):
        return {"model_answer": question.model_answer, "rubric": list(question.rubric)}
    if isinstance(question, Card):
        return {"front": question.front, "back": question.back}
    raise AssertionError(question.type)


def _option(option: Option) -> dict[str, object]:
    return _filled({"text": option.text, "correct": option.correct or None, "feedback": option.feedback})


def _filled(values: dict[str, object]) -> dict[str, object]:
    return {
        key: value for key, value in values.items() if key in ("text", "answer") or value not in (None, "")
    }


def _number(question: NumberQuestion) -> dict[str, object]:
    if question.answer is None:
        return {"between": [question.low, question.high], "unit": question.unit}
    width = round(question.high - question.answer, 12)
    if abs((question.answer - question.low) - width) > 1e-9:
        return {"answer": question.answer, "between": [question.low, question.high], "unit": question.unit}
    return {"answer": question.answer, "tolerance": width or None, "unit": question.unit}


def with_texts(question: _Q, change: Callable[[str], str]) -> _Q:
    """Give the question with `change` done to each text that is Markdown; keys of answers stay."""
    common: dict[str, Any] = {
        "stem": change(question.stem),
        "explanation": change(question.explanation),
        "hints": tuple(change(each) for each in question.hints),
    }
    if isinstance(question, SingleChoice | MultipleChoice):
        common["options"] = tuple(
            replace(each, text=change(each.text), feedback=change(each.feedback)) for each in question.options
        )
    elif isinstance(question, TextQuestion):
        common["wrong"] = tuple(replace(each, feedback=change(each.feedback)) for each in question.wrong)
    elif isinstance(question, Match):
        common["pairs"] = tuple(
            replace(each, left=change(each.left), right=change(each.right)) for each in question.pairs
        )
    elif isinstance(question, Order | Checklist):
        common["items"] = tuple(change(each) for each in question.items)
    elif isinstance(question, Cloze):
        common["text"] = change(question.text)
    elif isinstance(question, Reflect):
        common["model_answer"] = change(question.model_answer)
        common["rubric"] = tuple(change(each) for each in question.rubric)
    elif isinstance(question, Card):
        common.update(front=change(question.front), back=change(question.back))
    return replace(question, **common)
