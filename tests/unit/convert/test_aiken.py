"""Aiken as Moodle and others write it."""

from __future__ import annotations

from chapbook.model.question import MultipleChoice, Option, SingleChoice
from support.conversion import Outcome, convert


def aiken(text: str) -> Outcome:
    return convert("aiken", {"a.aiken": text})


def test_roman_numerals_before_the_options_belong_to_the_question() -> None:
    (question,) = aiken("Which holds?\nI. First\nII. Second\nA)One\nB. Both\nANSWER: B\n").questions
    assert isinstance(question, SingleChoice)
    assert question.stem == "Which holds?\nI. First\nII. Second"
    assert question.options == (Option(text="One"), Option(text="Both", correct=True))


def test_the_answer_may_repeat_the_option_or_say_more() -> None:
    text = "One?\nA. Yes\nB. No\nANSWER: B. No\n\nTwo?\nA. Yes\nB. No\nAnswer: a) since Ana says so\n"
    outcome = aiken(text)
    right = [[each.correct for each in q.options] for q in outcome.questions if isinstance(q, SingleChoice)]
    assert right == [[False, True], [True, False]]
    assert "What follows the letter of an answer was left out: since Ana says so" in outcome.lost
    assert outcome.lost.count("What follows the letter") == 1


def test_several_letters_make_a_question_with_several_right_options() -> None:
    (question,) = aiken("Cats?\nA. Lion\nB. Tiger\nC. Dog\nANSWER: A, B\n").questions
    assert isinstance(question, MultipleChoice)
    assert [each.correct for each in question.options] == [True, True, False]


def test_what_is_no_question_is_named() -> None:
    outcome = aiken("Cats?\nA. Lion\nB. Dog\nANSWER: Q\n\nMice?\nA. Yes\nA stray line\nANSWER: A\n")
    assert outcome.questions == ()
    for words in ("Cats? Lion Dog", "Mice? Yes", "A stray line"):
        assert words in outcome.lost


def test_all_of_the_above_stays_a_question_in_a_quiz_file() -> None:
    text = "Which is tea?\nA. Green\nB. Black\nC. All of the above\nANSWER: C\n"
    outcome = convert("aiken", {"a.txt": text})
    (question,) = outcome.questions
    assert isinstance(question, SingleChoice)
    assert question.shuffle is False
    assert "The options stay in their places." in outcome.changed
