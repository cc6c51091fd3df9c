"""LiaScript's quizzes: matrices, lists, selections, gaps; comments and what is not known."""

from __future__ import annotations

import pytest

from chapbook.model.question import Cloze, MultipleChoice, SingleChoice
from support.conversion import Outcome, convert


def course(text: str) -> Outcome:
    return convert("liascript", {"course.md": f"# Winds\n\n{text}\n"})


def test_each_row_of_a_matrix_is_a_question() -> None:
    outcome = course(
        "Sort them.\n\n[[true] (false) [none]]\n[(X) ( ) ( )] 73 is prime\n[( ) (X) ( )]  74 is prime\n"
        "[[?]] Divide.\n***\n\nOnly 73 is.\n\n***"
    )
    first, second = outcome.questions
    assert isinstance(first, SingleChoice)
    assert isinstance(second, SingleChoice)
    assert (first.stem, second.stem) == ("Sort them.\n\n73 is prime", "Sort them.\n\n74 is prime")
    assert [(each.text, each.correct) for each in second.options] == [
        ("true", False),
        ("false", True),
        ("none", False),
    ]
    assert (first.hints, first.explanation) == (("Divide.",), "Only 73 is.")
    assert "Each row of a matrix is a question of its own." in outcome.changed


def test_rows_of_square_brackets_may_have_several_right_answers() -> None:
    (question,) = course("Which?\n\n[[red] [green] [blue]]\n[[X] [ ] [X]] purple").questions
    assert isinstance(question, MultipleChoice)
    assert [each.correct for each in question.options] == [True, False, True]


def test_a_list_of_options_goes_on_over_indented_lines() -> None:
    (question,) = course("Which?\n\n- [[x]] One kilovolt\n      or more\n- [[ ]] Two").questions
    assert isinstance(question, MultipleChoice)
    assert [each.text for each in question.options] == ["One kilovolt\nor more", "Two"]


def test_an_indented_hint_is_no_part_of_the_option_before_it() -> None:
    (question,) = course("Which?\n\n    [( )] North\n    [(X)] South\n    [[?]] Look at the sun.\n").questions
    assert isinstance(question, SingleChoice)
    assert [each.text for each in question.options] == ["North", "South"]
    assert question.hints == ("Look at the sun.",)


def test_comments_before_a_quiz_do_not_become_its_question() -> None:
    outcome = course("Which?\n\n<!--\n data-randomize\n-->\n[( )] a\n[(X)] b")
    (question,) = outcome.questions
    assert question.stem == "Which?"
    assert "course.md:5: A comment was left out: data-randomize" in outcome.lost


def test_comments_in_code_and_those_that_are_not_closed_stay() -> None:
    outcome = course("```html\n<!-- shown -->\n```\n\n<!-- open\n\nText")
    assert "<!-- shown -->" in outcome.text("lessons/winds.md")
    assert "Text" in outcome.text("lessons/winds.md")
    assert "A comment is not closed" in outcome.lost


@pytest.mark.parametrize("text", ["[[(a)|b|c]]", "[[b|(a)|c]]", "[[-> b | (a) | c]]"])
def test_a_selection_is_a_choice_wherever_the_right_answer_stands(text: str) -> None:
    (question,) = course(f"Which?\n\n{text}").questions
    assert isinstance(question, SingleChoice)
    assert [each.text for each in question.options if each.correct] == ["a"]
    assert {each.text for each in question.options} == {"a", "b", "c"}


def test_gaps_are_typed_and_their_wrong_answers_named() -> None:
    outcome = course("The film [[(that)|those|these]] night was [[ good ]].")
    (question,) = outcome.questions
    assert isinstance(question, Cloze)
    assert question.text == "The film [[that]] night was [[good]]."
    assert "its wrong answers were left out: those, these" in outcome.lost


def test_numbers_in_gaps_are_no_survey() -> None:
    (question,) = course("[[2]] + [[5]] = [[7]]").questions
    assert isinstance(question, Cloze)


@pytest.mark.parametrize("text", ["[[___]]", "[[!]]", "[(1)] Fine", "[[1]] Fine"])
def test_surveys_and_quizzes_of_scripts_stand_as_text_and_are_named(text: str) -> None:
    outcome = course(f"How was it?\n\n{text}")
    assert outcome.questions == ()
    assert text in outcome.text("lessons/winds.md")
    assert "is a quiz or survey that is not known here" in outcome.lost
