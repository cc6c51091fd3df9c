"""How long a learner needs: reading, code, pictures, tables, what plays, questions. The numbers are in `speeds`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from chapbook.model.media import stated_lengths
from chapbook.model.module import Module, Step
from chapbook.model.question import Question
from chapbook.model.speeds import (
    CODE_LINE,
    SECONDS_BY_TYPE,
    TABLE_ROW,
    han_per_minute,
    kana_per_minute,
    letters_per_minute,
    picture_seconds,
    words_per_minute,
)
from chapbook.model.subject import Subject
from chapbook.model.wordcount import ascii_words, count
from chapbook.source.outline import Outline

_NOT_READ = re.compile(r"\]\([^()\s]*|<[a-zA-Z/!][^<>]*>|\{[.:#][^{}]*\}")
"""Targets of links, tags, attributes."""
_RULE_SIGNS = frozenset("|:- \t")


class Part(StrEnum):
    """What time goes to."""

    READING = "reading"
    CODE = "code"
    PICTURES = "pictures"
    TABLES = "tables"
    MEDIA = "media"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """Seconds by part; a field for each `Part`."""

    reading: float = 0
    code: float = 0
    pictures: float = 0
    tables: float = 0
    media: float = 0
    questions: float = 0

    @property
    def total(self) -> float:
        """Give all seconds."""
        return self.reading + self.code + self.pictures + self.tables + self.media + self.questions

    def __add__(self, other: Time) -> Time:
        """Add part by part."""
        return Time(**{part.value: getattr(self, part) + getattr(other, part) for part in Part})


def reading_seconds(text: str, language: str = "en") -> float:
    """Give the seconds that reading Markdown takes."""
    if "](" in text or "<" in text or "{" in text:
        text = _NOT_READ.sub(" ", text)
    found = count(text)
    seconds = found.words * 60 / words_per_minute(language)
    if any(found[1:]):
        seconds += found.han * 60 / han_per_minute(language) + found.kana * 60 / kana_per_minute()
        seconds += found.south_east * 60 / letters_per_minute()
    return seconds


def seconds_by_line(lines: Sequence[str], language: str) -> list[float]:
    """Give what `reading_seconds` gives for each line. Plain ones, which most are, are counted all at once."""
    speed = words_per_minute(language)
    return [
        words * 60 / speed
        if line.isascii() and not ("<" in line or "{" in line or "](" in line)
        else reading_seconds(line, language)
        for line, words in zip(lines, ascii_words("\n".join(lines)), strict=False)
    ]


def question_seconds(question: Question) -> float:
    """Give the seconds that answering one question takes."""
    return SECONDS_BY_TYPE.get(question.type, 30)


def minutes(seconds: float) -> int:
    """Round to whole minutes, so that a module's lessons add up to about what it takes; never less than one."""
    return max(1, math.floor(seconds / 60 + 0.5))


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Seconds of a page without its questions: `reading` for each line of its body; all else with its line and part."""

    reading: tuple[float, ...]
    others: tuple[tuple[int, Part, float], ...]


@lru_cache(maxsize=32)
def page_times(outline: Outline, language: str) -> PageTimes:
    """Give what the parts of a page take. The rules on length and the site ask for the same pages."""
    lines = outline.body.splitlines()
    reading = seconds_by_line(lines, language)
    fenced, code = _fenced(outline)
    others: list[tuple[int, Part, float]] = []
    for at, line in enumerate(range(outline.body_line, outline.body_line + len(lines)) if fenced else ()):
        if line in code and lines[at].strip():
            others.append((line, Part.CODE, max(CODE_LINE, reading[at])))
        if line in fenced:
            reading[at] = 0.0
    if "|" in outline.body:
        others += ((line, Part.TABLES, TABLE_ROW) for line in _rows(lines, outline.body_line, fenced))
    return PageTimes(tuple(reading), (*others, *_shown(outline)))


def _shown(outline: Outline) -> Iterator[tuple[int, Part, float]]:
    seen = sorted((image.span.line, image.span.column) for image in outline.images if not image.decorative)
    for earlier, (line, _) in enumerate(seen):
        yield line, Part.PICTURES, picture_seconds(earlier)
    for line, length in stated_lengths(outline):
        yield line, Part.MEDIA, length * 60


def _rows(lines: Sequence[str], first: int, fenced: frozenset[int]) -> Iterator[int]:
    """Give the lines that are rows of tables, heads included."""
    before, in_table = "", False
    for line, text in enumerate(lines, first):
        if line in fenced:
            before, in_table = "", False
            continue
        if "|" in before and _is_rule(text):
            in_table = True
            yield line - 1
        elif in_table and (in_table := bool(text.strip())):
            yield line
        before = text


def _fenced(outline: Outline) -> tuple[frozenset[int], frozenset[int]]:
    """Give the lines of all fences, and those that hold code to read."""
    fenced = {line for each in outline.fences for line in range(each.span.line, each.span.end_line + 1)}
    code = {
        line
        for each in outline.fences
        if not each.is_quiz
        for line in range(each.line, each.line + len(each.lines))
    }
    return frozenset(fenced), frozenset(code)


def _is_rule(text: str) -> bool:
    """Say whether a line is the one below the head of a table."""
    return "|" in text and "-" in text and _RULE_SIGNS.issuperset(text)


def page_time(outline: Outline, language: str, questions: float = 0.0) -> Time:
    """Give what a page takes; its questions, which it does not look for, take `questions`."""
    times = page_times(outline, language)
    seconds: dict[str, float] = dict.fromkeys(Part, 0.0)
    for _, part, each in times.others:
        seconds[part] += each
    reading = 0.0
    for each in times.reading:
        reading += each
    seconds[Part.READING] = reading
    seconds[Part.QUESTIONS] += questions
    return Time(**seconds)


def step_time(subject: Subject, step: Step) -> Time:
    """Give what one lesson or quiz takes."""
    asked = sum(question_seconds(question) for question in step.questions)
    outline = subject.outlines.get(step.path)
    return Time(questions=asked) if outline is None else page_time(outline, language_of(subject), asked)


def language_of(subject: Subject) -> str:
    """Give the language that a module's pages are in."""
    return subject.module.language if subject.module else ""


def step_minutes(subject: Subject, step: Step) -> int:
    """Estimate the minutes that one lesson or quiz takes."""
    return minutes(step_time(subject, step).total)


def module_minutes(subject: Subject, module: Module) -> int:
    """Estimate the minutes that all pages of a module take, whatever it says itself."""
    return sum(step_minutes(subject, step) for step in (*module.steps, *module.unlisted_quizzes))
