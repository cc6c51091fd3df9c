"""Questions and verdicts as text for a terminal. Markdown stays as written: it is made to be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

from chapbook.model.answers import State, Verdict, cloze_blanks
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
from chapbook.render.screen import Ink, harmless
from chapbook.services.take import Answered, Asked, Score

_BLANK = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_LEAD = re.compile(r"\s*(?:(?:\d+|[a-z])\. |[-*] )?")
_AS_IT_IS = ("    ", "\t", "|", "```", "~~~")
"""How lines start that are no prose: code and tables."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

HOW = {
    "single": "Type the number of your choice.",
    "multiple": "Type the numbers of your choice, such as: 1 3",
    "text": "Type your answer.",
    "number": "Type a number.",
    "cloze": "Type the words for the blanks in order, with | between them.",
    "match": "Type the letters that belong to 1, 2, 3 …, such as: b a c",
    "order": "Type the letters in the right order, such as: b a c",
    "reflect": "Write what you think; then compare. Nothing is graded.",
    "card": "Say it to yourself, then press Return to turn the card.",
    "checklist": "Type the numbers of what you have done, or press Return.",
}
"""What to type for a question of each type."""


def render_unreadable(question: Question) -> str:
    """Say that this is no answer, and what would be one."""
    return f"That is no answer to this question yet. {HOW[question.type]}"


def fitted(text: str, width: int) -> str:
    """Break prose at blanks into lines of at most `width` columns; an item's further lines stand below its text."""
    return "\n".join(line for each in text.split("\n") for line in _fit(each, width))


def _fit(line: str, width: int) -> list[str]:
    if len(line) <= width or line.startswith(_AS_IT_IS):
        return [line]
    lead = _LEAD.match(line)
    indent = " " * (lead.end() if lead else 0)
    return wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def render_question(asked: Asked, *, color: bool = False) -> str:
    """Give a question with everything one chooses from, and what to type."""
    ink = Ink(color)
    question = asked.question
    head = f"{asked.number} of {asked.total} · {asked.step.title}"
    lines = ["", ink.strong(harmless(head)), *_safe(_stem(question)), *_choices(asked)]
    hints = " ? shows a hint." if question.hints else ""
    return "\n".join([*lines, ink.faint(HOW[question.type] + hints)])


def _safe(text: str) -> list[str]:
    return [harmless(line) for line in text.split("\n")] if text else []


def _stem(question: Question) -> str:
    if isinstance(question, Card):
        return question.front
    if isinstance(question, Cloze):
        blanked = iter(range(1, 1000))
        return _BLANK.sub(lambda _: f"[{next(blanked, 0)} ____]", question.text)
    unit = f" ({question.unit})" if isinstance(question, NumberQuestion) and question.unit else ""
    return question.stem + unit


def _choices(asked: Asked) -> list[str]:
    question = asked.question
    if isinstance(question, SingleChoice | MultipleChoice):
        return _numbered([each.text for each in question.options])
    if isinstance(question, Checklist):
        return _numbered(question.items)
    if isinstance(question, Match):
        rights = [question.pairs[n].right for n in asked.order]
        return [*_numbered([each.left for each in question.pairs]), "", *_lettered(rights)]
    if isinstance(question, Order):
        return _lettered([question.items[n] for n in asked.order])
    return []


def _numbered(texts: Sequence[str]) -> list[str]:
    return [f"  {n}. {harmless(' '.join(text.split()))}" for n, text in enumerate(texts, 1)]


def _lettered(texts: Sequence[str]) -> list[str]:
    return [
        f"  {letter}. {harmless(' '.join(text.split()))}"
        for letter, text in zip(_letters(texts), texts, strict=True)
    ]


def _letters(texts: Sequence[str]) -> list[str]:
    return [_LETTERS[n] if n < len(_LETTERS) else str(n + 1) for n in range(len(texts))]


def render_verdict(asked: Asked, verdict: Verdict, *, color: bool = False) -> str:
    """Give what an answer came to: feedback, the right answer after a wrong one, the explanation."""
    ink = Ink(color)
    question = asked.question
    heads = {State.RIGHT: ink.good("Right."), State.WRONG: "Not yet.", State.OPEN: _open_head(question)}
    missing = verdict.missing and isinstance(question, MultipleChoice)
    head = "Not yet: something is missing." if missing else heads[verdict.state]
    if isinstance(question, TextQuestion) and verdict.state is State.OPEN:
        head = "This pattern cannot be tried safely here. Compare:"
    lines = [head, *(line for each in verdict.said for line in _safe(f"  {each}"))]
    if verdict.state is not State.RIGHT:
        lines += [f"  {line}" for line in _safe(right_answer(question))]
    if question.explanation:
        lines += [f"  {line}" for line in _safe(question.explanation)]
    return "\n".join(lines)


def _open_head(question: Question) -> str:
    if isinstance(question, Checklist):
        return "Noted."
    return "The other side:" if isinstance(question, Card) else "Compare:"


def render_left_out(asked: Asked) -> str:
    """Give the right answer of a question that was left out."""
    return "\n".join(["Left out.", *(f"  {line}" for line in _safe(right_answer(asked.question)))])


def right_answer(question: Question) -> str:
    """Give the right or model answer."""
    if isinstance(question, SingleChoice | MultipleChoice):
        return "\n".join(f"Right: {each.text}" for each in question.options if each.correct)
    if isinstance(question, TextQuestion):
        return f"Right: {question.accept[0]}" if question.accept else f"Right: what fits {question.pattern}"
    if isinstance(question, NumberQuestion):
        unit = f" {question.unit}" if question.unit else ""
        if question.answer is None:
            return f"Right: {question.low:g} to {question.high:g}{unit}"
        return f"Right: {question.answer:g}{unit}"
    if isinstance(question, Cloze):
        return "Right: " + " | ".join(each[0] for each in cloze_blanks(question.text))
    if isinstance(question, Match):
        return "\n".join(f"{each.left} → {each.right}" for each in question.pairs)
    if isinstance(question, Order):
        return "\n".join(f"{n}. {each}" for n, each in enumerate(question.items, 1))
    return _model_answer(question)


def _model_answer(question: Question) -> str:
    if isinstance(question, Reflect):
        return "\n".join([question.model_answer, *(f"- {each}" for each in question.rubric)])
    if isinstance(question, Card):
        return question.back
    return ""


def render_score(total: Score, quiz: tuple[Score, int] | None, *, color: bool = False) -> str:
    """Give the score, and whether the quiz that completes the module is passed."""
    ink = Ink(color)
    if not total.possible:
        return "Nothing here gives points."
    lines = [ink.strong(f"{total.points:g} of {total.possible} points, {total.percent} per cent.")]
    if quiz is not None:
        own, needed = quiz
        done = "passed" if own.percent >= needed else "not passed yet"
        lines.append(f"The quiz that completes the module: {own.percent} per cent, {needed} needed: {done}.")
    return "\n".join(lines)


def score_data(answered: Sequence[Answered], total: Score) -> dict[str, object]:
    """Give the results as plain values for JSON."""
    return {
        "schema": 1,
        "points": total.points,
        "possible": total.possible,
        "percent": total.percent,
        "questions": [
            {
                "id": each.asked.question.id,
                "step": each.asked.step.id,
                "type": each.asked.question.type,
                "state": each.verdict.state.value if each.verdict else "left-out",
                "score": each.verdict.score if each.verdict else 0.0,
                "points": each.asked.question.points if each.asked.question.graded else 0,
            }
            for each in answered
        ],
    }
