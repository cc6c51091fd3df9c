"""When is a question another one? `question_hash` says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
    Scoring,
    SingleChoice,
    TextQuestion,
    WrongAnswer,
)
from chapbook.model.question_decoder import QUESTION_TYPES
from chapbook.model.question_hash import question_hash

OPTIONS = (Option(text="Milk", correct=True, feedback="Yes."), Option(text="Tea"))
SINGLE = SingleChoice(id="a", stem="Stem?", options=OPTIONS)
TEXT = TextQuestion(id="c", stem="Stem?", accept=("Milk",), wrong=(WrongAnswer(answer="Tea"),))
NUMBER = NumberQuestion(id="d", stem="Stem?", answer=3.0, low=2.9, high=3.1, unit="km")
EACH: tuple[tuple[Question, Question], ...] = (
    (SINGLE, replace(SINGLE, options=(OPTIONS[0], replace(OPTIONS[1], text="Coffee")))),
    (
        MultipleChoice(id="b", stem="S", options=OPTIONS),
        MultipleChoice(id="b", stem="S", options=OPTIONS[::-1]),
    ),
    (TEXT, replace(TEXT, accept=("Cream",))),
    (NUMBER, replace(NUMBER, low=2.8)),
    (Cloze(id="e", text="Pour [[milk]]."), Cloze(id="e", text="Pour [[milk|cream]].")),
    (
        Match(id="f", stem="S", pairs=(Pair(left="Cup", right="Milk"),)),
        Match(id="f", stem="S", pairs=(Pair(left="Cup", right="Tea"),)),
    ),
    (Order(id="g", stem="S", items=("Milk", "Tea")), Order(id="g", stem="S", items=("Tea", "Milk"))),
    (Reflect(id="h", stem="S", model_answer="A"), Reflect(id="h", stem="S", model_answer="B")),
    (Card(id="i", front="F", back="B"), Card(id="i", front="F", back="C")),
    (Checklist(id="j", stem="S", items=("One",)), Checklist(id="j", stem="S", items=("Two",))),
)


def test_every_type_is_tried_here() -> None:
    assert {question.type for question, _ in EACH} == set(QUESTION_TYPES)


@pytest.mark.parametrize(("question", "other"), EACH, ids=lambda q: q.type)
def test_another_text_or_key_is_another_question(question: Question, other: Question) -> None:
    assert question_hash(question) != question_hash(other)
    assert question_hash(question) != question_hash(replace(question, stem="Another stem"))


@pytest.mark.parametrize("question", [question for question, _ in EACH], ids=lambda q: q.type)
def test_help_and_settings_change_nothing(question: Question) -> None:
    changed = replace(
        question,
        id="other",
        objective="pour",
        explanation="Since it is so.",
        hints=("Think.",),
        points=3,
        attempts=2,
        review=True,
        shuffle=False,
        difficulty="hard",
        source="A book",
    )
    assert question_hash(changed) == question_hash(question)


def test_feedback_pins_wrong_answers_and_scoring_change_nothing() -> None:
    told = tuple(replace(each, feedback="Told.", pin_last=True) for each in OPTIONS)
    assert question_hash(replace(SINGLE, options=told)) == question_hash(SINGLE)
    assert question_hash(replace(TEXT, wrong=())) == question_hash(TEXT)
    several = MultipleChoice(id="b", options=OPTIONS)
    assert question_hash(replace(several, scoring=Scoring.PARTIAL)) == question_hash(several)


def test_lines_wrapped_anew_change_nothing() -> None:
    one = replace(SINGLE, stem="Which one  of\nthese?")
    assert question_hash(one) == question_hash(replace(SINGLE, stem="Which one of these?\n"))
    assert question_hash(replace(SINGLE, stem="caf\u00e9")) == question_hash(
        replace(SINGLE, stem="cafe\u0301")
    )


def test_a_type_is_part_of_it() -> None:
    assert question_hash(SINGLE) != question_hash(MultipleChoice(id="a", stem="Stem?", options=OPTIONS))


def test_it_is_the_same_for_ever() -> None:
    assert question_hash(SINGLE) == "d6ca8104c346"
