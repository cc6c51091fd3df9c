"""Aiken, the plainest format for questions: a question, lines `A. …`, and `ANSWER: A`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from chapbook.convert.draft import Draft, DraftQuiz
from chapbook.convert.gift import question_files
from chapbook.convert.notes import Log
from chapbook.convert.question_values import choice
from chapbook.convert.sources import facts_of, one_line, read_text, title_of_path
from chapbook.model.question import Option, Question
from chapbook.tree.tree import Tree

OPTION = re.compile(r"([A-Z])[.)][ \t]*(.*)")
ANSWER = re.compile(r"ANSWER:\s*(.*)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z](?:\s*(?:,|;|&|\+|\band\b)?\s*[A-Z]\b)*(?![A-Za-z])", re.IGNORECASE)


def convert_aiken(tree: Tree, log: Log) -> Draft:
    """Make a draft of all `.aiken` files, or of `.txt` files when there are none: one quiz a file."""
    facts = facts_of(tree, log)
    steps = []
    for path in question_files(tree, ".aiken"):
        text = read_text(tree, path, log)
        if text is not None:
            questions = tuple(_questions(text, path, log))
            steps.append(DraftQuiz(title=title_of_path(path), questions=questions, origin=path))
    title = steps[0].title if len(steps) == 1 else ""
    return Draft(facts=facts if facts.title else replace(facts, title=title), steps=tuple(steps))


@dataclass(slots=True)
class _Open:
    """A question whose answer has not come yet."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)


def _questions(text: str, path: str, log: Log) -> Iterator[Question]:
    now = _Open()
    for number, line in enumerate(text.split("\n"), 1):
        if answer := ANSWER.fullmatch(line.strip()):
            yield from _finished(now, answer[1].strip(), path, log)
            now = _Open()
        elif (option := OPTION.fullmatch(line.strip())) and now.stem and (now.options or option[1] == "A"):
            now.options.append((option[1], option[2].strip()))
        elif line.strip():
            if now.options:
                _left_out(now, "its options are not followed by ANSWER:", path, log)
                now = _Open()
            now.line = now.line or number
            now.stem.append(line.strip())
    if now.stem:
        _left_out(now, "no line ANSWER: follows it", path, log)


def _finished(now: _Open, answer: str, path: str, log: Log) -> Iterator[Question]:
    letters = [letter for letter, _ in now.options]
    said = _LETTERS.match(answer)
    right = set(re.findall(r"\b[A-Z]\b", said[0].upper())) if said else set()
    if not now.stem or not right or right - set(letters):
        _left_out(now, f"ANSWER: names no option of it (“{one_line(answer, 40)}”)", path, log)
        return
    rest = answer[said.end() if said else 0 :].strip(" .):")
    if rest and rest not in (text.strip(" .") for _, text in now.options):
        log.lose(f"What follows the letter of an answer was left out: {rest}", path, now.line)
    options = tuple(Option(text=text, correct=letter in right) for letter, text in now.options)
    yield choice(options, id="", stem="\n".join(now.stem))


def _left_out(now: _Open, why: str, path: str, log: Log) -> None:
    words = one_line(" ".join([*now.stem, *(text for _, text in now.options)]), 1000)
    log.lose(f"A question was left out: {why}. It reads: {words}", path, now.line)
