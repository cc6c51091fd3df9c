"""Judge answers as the site's player does (`answers.js` of the theme). Pure: values in, values out.

Case and runs of blanks do not count, a pattern is matched whole, a number may have a decimal point or comma and its
unit. A part of a cloze, a match or an order that is right counts as a part; the cases in `tests/cases/answers` hold
for both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from chapbook.model.question import (
    Cloze,
    Match,
    MultipleChoice,
    NumberQuestion,
    Option,
    Order,
    Question,
    Scoring,
    SingleChoice,
    TextQuestion,
)

Fits = Callable[[str, str], bool | None]
"""Says whether a pattern fits a whole answer; None when trying it could take for ever."""
Answer = str | tuple[str, ...] | tuple[int, ...]
"""What was typed; the words in the blanks; or numbers from 0: options chosen, places of rights or items."""

_BLANKS = re.compile(r"\s+")
_NO_DIGITS = re.compile(r"[\s\u2009\u202f'’]")
_NUMBER = re.compile(r"[-+]?(?=[.,]?\d)[\d.,]*(?:e[-+]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_CLOZE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class State(StrEnum):
    """What an answer came to."""

    RIGHT = "right"
    WRONG = "wrong"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    OPEN = "open"
    """Nobody but the learner can judge it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer came to: `score` from 0 to 1, `said` the feedback for it, `missing`: it is right but not whole."""

    state: State
    score: float = 0.0
    said: tuple[str, ...] = ()
    missing: bool = False


def judge(question: Question, answer: Answer, fits: Fits) -> Verdict:
    """Judge an answer of the kind that the question asks for; `TypeError` when it is of another kind."""
    if not question.graded:
        return Verdict(State.OPEN)
    if isinstance(answer, str):
        if isinstance(question, NumberQuestion):
            return judge_number(question, answer)
        if isinstance(question, TextQuestion):
            return judge_text(question, answer, fits)
    elif isinstance(question, Cloze):
        return judge_cloze(question, tuple(str(each) for each in answer))
    else:
        places = tuple(int(each) for each in answer)
        if isinstance(question, SingleChoice):
            return judge_choice(question.options, Scoring.ALL_OR_NOTHING, places)
        if isinstance(question, MultipleChoice):
            return judge_choice(question.options, question.scoring, places)
        if isinstance(question, Match):
            return judge_match([each.right for each in question.pairs], places)
        if isinstance(question, Order):
            return judge_order(question.items, places)
    raise TypeError(f"not an answer to a {question.type} question: {answer!r}")


def same(text: str) -> str:
    """Give what two answers have in common: case, runs of blanks and how an accent is encoded do not count."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip().lower()


def judge_text(question: TextQuestion, answer: str, fits: Fits) -> Verdict:
    """Judge a typed answer; an expected wrong one gets its feedback."""
    given = same(answer)
    if not given:
        return Verdict(State.EMPTY)
    if any(same(each) == given for each in question.accept):
        return Verdict(State.RIGHT, 1.0)
    fit = fits(question.pattern, _BLANKS.sub(" ", answer).strip()) if question.pattern else False
    if fit is None:
        return Verdict(State.OPEN)
    if fit:
        return Verdict(State.RIGHT, 1.0)
    said = next((each.feedback for each in question.wrong if same(each.answer) == given), "")
    return Verdict(State.WRONG, said=(said,) if said else ())


def read_numbers(text: str, unit: str = "") -> list[float]:
    """Give all numbers that a text can mean: “1,000” is 1 or 1000, “1.234,5” only 1234.5. Empty when it is none."""
    rest = _NO_DIGITS.sub("", unicodedata.normalize("NFKC", text)).replace("−", "-").replace("–", "-").lower()
    suffix = _BLANKS.sub("", unicodedata.normalize("NFKC", unit)).lower()
    if suffix and rest.endswith(suffix):
        rest = rest[: -len(suffix)]
    elif suffix and rest.startswith(suffix):
        rest = rest[len(suffix) :]
    rest = re.sub(r"^([-+]?)[€$£¥]", r"\1", rest)
    rest = re.sub(r"[€$£¥%]$", "", rest)
    if not _NUMBER.fullmatch(rest):
        return []
    marks = [char for char in rest if char in ".,"]
    if len(set(marks)) == 2:
        found = [_decimal(rest, marks[-1])]
    elif len(marks) > 1:
        found = [float(rest.replace(marks[0], ""))]
    else:
        found = [_decimal(rest, marks[0]) if marks else float(rest)]
        if _GROUPED.fullmatch(rest):
            found.append(float(re.sub("[.,]", "", rest)))
    return [each for each in found if each is not None and isfinite(each)]


def _decimal(text: str, mark: str) -> float | None:
    """Read a number whose decimal mark is known; None when the mark is there twice."""
    other = "." if mark == "," else ","
    try:
        return float(text.replace(other, "").replace(mark, ".", 1))
    except ValueError:
        return None


def judge_number(question: NumberQuestion, answer: str) -> Verdict:
    """Judge a typed number."""
    if not answer.strip():
        return Verdict(State.EMPTY)
    numbers = read_numbers(answer, question.unit)
    if not numbers:
        return Verdict(State.UNREADABLE)
    # 0.1 + 0.2 must be 0.3: a breath of tolerance for what computers make of decimals.
    slack = 1e-9 * max(1.0, abs(question.low), abs(question.high))
    is_right = any(question.low - slack <= each <= question.high + slack for each in numbers)
    return Verdict(State.RIGHT, 1.0) if is_right else Verdict(State.WRONG)


def judge_choice(options: Sequence[Option], scoring: Scoring, chosen: Sequence[int]) -> Verdict:
    """Judge chosen options; with partial scoring right minus wrong of all that are right, never below 0."""
    if not chosen:
        return Verdict(State.EMPTY)
    right = {n for n, each in enumerate(options) if each.correct}
    taken = set(chosen)
    said = tuple(options[n].feedback for n in sorted(taken) if options[n].feedback)
    if taken == right:
        return Verdict(State.RIGHT, 1.0, said)
    score = 0.0
    if scoring is Scoring.PARTIAL and right:
        score = max(0.0, (len(taken & right) - len(taken - right)) / len(right))
    return Verdict(State.WRONG, score, said, missing=bool(right - taken))


def cloze_blanks(text: str) -> list[list[str]]:
    """Give the accepted answers of each `[[a|b]]`."""
    return [[each.strip() for each in blank.split("|")] for blank in _CLOZE.findall(text)]


def judge_cloze(question: Cloze, words: Sequence[str]) -> Verdict:
    """Judge the words in the blanks; right when every blank is, else the share of those that are."""
    blanks = cloze_blanks(question.text)
    if not any(each.strip() for each in words):
        return Verdict(State.EMPTY)
    if len(words) != len(blanks):
        return Verdict(State.UNREADABLE)
    wrong = [
        f"Blank {n} is not “{word.strip()}”."
        for n, (word, accepted) in enumerate(zip(words, blanks, strict=True), 1)
        if same(word) not in {same(each) for each in accepted}
    ]
    return _part(len(blanks) - len(wrong), len(blanks), wrong)


def judge_match(wanted: Sequence[str], places: Sequence[int]) -> Verdict:
    """Judge which right-hand text was given to each left one; equal texts may stand for each other."""
    if not places:
        return Verdict(State.EMPTY)
    if not _fit(wanted, places):
        return Verdict(State.UNREADABLE)
    good = sum(wanted[each] == text for each, text in zip(places, wanted, strict=True))
    return _part(good, len(wanted), [f"{good} of {len(wanted)} are in their place."])


def judge_order(wanted: Sequence[str], places: Sequence[int]) -> Verdict:
    """Judge an order by the longest run of items that are in the right order to each other; the others must move.

    The score is that run, less one, of all, less one: a reversed list has nothing.
    """
    if not places:
        return Verdict(State.EMPTY)
    if not _fit(wanted, places):
        return Verdict(State.UNREADABLE)
    free = {text: [n for n, each in enumerate(wanted) if each == text] for text in wanted}
    given = [wanted[each] for each in places]
    if any(given.count(text) > len(free[text]) for text in given):
        return Verdict(State.UNREADABLE)
    ranks = [free[text].pop(0) for text in given]
    runs: list[int] = []
    for at, rank in enumerate(ranks):
        runs.append(1 + max((runs[n] for n in range(at) if ranks[n] < rank), default=0))
    good = max(runs)
    if good == len(wanted):
        return Verdict(State.RIGHT, 1.0)
    return _part(good - 1, len(wanted) - 1, [f"{good} of {len(wanted)} can stay where they are."])


def _fit(wanted: Sequence[str], places: Sequence[int]) -> bool:
    return len(places) == len(wanted) and all(0 <= each < len(wanted) for each in places)


def _part(good: int, total: int, said: Sequence[str]) -> Verdict:
    return Verdict(State.RIGHT, 1.0) if good == total else Verdict(State.WRONG, good / total, tuple(said))
