"""The body of a quiz fence to a question: one reader a type (format.md, "Quiz fence")."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from chapbook.model.fence_body import Mark, Part, split_body
from chapbook.model.fence_info import FenceWork
from chapbook.model.question import (
    Card,
    Checklist,
    Cloze,
    Match,
    MultipleChoice,
    NumberQuestion,
    Option,
    Order,
    Pair,
    Question,
    Reflect,
    SingleChoice,
    TextQuestion,
    WrongAnswer,
)

_NUMBER = r"[-+]?[0-9]+(?:[.,][0-9]+)?"
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}[,'’ ][0-9]{3}(?![0-9])")
_EXACT = re.compile(
    rf"(?P<answer>{_NUMBER})(\s*(\+-|±|\+/-)\s*(?P<width>{_NUMBER}))?(\s*(?P<unit>[^\s\d].*))?\Z"
)
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})(\s*(?P<unit>[^\s\d].*))?\Z")

ITEMS: dict[str, frozenset[Mark]] = {
    "single": frozenset({Mark.OPTION}),
    "multiple": frozenset({Mark.OPTION}),
    "text": frozenset({Mark.ANSWER, Mark.PATTERN, Mark.WRONG}),
    "number": frozenset({Mark.ANSWER, Mark.WRONG}),
    "cloze": frozenset(),
    "match": frozenset({Mark.BULLET}),
    "order": frozenset({Mark.NUMBERED}),
    "reflect": frozenset({Mark.RULE}),
    "card": frozenset({Mark.RULE}),
    "checklist": frozenset({Mark.OPTION}),
}


"""Which lines start an item, for each type."""


def _stem(parts: list[Part]) -> str:
    """Give the text before the first item or rule."""
    texts = []
    for part in parts:
        if part.mark is not Mark.TEXT:
            break
        texts.append(part.joined())
    return "\n\n".join(text for text in texts if text)


def _explanation(work: FenceWork, parts: list[Part], marks: tuple[Mark, ...]) -> str:
    """Give the text after the items; report items that stand after it."""
    first = next((n for n, part in enumerate(parts) if part.mark in marks), len(parts))
    texts: list[str] = []
    for part in parts[first:]:
        if part.mark is Mark.TEXT and part.joined():
            texts.append(part.joined())
        elif part.mark in marks and texts:
            message = (
                "This answer stands below the explanation, so it is not clear which of the two it belongs to."
            )
            work.add("S114", message, "Put all answers together, the explanation after them.", part.line)
    return "\n\n".join(texts)


def _options(work: FenceWork, parts: list[Part]) -> tuple[Option, ...]:
    options = tuple(
        Option(
            text=part.joined(),
            correct=part.ticked,
            feedback=part.feedback_text(),
            place=work.place(part.line),
        )
        for part in parts
        if part.mark is Mark.OPTION
    )
    for part in parts:
        if part.mark is Mark.OPTION and not part.joined():
            work.add("M201", "This option has no text.", "Write the option after the brackets.", part.line)
    if not options:
        work.add(
            "M201", "This question has no options to choose from.", "Add lines such as: - [x] the right one"
        )
    return options


def _single(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    explanation = _explanation(work, parts, (Mark.OPTION,))
    return SingleChoice(stem=_stem(parts), options=_options(work, parts), explanation=explanation, **common)


def _multiple(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    explanation = _explanation(work, parts, (Mark.OPTION,))
    return MultipleChoice(stem=_stem(parts), options=_options(work, parts), explanation=explanation, **common)


def _wrong_answers(work: FenceWork, parts: list[Part]) -> tuple[WrongAnswer, ...]:
    return tuple(
        WrongAnswer(answer=part.joined(), feedback=part.feedback_text(), place=work.place(part.line))
        for part in parts
        if part.mark is Mark.WRONG
    )


def _text(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    accept = tuple(part.joined() for part in parts if part.mark is Mark.ANSWER)
    patterns = [part for part in parts if part.mark is Mark.PATTERN]
    if not accept and not patterns:
        work.add(
            "M201", "This text question has no answer that is right.", "Add a line such as: = the answer"
        )
    if len(patterns) > 1:
        work.add(
            "S114",
            "This question has a second pattern; only one counts.",
            "Join them with |.",
            patterns[1].line,
        )
    return TextQuestion(
        stem=_stem(parts),
        accept=accept,
        pattern=patterns[0].joined() if patterns else "",
        wrong=_wrong_answers(work, parts),
        explanation=_explanation(work, parts, (Mark.ANSWER, Mark.PATTERN, Mark.WRONG)),
        **common,
    )


def parse_number(text: str) -> float:
    """Read a number with a decimal point or comma."""
    return float(text.replace(",", "."))


def _number(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    common = {**common, "stem": _stem(parts), "explanation": _explanation(work, parts, (Mark.ANSWER,))}
    for part in parts:
        if part.mark is Mark.WRONG:
            message = "A number question has no list of wrong answers; this line would be lost."
            work.add("S114", message, "Say it in the explanation below the answer.", part.line)
    answers = [part for part in parts if part.mark is Mark.ANSWER]
    if not answers:
        work.add("M201", "This number question has no answer.", "Add a line such as: = 3 or = 2.5..3.5")
        return NumberQuestion(**common)
    if len(answers) > 1:
        work.add(
            "S114",
            "A number question has one answer; this is a second one.",
            "Use = 2.5..3.5 for a range.",
            answers[1].line,
        )
    text = answers[0].joined()
    if grouped := _GROUPED.search(text):
        message = f"“{grouped[0]}” can be read as a thousands separator or as decimals."
        work.add("S114", message, "Write the number without a separator, such as 12000.", answers[0].line)
    if match := _RANGE.match(text):
        low, high = parse_number(match["low"]), parse_number(match["high"])
        return NumberQuestion(low=low, high=high, unit=(match["unit"] or "").strip(), **common)
    if match := _EXACT.match(text):
        answer, width = parse_number(match["answer"]), parse_number(match["width"] or "0")
        unit = (match["unit"] or "").strip()
        return NumberQuestion(answer=answer, low=answer - width, high=answer + width, unit=unit, **common)
    work.add(
        "S114", f"“{text}” is not a number.", "Write = 3, = 3 +- 0.1, = 2.5..3.5 or = 3 km.", answers[0].line
    )
    return NumberQuestion(**common)


def _cloze(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    return Cloze(text=_stem(parts), **common)


def _match(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    pairs = []
    for part in parts:
        if part.mark is Mark.BULLET:
            left, arrow, right = part.joined().partition("=>")
            if arrow and left.strip() and right.strip():
                pairs.append(Pair(left=left.strip(), right=right.strip(), place=work.place(part.line)))
            else:
                work.add("S114", "This line is not a pair.", "Write - left => right", part.line)
    if not pairs:
        work.add("M201", "This question has no pairs.", "Add lines such as: - left => right")
    explanation = _explanation(work, parts, (Mark.BULLET,))
    return Match(stem=_stem(parts), pairs=tuple(pairs), explanation=explanation, **common)


def _order(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    items = tuple(part.joined() for part in parts if part.mark is Mark.NUMBERED)
    if not items:
        work.add("M201", "This question has no items to order.", "Add a numbered list in the right order.")
    explanation = _explanation(work, parts, (Mark.NUMBERED,))
    return Order(stem=_stem(parts), items=items, explanation=explanation, **common)


def _halves(work: FenceWork, parts: list[Part], missing: str) -> tuple[str, str]:
    """Give the Markdown before and after the first rule; later rules are text."""
    rules = [n for n, part in enumerate(parts) if part.mark is Mark.RULE]
    if not rules:
        work.add(
            "S114",
            f"This question has no line “---”, so it has no {missing}.",
            f"Add --- and the {missing} below it.",
        )
        return _stem(parts), ""
    after = ["---" if part.mark is Mark.RULE else "\n".join(part.text) for part in parts[rules[0] + 1 :]]
    return _stem(parts), "\n\n".join(after).strip()


def _reflect(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    stem, after = _halves(work, parts, "model answer")
    lines = after.split("\n")
    cut = len(lines)
    while cut and (lines[cut - 1].startswith(("- ", "  ")) or not lines[cut - 1].strip()):
        cut -= 1
    rubric = [
        part.joined() for part in split_body(tuple(lines[cut:]), frozenset({Mark.BULLET})) if part.joined()
    ]
    return Reflect(stem=stem, model_answer="\n".join(lines[:cut]).strip(), rubric=tuple(rubric), **common)


def _card(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    front, back = _halves(work, parts, "back")
    return Card(front=front, back=back, **common)


def _checklist(work: FenceWork, parts: list[Part], common: dict[str, Any]) -> Question:
    items = tuple(part.joined() for part in parts if part.mark is Mark.OPTION)
    if not items:
        work.add("M201", "This checklist has no points.", "Add lines such as: - [ ] a point")
    explanation = _explanation(work, parts, (Mark.OPTION,))
    return Checklist(stem=_stem(parts), items=items, explanation=explanation, **common)


READERS: dict[str, Callable[[FenceWork, list[Part], dict[str, Any]], Question]] = {
    "single": _single,
    "multiple": _multiple,
    "text": _text,
    "number": _number,
    "cloze": _cloze,
    "match": _match,
    "order": _order,
    "reflect": _reflect,
    "card": _card,
    "checklist": _checklist,
}
