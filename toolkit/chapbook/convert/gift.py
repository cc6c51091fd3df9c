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
_ENDS = re.compile(r"[.,;:!?…)\]]")
_MARK = re.compile(r"([~=])")
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)%")
_DIGITS = r"[-+]?(?:[0-9]{1,12}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})(?:[eE][-+]?[0-9]{1,2})?"
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
    _note_comments(text, path, log)
    for line, block in _blocks(text):
        if block.startswith("$CATEGORY:"):
            log.lose(
                f"The category “{one_line(block[10:])}” has no place; questions stay in one quiz.", path, line
            )
            continue
        try:
            yield _question(_ESCAPED.sub(lambda match: _HIDDEN[match[1]], block), path, line, log)
        except _Odd as why:
            log.lose(f"A question was left out: {why} It reads: {one_line(block, 1000)}", path, line)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Give each question with its first line; a blank line ends it, comments are left out."""
    block: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if _is_comment(line):
            continue
        line = line.lstrip() if line.lstrip().startswith("$CATEGORY:") else line
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


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("//")


def _note_comments(text: str, path: str, log: Log) -> None:
    comments = [n for n, line in enumerate(text.split("\n"), 1) if _is_comment(line)]
    if comments:
        lines = text.split("\n")
        said = one_line(" ".join(lines[n - 1].strip().lstrip("/").strip() for n in comments), 500)
        what = "A comment was" if len(comments) == 1 else f"{len(comments)} lines of comments were"
        log.lose(f"{what} left out: {said}", path, comments[0])


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
        gap = "____" if _ENDS.match(after.strip()) else "____ "
        stem = f"{before.rstrip()} {gap}{after.strip()}"
        log.change("A missing word in the middle of a text is asked for with ____.", path, line)
    if not stem:
        raise _Odd("it has no text before its answers.")
    common: dict[str, Any] = {
        "id": _shown(name[1]) if name else "",
        "stem": _shown(stem),
        "explanation": _shown(_unformatted(general)),
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
        if notes := "; ".join(each.feedback for each in answers if each.feedback):
            log.lose(f"Pairs have no feedback of their own; this was left out: {notes}", path, line)
        pairs = [each.text.partition("->") for each in answers]
        kept = tuple(Pair(left=a.strip(), right=b.strip()) for a, _, b in pairs if a.strip() and b.strip())
        if alone := "; ".join((a or b).strip() for a, _, b in pairs if not a.strip() or not b.strip()):
            log.lose(f"A wrong match without a partner has no place and was left out: {alone}", path, line)
        return Match(pairs=kept, **common)
    if answers and all(each.right for each in answers):
        return _short(answers, common, path, line, log)
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
        yield _Answer(mark == "=", value, _shown(_unformatted(said)), _shown(_unformatted(feedback)))


def _unformatted(text: str) -> str:
    return _FORMAT.sub("", text, count=1) if _FORMAT.match(text) else text


def _choice(answers: list[_Answer], common: dict[str, Any], path: str, line: int, log: Log) -> Question:
    right = sum(each.right for each in answers)
    several = right != 1
    if right > 1:
        log.change("Any of several options was right; now all of them must be chosen.", path, line)
    _note_points(answers, path, line, log)
    options = tuple(
        Option(
            text=each.text,
            correct=each.right or (not right and (each.weight or 0) > 0),
            feedback=each.feedback,
        )
        for each in answers
    )
    return choice(options, several=several, **common)


def _note_points(answers: list[_Answer], path: str, line: int, log: Log) -> None:
    said = "; ".join(f"{each.weight:g} % for “{each.text}”" for each in answers if each.weight is not None)
    if said:
        log.lose(f"Points for single answers have no place: an answer is right or wrong. {said}", path, line)


def _truth(is_true: bool, said: list[str], common: dict[str, Any]) -> Question:
    wrong, right = (*said, "", "")[:2]
    options = tuple(
        Option(text=text, correct=value is is_true, feedback=right if value is is_true else wrong)
        for text, value in (("True", True), ("False", False))
    )
    return choice(options, shuffle=False, **common)


def _short(answers: list[_Answer], common: dict[str, Any], path: str, line: int, log: Log) -> Question:
    _note_points([each for each in answers if each.weight != 100], path, line, log)
    for each in answers:
        if "*" in each.text:
            log.lose(f"“{each.text}” means any text where the star is; here it is a plain star.", path, line)
    for each in [each for each in answers if each.text == "*"]:
        answers = [other for other in answers if other is not each]
        if each.feedback:
            log.lose(f"What is said to any other answer has no place: {each.feedback}", path, line)
    right = tuple(each.text for each in answers if each.weight is None or each.weight >= 100)
    partly = tuple(
        WrongAnswer(answer=each.text, feedback=each.feedback)
        for each in answers
        if each.weight is not None and each.weight < 100
    )
    said = "\n\n".join(each.feedback for each in answers if each.feedback and each.weight in (None, 100.0))
    if said:
        log.change("What is said to a right answer stands in the explanation.", path, line)
    explanation = "\n\n".join(filter(None, (said, common["explanation"])))
    return TextQuestion(accept=right, wrong=partly, **(common | {"explanation": explanation}))


def _number(inside: str, common: dict[str, Any], path: str, line: int, log: Log) -> Question:
    answers = list(_answers(inside)) or [_Answer(True, None, *map(_shown, inside.partition("#")[::2]))]
    first = max(answers, key=lambda each: (each.right, 100.0 if each.weight is None else each.weight))
    for each in answers:
        if each is not first:
            points = "" if each.weight is None else f" ({each.weight:g} %)"
            words = f"{each.text or 'any other'}{points} {each.feedback}".strip()
            log.lose(f"A number has one right answer; this other one was left out: {words}", path, line)
    if first.feedback:
        log.change("What is said to a right answer stands in the explanation.", path, line)
        common = common | {"explanation": "\n\n".join(filter(None, (first.feedback, common["explanation"])))}
    if match := _RANGE.fullmatch(first.text):
        return NumberQuestion(low=float(match[1]), high=float(match[2]), **common)
    if match := _EXACT.fullmatch(first.text):
        answer, width = float(match[1]), abs(float(match[2] or 0))
        return NumberQuestion(answer=answer, low=answer - width, high=answer + width, **common)
    raise _Odd("its answer is no number.")


def _shown(text: str) -> str:
    return "".join(_SHOWN.get(char, char) for char in text).strip()
