"""quizdown (JavaScript): each heading starts a question; checkboxes, numbered lists to order, `[left](right)` pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chapbook.convert.checkboxes import checkbox_question
from chapbook.convert.draft import Draft, DraftQuiz
from chapbook.convert.markdown import pages
from chapbook.convert.notes import Log
from chapbook.convert.sources import facts_of, one_line, page, title_of_path, yaml_values
from chapbook.model.question import Match, Order, Pair, Question
from chapbook.tree.tree import Tree

_HEADING = re.compile(r"#{1,6} +(.*?)[ #]*")
_CODE = re.compile(r"\s*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?!.*`)|~{3,})")
_BOX = re.compile(r"\s*(?:[-*+]|[0-9]{1,9}[.)])\s+\[[ xX]?\](?=\s|\Z)")
_NUMBERED_BOX = re.compile(r"\s*[0-9]{1,9}[.)]\s+\[[ xX]?\]")
_ITEM = re.compile(r"[0-9]{1,9}[.)]\s+(.*)")
_PAIR = re.compile(r"[-*+]\s+\[([^\[\]]+)\]\(([^()]+)\)\s*")
_SHUFFLE = ("shuffle_questions", "shuffleQuestions")
_QUOTE = re.compile(r">\s?(.*)")


def convert_quizdown(tree: Tree, log: Log) -> Draft:
    """Make a draft of all Markdown files: one quiz a file."""
    facts = facts_of(tree, log)
    steps = []
    for path in pages(tree):
        made = page(tree, path, log)
        if made is None:
            continue
        header, body, first_line = made
        for key in header:
            if key not in _SHUFFLE:
                log.lose(f"The setting “{one_line(key, 60)}” has no place in a quiz.", path)
        shuffled = any(header.get(key) is True for key in _SHUFFLE)
        questions = tuple(_questions(body.split("\n"), first_line, path, log))
        steps.append(
            DraftQuiz(title=title_of_path(path), questions=questions, origin=path, shuffled=shuffled)
        )
    title = steps[0].title if len(steps) == 1 else ""
    return Draft(facts=facts if facts.title else replace(facts, title=title), steps=tuple(steps))


def _questions(lines: list[str], first_line: int, path: str, log: Log) -> Iterator[Question]:
    for start, heading, body in _sections(lines, first_line):
        if not heading:
            if words := one_line(" ".join(body), 1000):
                log.lose(f"Text before the first question was left out: {words}", path, start)
            continue
        body, shuffle = _settings(body, start, path, log)
        question = _question(heading, body, path, start, log)
        if question is None:
            words = one_line(" ".join([heading, *body]), 1000)
            log.lose(
                f"A question was left out: it has no answers that are known. It reads: {words}", path, start
            )
        else:
            yield replace(question, shuffle=shuffle)


def _sections(lines: list[str], first_line: int) -> Iterator[tuple[int, str, list[str]]]:
    """Give each heading with its line and what stands below it; the first may be without one."""
    start, heading, body, opened = first_line, "", list[str](), ""
    for number, line in enumerate(lines, first_line):
        code = _CODE.match(line)
        if opened:
            opened = "" if code and code[1].startswith(opened) and not line.strip().strip("`~") else opened
        elif code:
            opened = code[1]
        elif match := _HEADING.fullmatch(line):
            yield start, heading, body
            start, heading, body = number, match[1], []
            continue
        body.append(line)
    yield start, heading, body


def _settings(body: list[str], start: int, path: str, log: Log) -> tuple[list[str], bool | None]:
    """Cut the settings between `---` lines off the start of a question; give the rest and whether options move."""
    filled = [n for n, line in enumerate(body) if line.strip()]
    rules = [n for n in filled if body[n].strip() == "---"]
    if len(rules) < 2 or filled[0] != rules[0]:
        return body, None
    values = yaml_values(path, "\n".join(body[rules[0] + 1 : rules[1]]), log, start + rules[0] + 2)
    shuffle = None
    for key, value in values.items():
        if key in ("shuffle_answers", "shuffleAnswers") and isinstance(value, bool):
            shuffle = value
        else:
            log.lose(f"The setting “{one_line(key, 60)}” of a question has no place.", path, start)
    return body[rules[1] + 1 :], shuffle


def _question(heading: str, body: list[str], path: str, start: int, log: Log) -> Question | None:
    first = next(
        (n for n, line in enumerate(body) if _BOX.match(line) or _ITEM.match(line) or _PAIR.fullmatch(line)),
        None,
    )
    if first is None:
        return None
    before, answers = body[:first], body[first:]
    hints = "\n".join(match[1] for line in before if (match := _QUOTE.match(line))).strip()
    text = "\n".join(line for line in before if not _QUOTE.match(line)).strip()
    stem = f"{heading}\n\n{text}".strip()
    common: dict[str, Any] = {"id": "", "stem": stem, "hints": (hints,) if hints else ()}
    if _BOX.match(answers[0]):
        question = checkbox_question(answers, several=not _NUMBERED_BOX.match(answers[0]))
        return replace(question, **common) if question else None
    if _PAIR.fullmatch(answers[0]):
        found = [_PAIR.fullmatch(line) for line in answers]
        below = [line for line, pair in zip(answers, found, strict=True) if not pair]
        common["explanation"] = _below(below, path, start, log)
        return Match(pairs=tuple(Pair(left=m[1].strip(), right=m[2].strip()) for m in found if m), **common)
    items, below = _ordered(answers)
    common["explanation"] = _below(below, path, start, log)
    return Order(items=items, **common)


def _ordered(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Give the items of a numbered list, with the lines that continue them, and the lines that are no items."""
    items: list[str] = []
    left: list[str] = []
    for line in lines:
        if match := _ITEM.match(line):
            items.append(match[1].strip())
        elif line.startswith((" ", "\t")) and line.strip() and not _QUOTE.match(line.lstrip()):
            items[-1] += f"\n{line.strip()}"
        else:
            left.append(line)
    return tuple(items), left


def _below(lines: list[str], path: str, start: int, log: Log) -> str:
    """Give what stands below a list; comments on its items have no place."""
    comments = [match[1] for line in lines if (match := _QUOTE.match(line.lstrip()))]
    if comments:
        said = one_line(" ".join(comments), 1000)
        log.lose(f"Comments on items to order or to match have no place: {said}", path, start)
    return "\n".join(line for line in lines if not _QUOTE.match(line.lstrip())).strip()
