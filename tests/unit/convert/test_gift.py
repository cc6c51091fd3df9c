"""GIFT as Moodle reads it: signs, weights, formats, numbers; what has no place is named in the list of what was lost."""

from __future__ import annotations

import pytest

from chapbook.model.question import (
    Match,
    MultipleChoice,
    NumberQuestion,
    Question,
    SingleChoice,
    TextQuestion,
)
from support.conversion import Outcome, convert


def gift(text: str) -> Outcome:
    return convert("gift", {"a.gift": text})


def only(text: str) -> Question:
    (question,) = gift(text).questions
    return question


def test_escaped_signs_are_signs_of_the_text() -> None:
    question = only(r"Which \{set\} is \#1\: \~a or \=b?\nSay it. {=a \= b#\{yes\} ~C\:\\temp}")
    assert isinstance(question, SingleChoice)
    assert question.stem == "Which {set} is #1: ~a or =b?\nSay it."
    assert [(each.text, each.feedback) for each in question.options] == [("a = b", "{yes}"), ("C:\\temp", "")]


def test_formats_of_texts_answers_and_feedback_are_taken_off() -> None:
    question = only(
        "[html]<p>What?</p> {=[html]<b>This</b>#[plain]Yes ~[markdown]*That* ####[html]<i>All</i>}"
    )
    assert isinstance(question, SingleChoice)
    assert [each.text for each in question.options] == ["<b>This</b>", "*That*"]
    assert question.options[0].feedback == "Yes"
    assert question.explanation == "<i>All</i>"


def test_weights_say_which_answers_are_right_and_are_listed_as_lost() -> None:
    outcome = gift("Which? {~%50%a ~%50%b ~%-100%c}")
    (question,) = outcome.questions
    assert isinstance(question, MultipleChoice)
    assert [each.correct for each in question.options] == [True, True, False]
    assert "50 % for “a”; 50 % for “b”; -100 % for “c”" in outcome.lost


def test_several_right_answers_of_a_choice_all_count() -> None:
    outcome = gift("Which are prime? {=2 =3 ~4}")
    (question,) = outcome.questions
    assert isinstance(question, MultipleChoice)
    assert [each.correct for each in question.options] == [True, True, False]
    assert "now all of them must be chosen" in outcome.changed


def test_short_answers_with_points_and_a_star_lose_them_by_name() -> None:
    outcome = gift("Two and two? {=%100%four#Yes =%50%fuor#Nearly =%0%*#Count again}")
    (question,) = outcome.questions
    assert isinstance(question, TextQuestion)
    assert question.accept == ("four",)
    assert [(each.answer, each.feedback) for each in question.wrong] == [("fuor", "Nearly")]
    assert question.explanation == "Yes"
    assert "50 % for “fuor”" in outcome.lost
    assert "What is said to any other answer has no place: Count again" in outcome.lost


@pytest.mark.parametrize(
    ("answers", "answer", "low", "high"),
    [
        ("#3", 3, 3, 3),
        ("#-1.5:0.5", -1.5, -2, -1),
        ("#1..5", None, 1, 5),
        ("#6.02e3:1e2", 6020, 5920, 6120),
        ("#=3:.5#Yes", 3, 2.5, 3.5),
    ],
)
def test_numbers_keep_their_tolerance(answers: str, answer: float | None, low: float, high: float) -> None:
    question = only(f"How many? {{{answers}}}")
    assert isinstance(question, NumberQuestion)
    assert (question.answer, question.low, question.high) == (answer, low, high)


def test_of_several_numbers_the_best_is_right_and_the_others_are_named() -> None:
    outcome = gift("When? {#\n=%50%1822:2#Close\n=1822:0#Right\n~#Far off\n}")
    (question,) = outcome.questions
    assert isinstance(question, NumberQuestion)
    assert (question.answer, question.low, question.explanation) == (1822, 1822, "Right")
    assert "this other one was left out: 1822:2 (50 %) Close" in outcome.lost
    assert "this other one was left out: any other Far off" in outcome.lost


def test_pairs_lose_feedback_and_partners_by_name() -> None:
    outcome = gift("Who eats what? {=cat -> mouse =dog -> bone#Or shoes = -> straw}")
    (question,) = outcome.questions
    assert isinstance(question, Match)
    assert [(each.left, each.right) for each in question.pairs] == [("cat", "mouse"), ("dog", "bone")]
    assert "Or shoes" in outcome.lost
    assert "left out: straw" in outcome.lost


def test_a_missing_word_stands_where_the_answers_stood() -> None:
    assert only("Tea comes from {=China ~Peru}.").stem == "Tea comes from ____."
    assert only("The {=third ~first} day of the week.").stem == "The ____ day of the week."


def test_true_or_false_gives_each_feedback_to_its_answer() -> None:
    question = only("The sun rises in the east. {T#It does.#Right.}")
    assert isinstance(question, SingleChoice)
    assert [(each.text, each.correct, each.feedback) for each in question.options] == [
        ("True", True, "Right."),
        ("False", False, "It does."),
    ]


def test_comments_categories_descriptions_and_names_do_not_go_silently() -> None:
    outcome = gift("// [id:q-7] Ask Ana\n  $CATEGORY: top/Tea\n\nRead this first.\n\n::茶::Tea? {T}")
    assert "a.gift:1: A comment was left out: [id:q-7] Ask Ana" in outcome.lost
    assert "The category “top/Tea”" in outcome.lost
    assert "It reads: Read this first." in outcome.lost
    assert "The question “茶” has the id a-1 now." in outcome.changed


def test_line_ends_byte_order_marks_and_other_encodings() -> None:
    assert len(gift("\ufeffOne? {T}\r\n\r\nTwo? {F}\r\n").questions) == 2
    outcome = convert("gift", {"a.gift": "One? {T}", "b.gift": "Käse? {T}".encode("latin-1")})
    assert len(outcome.questions) == 1
    assert "b.gift: This file was left out." in outcome.lost
