"""Answers are judged as the site's player judges them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chapbook.model.answers import Answer, State, cloze_blanks, judge, read_numbers
from chapbook.model.question import (
    Card,
    Cloze,
    Match,
    MultipleChoice,
    NumberQuestion,
    Option,
    Order,
    Pair,
    Question,
    Scoring,
    SingleChoice,
    TextQuestion,
    WrongAnswer,
)


def fits(pattern: str, answer: str) -> bool | None:
    return None if pattern == "slow" else re.fullmatch(pattern, answer, re.IGNORECASE) is not None


OPTIONS = (
    Option(text="a", correct=True, feedback="yes a"),
    Option(text="b", correct=True),
    Option(text="c", feedback="no c"),
)
SINGLE = SingleChoice(id="q", options=OPTIONS[1:])
MULTIPLE = MultipleChoice(id="q", options=OPTIONS)
PARTIAL = MultipleChoice(id="q", options=OPTIONS, scoring=Scoring.PARTIAL)
TEXT = TextQuestion(
    id="q",
    accept=("Black  tea",),
    pattern="gr[ea]y|green tea",
    wrong=(WrongAnswer(answer="Coffee", feedback="That is another drink."),),
)
NUMBER = NumberQuestion(id="q", answer=3.0, low=2.9, high=3.1, unit="km")
CLOZE = Cloze(id="q", text="The [[pot|tea pot]] is [[hot]].")
MATCH = Match(id="q", pairs=(Pair(left="1", right="x"), Pair(left="2", right="y"), Pair(left="3", right="x")))
ORDER = Order(id="q", items=("one", "two", "three"))

R, W, E, U, O = State.RIGHT, State.WRONG, State.EMPTY, State.UNREADABLE, State.OPEN  # noqa: E741


@pytest.mark.parametrize(
    ("question", "answer", "state", "score"),
    [
        (SINGLE, (0,), R, 1),
        (SINGLE, (1,), W, 0),
        (SINGLE, (), E, 0),
        (MULTIPLE, (0, 1), R, 1),
        (MULTIPLE, (0,), W, 0),
        (PARTIAL, (0,), W, 0.5),
        (PARTIAL, (0, 2), W, 0),
        (PARTIAL, (2,), W, 0),
        (PARTIAL, (0, 1, 2), W, 0.5),
        (TEXT, " black TEA ", R, 1),
        (TEXT, "grey", R, 1),
        (TEXT, "GREEN   tea", R, 1),
        (TEXT, "grey tea", W, 0),
        (TEXT, "  ", E, 0),
        (TextQuestion(id="q", pattern="slow"), "x", O, 0),
        (TextQuestion(id="q", accept=("é",)), "e\u0301", R, 1),
        (NUMBER, "3", R, 1),
        (NUMBER, "3,05 km", R, 1),
        (NUMBER, "3.2", W, 0),
        (NUMBER, "three", U, 0),
        (NUMBER, "", E, 0),
        (NumberQuestion(id="q", low=0.3, high=0.3), str(0.1 + 0.2), R, 1),
        (NumberQuestion(id="q", low=1000, high=1000), "1,000", R, 1),
        (CLOZE, ("Tea pot", "HOT"), R, 1),
        (CLOZE, ("pot", "cold"), W, 0.5),
        (CLOZE, ("", ""), E, 0),
        (CLOZE, ("pot",), U, 0),
        (MATCH, (0, 1, 2), R, 1),
        (MATCH, (2, 1, 0), R, 1),
        (MATCH, (1, 0, 2), W, 1 / 3),
        (MATCH, (0, 1, 9), U, 0),
        (ORDER, (0, 1, 2), R, 1),
        (ORDER, (0, 2, 1), W, 0.5),
        (ORDER, (2, 1, 0), W, 0),
        (ORDER, (0, 0, 1), U, 0),
        (ORDER, (), E, 0),
        (Card(id="q"), "", O, 0),
    ],
)
def test_judged(question: Question, answer: Answer, state: State, score: float) -> None:
    verdict = judge(question, answer, fits)
    assert (verdict.state, verdict.score) == (state, score)


def test_feedback_and_what_is_missing() -> None:
    assert judge(MULTIPLE, (0, 2), fits).said == ("yes a", "no c")
    assert judge(MULTIPLE, (0,), fits).missing
    assert not judge(MULTIPLE, (0, 1, 2), fits).missing
    assert judge(TEXT, "COFFEE", fits).said == ("That is another drink.",)
    assert judge(CLOZE, ("pot", "cold"), fits).said == ("Blank 2 is not “cold”.",)
    assert judge(ORDER, (0, 2, 1), fits).said == ("2 of 3 can stay where they are.",)


@pytest.mark.parametrize(
    ("text", "unit", "numbers"),
    [
        ("12.5", "", [12.5]),
        ("12,5", "", [12.5]),
        ("1,000", "", [1.0, 1000.0]),
        ("1.234,5", "", [1234.5]),
        ("1,234,567", "", [1234567.0]),
        ("1 250", "", [1250.0]),
        ("1'250", "", [1250.0]),
        ("−3", "", [-3.0]),
        ("€ 1250", "", [1250.0]),
        ("80 %", "", [80.0]),
        ("3 KM", "km", [3.0]),
        ("km 3", "km", [3.0]),
        (".5", "", [0.5]),
        ("1e3", "", [1000.0]),
        ("１２", "", [12.0]),
        ("1.2.3,4,5", "", []),
        ("3 miles", "km", []),
        ("-", "", []),
        ("1e999", "", []),
        ("٣", "", []),
    ],
)
def test_numbers_as_people_type_them(text: str, unit: str, numbers: list[float]) -> None:
    assert read_numbers(text, unit) == numbers


def test_an_answer_of_another_kind_is_a_bug() -> None:
    for question, answer in ((SINGLE, "a"), (TEXT, (0,)), (NUMBER, ("a",))):
        with pytest.raises((TypeError, ValueError)):
            judge(question, answer, fits)


def test_blanks() -> None:
    assert cloze_blanks(CLOZE.text) == [["pot", "tea pot"], ["hot"]]


CASES = json.loads(Path(__file__).parents[2].joinpath("cases/answers/parts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['type']}-{'-'.join(case['given'])}")
def test_parts_are_counted_as_the_site_counts_them(case: dict[str, Any]) -> None:
    """The same cases are given to `answers.js` by `tests/js/answers.test.mjs`."""
    key, given = case["key"], case["given"]
    question: Question
    answer: Answer
    if case["type"] == "cloze":
        question, answer = Cloze(id="q", text=" ".join(f"[[{'|'.join(each)}]]" for each in key)), tuple(given)
    elif case["type"] == "match":
        question = Match(id="q", pairs=tuple(Pair(left=str(n), right=each) for n, each in enumerate(key)))
        answer = tuple(key.index(each) for each in given)
    else:
        question, answer = Order(id="q", items=tuple(key)), tuple(key.index(each) for each in given)
    verdict = judge(question, answer, fits)
    state = {"right": State.RIGHT, "partial": State.WRONG, "wrong": State.WRONG}[case["state"]]
    assert verdict.state is state
    assert verdict.score == pytest.approx(case["score"])
