"""What the text at a place of a file names: an objective, a module, a lesson, a file. Pure; looks at text only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chapbook.source.text import split_front_matter

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*quiz\b.*?\bobjective=(?P<quote>\"?)$")
_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>[\w-]+):(?: |$))?")
_YAML_VALUE = re.compile(r"(?:.*?[\w-]:|\s*-)\s+\S*")


class Names(StrEnum):
    """What a word names."""

    OBJECTIVE = "objective"
    MODULE = "module"
    LESSON_OF_MODULE = "lesson of a module"
    STEP_FILE = "file of a lesson or quiz"
    LESSON = "lesson"
    QUIZ = "quiz"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that names something. Columns are from 0; `end` is that of the whole word, `typed` goes up to the cursor.

    `module` is the module that a `LESSON_OF_MODULE` is of.
    """

    names: Names
    typed: str
    whole: str
    start: int
    end: int
    module: str = ""


_KEYS: dict[str, dict[tuple[str, ...], Names]] = {
    "module": {
        ("lessons",): Names.STEP_FILE,
        ("requires", "module"): Names.MODULE,
        ("completion", "lessons"): Names.LESSON,
        ("completion", "quiz", "id"): Names.QUIZ,
    },
    "lesson": {("objectives",): Names.OBJECTIVE},
    "quiz": {("questions", "objective"): Names.OBJECTIVE},
}


def word_at(path: str, text: str, line: int, column: int) -> Word | None:
    """Say what the word at a place (from 0) of a module's file names; None when it names nothing known."""
    lines = text.split("\n")
    if line >= len(lines):
        return None
    if path.endswith((".md", ".markdown")):
        matter = split_front_matter(text)
        if matter.header is None or line >= matter.body_line - 1:
            return _in_markdown(lines[line], column)
        return _in_yaml("lesson", lines[: matter.body_line - 2], line, column)
    if path.endswith((".yml", ".yaml")):
        return _in_yaml("module" if path == "module.yml" else "quiz", lines, line, column)
    return None


def _word(names: Names, source: str, column: int, signs: str, module: str = "") -> tuple[Word, str]:
    """Give the word of `signs` around the column, and the text before it."""
    column = min(column, len(source))
    before = re.search(rf"[{signs}]*\Z", source[:column])
    after = re.match(rf"[{signs}]*", source[column:])
    start = before.start() if before else column
    end = column + (after.end() if after else 0)
    return Word(names, source[start:column], source[start:end], start, end, module), source[:start]


def _in_markdown(source: str, column: int) -> Word | None:
    word, before = _word(Names.LESSON_OF_MODULE, source, column, r"\w-")
    if of := re.search(r"\]\(module:([\w-]+)/\Z", before):
        return Word(Names.LESSON_OF_MODULE, word.typed, word.whole, word.start, word.end, of[1])
    if before.endswith("](module:"):
        return Word(Names.MODULE, word.typed, word.whole, word.start, word.end)
    if _FENCE.match(before):
        return Word(Names.OBJECTIVE, word.typed, word.whole, word.start, word.end)
    word, before = _word(Names.FILE, source, column, r"\w./%~-")
    return word if before.endswith("](") else None


def _in_yaml(kind: str, lines: Sequence[str], line: int, column: int) -> Word | None:
    source = lines[line]
    names = _KEYS[kind].get(_keys(lines, line))
    if names is None or not _YAML_VALUE.match(source[: max(column, 0)] + "x"):
        return None
    word, before = _word(names, source, column, r"\w./-")
    return None if "#" in before else word


def _keys(lines: Sequence[str], line: int) -> tuple[str, ...]:
    """Give the keys that a line stands under, by indentation, its own last."""
    keys: list[str] = []
    limit = len(lines[line]) + 1
    for number in range(line, -1, -1):
        if not lines[number].strip() or lines[number].lstrip().startswith("#"):
            continue
        match = _LINE.match(lines[number])
        if match is None:
            continue
        dashes, key, indent = match["dashes"], match["key"], len(match["indent"])
        if number == line and not key:
            bare = lines[number].strip() == "-"
            limit = indent + 1 if dashes or bare else max(indent, 1)
        elif key and (number == line or indent + len(dashes) < limit):
            keys.insert(0, key)
            limit = indent + 1 if dashes else indent
        elif dashes and indent < limit:
            limit = min(limit, indent + 1)
        if limit == 0:
            break
    return tuple(keys)
