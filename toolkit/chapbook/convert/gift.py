"""GIFT, Moodle's text format for questions: choice, true/false, short answer, number, matching, missing word, essay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from chapbook.convert.draft import Draft, DraftQuiz
from chapbook.convert.notes import Log
from chapbook.convert.question_values import choice
from chapbook.convert.sources import facts_of, one_line, read_text, title_of_path
from chapbook.model.question import (
    Match,
    NumberQuestion,
    Option,
    Pair,
    Question,
    Reflect,
    TextQuestion,
    WrongAnswer,
)
from chapbook.tree.tree import Tree

_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_HIDDEN = {char: chr(0xE000 + n) for n, char in enumerate("~=#{}:n\\")}
"""Escaped signs, while answers are cut apart; they are of a range that no cleaned text holds."""
_SHOWN = {hidden: "\n" if char == "n" else char for char, hidden in _HIDDEN.items()}
_NAME = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_MARK = re.compile(r"([~=])")
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)%")
_DIGITS = r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,9})?"
_EXACT = re.compile(rf"({_DIGITS})(?:\s*:\s*({_DIGITS}))?")
_RANGE = re.compile(rf"({_DIGITS})\s*\.\.\s*({_DIGITS})")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class _Answer:
    right: bool
    weight: float | None
    text: str
    feedback: str


class _Odd(Exception):
    """A question that cannot be converted; the text says why."""


def convert_gift(tree: Tree, log: Log) -> Draft:
    """Make a draft of all `.gift` files, or of `.txt` files when there are none: one quiz a file."""
    facts = facts_of(tree, log)
    steps = []
    for path in question_files(tree, ".gift"):
        text = read_text(tree, path, log)
        if text is not None:
            questions = tuple(_questions(text, path, log))
            steps.append(DraftQuiz(title=title_of_path(path), questions=questions, origin=path))
    title = steps[0].title if len(steps) == 1 else ""
    return Draft(facts=facts if facts.title else replace(facts, title=title), steps=tuple(steps))


def question_files(tree: Tree, suffix: str) -> list[str]:
    """Give the files with an ending of their own; where there are none, the `.txt` files that are no licence."""
    own = [path for path in tree.paths() if path.lower().endswith(suffix)]
    plain = [path for path in tree.paths() if path.lower().endswith(".txt") and "licen" not in path.lower()]
    return [str(path) for path in own or plain]


def _questions(text: str, path: str, log: Log) -> Iterator[Question]:
    for line, block in _blocks(text):
        if block.startswith("$CATEGORY:"):
            log.lose(
                f"The category “{one_line(block[10:])}” has no place; questions stay in one quiz.", path, line
            )
            continue
        try:
            yield _question(_ESCAPED.sub(lambda match: _HIDDEN[match[1]], block), path, line, log)
        except _Odd as why:
            log.lose(f"A question was left out: {why} It reads: {one_line(block, 300)}", path, line)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Give each question with its first line; a blank line ends it, comments are left out."""
    block: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            continue
        is_category = line.startswith("$CATEGORY:")
        if block and (not line.strip() or is_category):
            yield start, "\n".join(block)
            block = []
        if line.strip():
            start = start if block else number
            block.append(line)
            if is_category:
                yield start, line
                block = []


def _question(block: str, path: str, line: int, log: Log) -> Question:
    name = _NAME.match(block)
    body = block[name.end() :] if name else block
    if form := _FORMAT.match(body):
        body = body[form.end() :]
        if form[1].lower() != "markdown":
            log.change(f"A text marked [{form[1]}] is read as Markdown.", path, line)
    opened, closed = body.find("{"), body.rfind("}")
    if opened < 0 or closed < opened:
        raise _Odd("it has no answers between { and }.")
    before, inside, after = body[:opened], body[opened + 1 : closed], body[closed + 1 :]
    inside, _, general = inside.partition("####")
    stem = before.strip()
    if after.strip():
        stem = f"{before.rstrip()} ____ {after.strip()}"
        log.change("A missing word in the middle of a text is asked for with ____.", path, line)
    if not stem:
        raise _Odd("it has no text before its answers.")
    common: dict[str, Any] = {
        "id": _shown(name[1]) if name else "",
        "stem": _shown(stem),
        "explanation": _shown(general),
    }
    return _kind(inside.strip(), common, path, line, log)


def _kind(inside: str, common: dict[str, Any], path: str, line: int, log: Log) -> Question:
    if not inside:
        log.change(
            "An essay became a question to reflect on; its model answer is still to be written.", path, line
        )
        return Reflect(model_answer="TODO: write the model answer", **common)
    if inside.startswith("#"):
        return _number(inside[1:], common, path, line, log)
    word, *said = [part.strip() for part in inside.split("#")]
    if word.upper() in _TRUTH:
        return _truth(_TRUTH[word.upper()], [_shown(each) for each in said], common)
    answers = list(_answers(inside))
    if answers and all(each.right and "->" in each.text for each in answers):
        pairs = [each.text.partition("->") for each in answers]
        kept = tuple(Pair(left=a.strip(), right=b.strip()) for a, _, b in pairs if a.strip() and b.strip())
        if len(kept) < len(pairs):
            log.lose("A wrong match without a partner has no place and was left out.", path, line)
        return Match(pairs=kept, **common)
    if answers and all(each.right for each in answers):
        return _short(answers, common)
    if not answers:
        raise _Odd("its answers start with neither = nor ~.")
    return _choice(answers, common, path, line, log)


def _answers(inside: str) -> Iterator[_Answer]:
    marks = _MARK.split(inside)
    for mark, text in zip(marks[1::2], marks[2::2], strict=True):
        weight = _WEIGHT.match(text)
        text = text[weight.end() :] if weight else text
        said, _, feedback = text.partition("#")
        value = float(weight[1]) if weight else None
        yield _Answer(mark == "=", value, _shown(said), _shown(feedback))


def _choice(answers: list[_Answer], common: dict[str, Any], path: str, line: int, log: Log) -> Question:
    several = not any(each.right for each in answers)
    if any(each.weight is not None for each in answers):
        log.lose("Points for single answers have no place: an answer is right or wrong.", path, line)
    options = tuple(
        Option(
            text=each.text, correct=each.right or (several and (each.weight or 0) > 0), feedback=each.feedback
        )
        for each in answers
    )
    return choice(options, several=several, **common)


def _truth(is_true: bool, said: list[str], common: dict[str, Any]) -> Question:
    wrong, right = (*said, "", "")[:2]
    options = tuple(
        Option(text=text, correct=value is is_true, feedback=right if value is is_true else wrong)
        for text, value in (("True", True), ("False", False))
    )
    return choice(options, shuffle=False, **common)


def _short(answers: list[_Answer], common: dict[str, Any]) -> Question:
    right = tuple(each.text for each in answers if each.weight is None or each.weight >= 100)
    partly = tuple(
        WrongAnswer(answer=each.text, feedback=each.feedback)
        for each in answers
        if each.weight is not None and each.weight < 100
    )
    said = "\n\n".join(each.feedback for each in answers if each.feedback and each.weight in (None, 100.0))
    explanation = "\n\n".join(filter(None, (said, common["explanation"])))
    return TextQuestion(accept=right, wrong=partly, **(common | {"explanation": explanation}))


def _number(inside: str, common: dict[str, Any], path: str, line: int, log: Log) -> Question:
    answers = list(_answers(inside)) or [_Answer(True, None, *map(_shown, inside.partition("#")[::2]))]
    if len(answers) > 1:
        log.lose("A number has one right answer; the others of this question were left out.", path, line)
    first = answers[0]
    if first.feedback:
        common = common | {"explanation": "\n\n".join(filter(None, (first.feedback, common["explanation"])))}
    if match := _RANGE.fullmatch(first.text):
        return NumberQuestion(low=float(match[1]), high=float(match[2]), **common)
    if match := _EXACT.fullmatch(first.text):
        answer, width = float(match[1]), abs(float(match[2] or 0))
        return NumberQuestion(answer=answer, low=answer - width, high=answer + width, **common)
    raise _Odd("its answer is no number.")


def _shown(text: str) -> str:
    return "".join(_SHOWN.get(char, char) for char in text).strip()
