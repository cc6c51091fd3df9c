"""A short hash of a question, by which the site sees that it is no longer the one that somebody answered. Pure.

The law: what the learner must have read and what is right. Per type the texts of `question_texts`, as JSON in their
order, runs of blanks joined, NFC; the first 12 hexadecimal digits of its SHA-256. The order of options counts, since
stored answers name options by their place.

Not part of it: feedback, explanation and hints (help, not task); id, objective, points, attempts, review, shuffle,
scoring, difficulty and source (settings); everything else in the module. So a typo mended in an explanation changes
nothing for those who have answered.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from functools import lru_cache

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

DIGITS = 12
Plain = str | float | bool | None | list["Plain"]


@lru_cache(maxsize=512)  # each page of a module asks for those of all its questions
def question_hash(question: Question) -> str:
    """Give 12 hexadecimal digits: the same for the same task and key, whatever else changes."""
    value = [question.type, _tidy(question.stem), question_texts(question)]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def question_texts(question: Question) -> list[Plain]:
    """Give what, besides type and stem, makes a question this question."""
    match question:
        case SingleChoice() | MultipleChoice():
            return [[_tidy(option.text), option.correct] for option in question.options]
        case TextQuestion():
            return [[_tidy(each) for each in question.accept], question.pattern]
        case NumberQuestion():
            return [question.low, question.high, _tidy(question.unit)]
        case Cloze():
            return [_tidy(question.text)]
        case Match():
            return [[_tidy(pair.left), _tidy(pair.right)] for pair in question.pairs]
        case Order():
            return [_tidy(item) for item in question.items]
        case Reflect():
            return [_tidy(question.model_answer), [_tidy(point) for point in question.rubric]]
        case Card():
            return [_tidy(question.front), _tidy(question.back)]
        case Checklist():
            return [_tidy(item) for item in question.items]
    raise TypeError(f"no hash for questions of type {question.type!r}")


def _tidy(text: str) -> str:
    """Paragraphs that an editor has wrapped anew are the same paragraphs."""
    return " ".join(unicodedata.normalize("NFC", text).split())
