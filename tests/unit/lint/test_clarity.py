"""Edges of the rules on questions, instructions and length (A409–A411)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.lint.rules import clarity
from support.modules import found


def question(stem: str, options: str = "- [x] a\n- [ ] b") -> str:
    return f"```quiz id=q objective=brew\n{stem}\n\n{options}\n\nBecause.\n```\n"


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        ("![What is this?](a.svg)", "- [x] a\n- [ ] b"),
        ('<img src="a.svg" alt="x">', "- [x] a\n- [ ] b"),
        ("What?", "- [x] ![](a.svg)\n- [ ] ![](b.svg)"),
        ("What?", '- [x] ![""](a.svg)\n- [ ] word'),
        ("What?", "- [x] ![Pot](a.svg)\n- [ ] ![pot](b.svg)"),
    ],
)
def test_pictures_alone(stem: str, options: str) -> None:
    assert len(found("A409", question(stem, options))) == 1


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        ("What is ![this](a.svg)?", "- [x] a\n- [ ] b"),
        ("What?\n\n![Pot](a.svg)", "- [x] a\n- [ ] b"),
        ("What?", "- [x] ![Pot](a.svg)\n- [ ] ![Cup](b.svg)"),
        ("What?", "- [x] A ![](a.svg)\n- [ ] B ![](b.svg)"),
        ("![x](a.svg)\n\n    code", "- [x] a\n- [ ] b"),
    ],
)
def test_pictures_with_words(stem: str, options: str) -> None:
    expected = 1 if "    code" in stem else 0
    assert len(found("A409", question(stem, options))) == expected


def test_a_card_may_show_a_picture() -> None:
    assert (
        found("A409", "```quiz id=q type=card objective=brew\n![A round pot](a.svg)\n\n---\n\nTeapot\n```\n")
        == []
    )


def test_a_picture_question_in_a_file_is_found_at_its_stem() -> None:
    quiz = "format: 1\nid: q\ntitle: Q\nquestions:\n  - id: a\n    type: text\n    stem: '![x](a.svg)'\n    accept: [pot]\n"
    (only,) = found("A409", files={"quizzes/q.yml": quiz})
    assert only.location.span.line == 7


@pytest.mark.parametrize(
    "body",
    [
        "Click the green button to go on.",
        "Open the menu on the left.",
        "Press the round button.",
        "1. Tap the right-hand icon",
        "```quiz id=q objective=brew\nWhich happens when you press the red button?\n\n- [x] a\n- [ ] b\n```",
    ],
)
def test_instructions_by_look(body: str) -> None:
    assert len(found("A410", body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Click the green button **Go**.",
        "Click the green “Go” button.",
        "Press the red Stop button.",
        "The red button is pretty.",
        "We are on the right track; see the text.",
        "Use the green tea.",
        "```text\nClick the red button.\n```",
        "See [the red book](https://tea.example).",
    ],
)
def test_what_is_no_such_instruction(body: str) -> None:
    assert found("A410", body) == []


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("word " * 40 + ".", 0),
        ("word " * 41 + ".", 1),
        ("One two. " * 60, 0),
        ("One two. " * 61, 1),
        ("word " * 25 + "\n\n" + "word " * 25, 0),
        ("- " + "word " * 30 + "\n- " + "word " * 30, 0),
        ("word " * 30 + "(word.) " + "word " * 30, 0),
        ("word " * 30 + "‘word.’ " + "word " * 30, 0),
        ("| " + "word " * 41 + "|\n|---|", 0),
        ("*[TEA]: " + "word " * 41, 0),
        ("word " * 30 + "  \n" + "word " * 30, 0),
        ("[word](https://tea.example/" + "-a" * 60 + ") " + "word " * 30, 0),
        ("```text\n" + "word " * 60 + "\n```", 0),
    ],
)
def test_length(body: str, number: int) -> None:
    assert len(found("A411", body)) == number


def test_explanations_of_questions_are_read_too() -> None:
    long = "word " * 41
    quiz = f"format: 1\nid: q\ntitle: Q\nquestions:\n  - {{id: c, type: card, front: a, back: '{long}'}}\n"
    assert len(found("A411", files={"quizzes/q.yml": quiz})) == 1
    assert len(found("A411", question("What?").replace("Because.", long))) == 1


def test_a_licence_is_as_long_as_its_lawyers_made_it() -> None:
    assert found("A411", files={"LICENSE.md": "word " * 200}) == []


@given(st.text("ab’./- \n_é", max_size=60), st.integers(0, 8))
def test_a_text_of_many_words_is_long(text: str, most: int) -> None:
    """What is no longer than twice so many characters is not counted."""
    assert len(text) > 2 * most or len(clarity._WORD.findall(text)) <= most
