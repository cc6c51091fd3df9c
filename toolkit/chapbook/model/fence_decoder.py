"""A quiz fence to a frozen question, with every problem collected (format.md, "Quiz fence")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chapbook.diag.diagnostic import Finding, Place, Span
from chapbook.diag.suggest import did_you_mean
from chapbook.model.fence_body import Mark, Part, split_body
from chapbook.model.mapping import KEBAB, MAX_ID, slugify
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
from chapbook.model.question_decoder import QUESTION_TYPES
from chapbook.source.outline import Fence

_SETTINGS = (
    "id",
    "type",
    "objective",
    "points",
    "shuffle",
    "attempts",
    "difficulty",
    "source",
    "renamed_from",
)
_FLAGS = ("review",)
_TOKEN = re.compile(r'(?P<key>[^\s=]+)(=("(?P<quoted>[^"]*)"|(?P<value>\S*)))?')
_NUMBER = r"[-+]?[0-9]+(?:[.,][0-9]+)?"
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}[,'’ ][0-9]{3}(?![0-9])")
_EXACT = re.compile(
    rf"(?P<answer>{_NUMBER})(\s*(\+-|±|\+/-)\s*(?P<width>{_NUMBER}))?(\s*(?P<unit>[^\s\d].*))?\Z"
)
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})(\s*(?P<unit>[^\s\d].*))?\Z")

_ITEMS: dict[str, frozenset[Mark]] = {
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


@dataclass(slots=True)
class _Work:
    """One fence while it is read."""

    path: str
    fence: Fence
    findings: list[Finding] = field(default_factory=list)

    def place(self, line: int | None = None) -> Place:
        """Give the place of a line of the body (from 0), or of the fence's first line."""
        if line is None:
            span = self.fence.span
            return Place(
                path=self.path,
                span=Span(span.line, span.column, span.line, span.column + 3 + len(self.fence.info)),
            )
        source = self.fence.lines[line] if line < len(self.fence.lines) else ""
        start = self.fence.column + len(source) - len(source.lstrip())
        number = self.fence.line + line
        return Place(
            path=self.path, span=Span(number, start, number, self.fence.column + max(len(source.rstrip()), 1))
        )

    def add(self, code: str, message: str, hint: str, line: int | None = None) -> None:
        """Report at the fence or at a line of it."""
        self.findings.append(Finding(code=code, message=message, place=self.place(line), hint=hint))


def decode_fence(path: str, fence: Fence) -> tuple[Question | None, tuple[Finding, ...]]:
    """Read one quiz fence; None when its type or id is not usable."""
    work = _Work(path, fence)
    if not fence.closed:
        work.add(
            "S114",
            "This quiz fence is never closed, so it swallows the rest of the file.",
            "Add a line ``` below it.",
        )
    settings = _read_info(work)
    kind = _kind(work, settings)
    if kind is None:
        return None, tuple(work.findings)
    parts = list(split_body(fence.lines, _ITEMS[kind]))
    hints = tuple(part.joined() for part in parts if part.mark is Mark.HINT)
    parts = [part for part in parts if part.mark is not Mark.HINT]
    _check_feedback(work, parts)
    identity = settings.get("id", "")
    if "id" not in settings:
        work.add(
            "M201",
            "This question has no id, so learners' progress cannot hang on it.",
            "Write ```quiz id=a-short-name",
        )
    common = _common(work, settings, hints)
    question = _READERS[kind](work, parts, common)
    if not question.stem and kind not in ("card", "cloze"):
        work.add(
            "M201", "This question has no stem, so there is nothing to answer.", "Write the question first."
        )
    return (question if KEBAB.match(identity) and len(identity) <= MAX_ID else None), tuple(work.findings)


def _read_info(work: _Work) -> dict[str, str]:
    settings: dict[str, str] = {}
    _, _, info = work.fence.info.strip().partition("quiz")
    for token in _TOKEN.finditer(info):
        key = token["key"]
        value = token["quoted"] if token["quoted"] is not None else token["value"]
        if key in _FLAGS and value is None:
            settings[key] = "on"
        elif key in _SETTINGS and value:
            if key in settings:
                work.add("S103", f"This fence has “{key}” twice; one would be lost.", "Keep one of the two.")
            settings.setdefault(key, value)
        elif key in _SETTINGS:
            work.add(
                "S115",
                f"“{key}” has no value in this fence.",
                f"Write {key}=… without blanks around the = sign.",
            )
        else:
            hint = (
                did_you_mean(key, (*_SETTINGS, *_FLAGS)) or f"Known are {', '.join((*_SETTINGS, *_FLAGS))}."
            )
            work.add("S102", f"A quiz fence has no setting “{key}”, so nothing would read it.", hint)
    for key in ("id", "objective", "renamed_from"):
        value = settings.get(key, "")
        if value and not (KEBAB.match(value) and len(value) <= MAX_ID):
            near = slugify(value)
            hint = f"Write {key}={near}" if near else "Use a–z, 0–9 and single hyphens."
            work.add("S115", f"“{key}” is “{value}”; an id has only a–z, 0–9 and hyphens.", hint)
    return settings


def _kind(work: _Work, settings: dict[str, str]) -> str | None:
    named = settings.get("type")
    if named is not None:
        if named in QUESTION_TYPES:
            return named
        hint = did_you_mean(named, QUESTION_TYPES) or f"Choose one of {', '.join(QUESTION_TYPES)}."
        work.add("S115", f"There is no question type “{named}”.", hint)
        return None
    parts = list(split_body(work.fence.lines, _ITEMS["single"]))
    options = [part for part in parts if part.mark is Mark.OPTION]
    if not options:
        message = "This question has no “- [ ]” options and names no type, so its kind is not known."
        work.add("S114", message, "Add options, or a type such as type=text.")
        return None
    return "multiple" if sum(part.ticked for part in options) > 1 else "single"


def _check_feedback(work: _Work, parts: list[Part]) -> None:
    """Report a blockquote right below answers that belongs to none of them."""
    seen_item = False
    for part in parts:
        seen_item = seen_item or part.mark not in (Mark.TEXT, Mark.RULE)
        if part.mark is Mark.TEXT and seen_item and part.joined().startswith(">"):
            work.add(
                "S114",
                "This feedback stands below no answer.",
                "Put it right below the answer it is for.",
                part.line,
            )


def _whole_number(work: _Work, settings: dict[str, str], key: str, default: int) -> int:
    value = settings.get(key, str(default))
    if value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    work.add("S115", f"“{key}” must be a whole number, 0 or more; it is “{value}”.", f"Write {key}=1")
    return default


def _common(work: _Work, settings: dict[str, str], hints: tuple[str, ...]) -> dict[str, Any]:
    shuffle = settings.get("shuffle")
    if shuffle not in (None, "on", "off"):
        work.add("S115", f"“shuffle” must be on or off; it is “{shuffle}”.", "Write shuffle=off")
    return {
        "id": settings.get("id", ""),
        "objective": settings.get("objective", ""),
        "points": _whole_number(work, settings, "points", 1),
        "attempts": _whole_number(work, settings, "attempts", 0),
        "review": settings.get("review") == "on",
        "shuffle": {"on": True, "off": False}.get(shuffle or ""),
        "difficulty": settings.get("difficulty", ""),
        "source": settings.get("source", ""),
        "renamed_from": settings.get("renamed_from", ""),
        "hints": hints,
        "place": work.place(),
    }


def _stem(parts: list[Part]) -> str:
    """Give the text before the first item or rule."""
    texts = []
    for part in parts:
        if part.mark is not Mark.TEXT:
            break
        texts.append(part.joined())
    return "\n\n".join(text for text in texts if text)


def _explanation(work: _Work, parts: list[Part], marks: tuple[Mark, ...]) -> str:
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


def _options(work: _Work, parts: list[Part]) -> tuple[Option, ...]:
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


def _single(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    explanation = _explanation(work, parts, (Mark.OPTION,))
    return SingleChoice(stem=_stem(parts), options=_options(work, parts), explanation=explanation, **common)


def _multiple(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    explanation = _explanation(work, parts, (Mark.OPTION,))
    return MultipleChoice(stem=_stem(parts), options=_options(work, parts), explanation=explanation, **common)


def _wrong_answers(work: _Work, parts: list[Part]) -> tuple[WrongAnswer, ...]:
    return tuple(
        WrongAnswer(answer=part.joined(), feedback=part.feedback_text(), place=work.place(part.line))
        for part in parts
        if part.mark is Mark.WRONG
    )


def _text(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
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


def _number(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    common = {**common, "stem": _stem(parts), "explanation": _explanation(work, parts, (Mark.ANSWER,))}
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


def _cloze(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    return Cloze(text=_stem(parts), **common)


def _match(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
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


def _order(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    items = tuple(part.joined() for part in parts if part.mark is Mark.NUMBERED)
    if not items:
        work.add("M201", "This question has no items to order.", "Add a numbered list in the right order.")
    explanation = _explanation(work, parts, (Mark.NUMBERED,))
    return Order(stem=_stem(parts), items=items, explanation=explanation, **common)


def _halves(work: _Work, parts: list[Part], missing: str) -> tuple[str, str]:
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


def _reflect(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    stem, after = _halves(work, parts, "model answer")
    lines = after.split("\n")
    cut = len(lines)
    while cut and (lines[cut - 1].startswith(("- ", "  ")) or not lines[cut - 1].strip()):
        cut -= 1
    rubric = [
        part.joined() for part in split_body(tuple(lines[cut:]), frozenset({Mark.BULLET})) if part.joined()
    ]
    return Reflect(stem=stem, model_answer="\n".join(lines[:cut]).strip(), rubric=tuple(rubric), **common)


def _card(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    front, back = _halves(work, parts, "back")
    return Card(front=front, back=back, **common)


def _checklist(work: _Work, parts: list[Part], common: dict[str, Any]) -> Question:
    items = tuple(part.joined() for part in parts if part.mark is Mark.OPTION)
    if not items:
        work.add("M201", "This checklist has no points.", "Add lines such as: - [ ] a point")
    explanation = _explanation(work, parts, (Mark.OPTION,))
    return Checklist(stem=_stem(parts), items=items, explanation=explanation, **common)


_READERS: dict[str, Callable[[_Work, list[Part], dict[str, Any]], Question]] = {
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
