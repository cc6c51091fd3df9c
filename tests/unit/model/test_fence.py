"""Quiz fences: each type of format.md, and what is said when one is not right."""

from __future__ import annotations

import pytest

from chapbook.diag.diagnostic import Span
from chapbook.model.fence_decoder import decode_fence
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
from chapbook.source.outline import Fence


def fence(info: str, body: str) -> Fence:
    lines = tuple(body.strip("\n").split("\n"))
    return Fence(f"quiz {info}", lines, Span(10, 1, 11 + len(lines), 4), 11, 1)


def read(info: str, body: str) -> Question:
    question, findings = decode_fence("lessons/a.md", fence(info, body))
    assert findings == ()
    assert question is not None
    return question


def told(info: str, body: str) -> list[tuple[str, int]]:
    _, findings = decode_fence("lessons/a.md", fence(info, body))
    return [(finding.code, finding.place.span.line) for finding in findings if finding.place.span]


def test_one_correct_option_is_single_and_feedback_may_follow_a_blank_line() -> None:
    question = read(
        "id=a objective=o review points=2",
        "Stem\n\nmore\n\n- [ ] one\n\n  > Because\n  > of it\n- [X] two\n  lines\n\n? hint\n\nWhy.",
    )
    assert isinstance(question, SingleChoice)
    assert question.stem == "Stem\n\nmore"
    assert [(each.text, each.correct, each.feedback) for each in question.options] == [
        ("one", False, "Because\nof it"),
        ("two\nlines", True, ""),
    ]
    assert (question.objective, question.review, question.points) == ("o", True, 2)
    assert (question.hints, question.explanation) == (("hint",), "Why.")
    assert question.options[1].place.span == Span(19, 1, 19, 10)


def test_several_correct_options_are_multiple_and_the_type_can_force_it() -> None:
    assert isinstance(read("id=a", "S\n- [x] one\n- [x] two"), MultipleChoice)
    assert isinstance(read("id=a type=multiple", "S\n- [x] one\n- [ ] two"), MultipleChoice)
    assert isinstance(read("id=a type=single", "S\n- [x] one\n- [x] two"), SingleChoice)


def test_text_takes_answers_a_pattern_and_wrong_ones_with_feedback() -> None:
    question = read(
        "id=a type=text", "S\n\n= commit\n= git commit\n=~ (git )?commit\n! push\n> Sends.\n\nWhy."
    )
    assert isinstance(question, TextQuestion)
    assert (question.accept, question.pattern) == (("commit", "git commit"), "(git )?commit")
    assert [(each.answer, each.feedback) for each in question.wrong] == [("push", "Sends.")]
    assert question.explanation == "Why."


@pytest.mark.parametrize(
    ("line", "answer", "low", "high", "unit"),
    [
        ("= 3", 3.0, 3.0, 3.0, ""),
        ("= 3 +- 0.5", 3.0, 2.5, 3.5, ""),
        ("= 3,5 ± 0,5 km", 3.5, 3.0, 4.0, "km"),
        ("= 2.5..3.5", None, 2.5, 3.5, ""),
        ("= -1 .. 4 m/s", None, -1.0, 4.0, "m/s"),
        ("= 3 km", 3.0, 3.0, 3.0, "km"),
        ("= 20 %", 20.0, 20.0, 20.0, "%"),
    ],
)
def test_number(line: str, answer: float | None, low: float, high: float, unit: str) -> None:
    question = read("id=a type=number", f"S\n\n{line}\n\nWhy.")
    assert isinstance(question, NumberQuestion)
    assert (question.answer, question.low, question.high, question.unit) == (answer, low, high, unit)
    assert question.explanation == "Why."


def test_cloze_match_and_order() -> None:
    cloze = read("id=a type=cloze", "A [[b|c]] d.\n\n? think")
    assert isinstance(cloze, Cloze)
    assert (cloze.text, cloze.hints) == ("A [[b|c]] d.", ("think",))
    match = read("id=a type=match", "S\n\n- a => b\n- c d => `e`\n\nWhy.")
    assert isinstance(match, Match)
    assert [(pair.left, pair.right) for pair in match.pairs] == [("a", "b"), ("c d", "`e`")]
    order = read("id=a type=order", "S\n\n1. one\n2. two\n10. three")
    assert isinstance(order, Order)
    assert order.items == ("one", "two", "three")


def test_reflect_card_and_checklist() -> None:
    reflect = read("id=a type=reflect", "S\n\n---\n\nModel.\n\nMore.\n\n- first\n- second")
    assert isinstance(reflect, Reflect)
    assert (reflect.stem, reflect.model_answer, reflect.rubric) == (
        "S",
        "Model.\n\nMore.",
        ("first", "second"),
    )
    card = read("id=a type=card", "Front\n---\nBack")
    assert isinstance(card, Card)
    assert (card.front, card.back) == ("Front", "Back")
    checklist = read("id=a type=checklist", "S\n\n- [ ] one\n- [ ] two")
    assert isinstance(checklist, Checklist)
    assert checklist.items == ("one", "two")


def test_code_inside_the_body_is_never_taken_for_answers() -> None:
    question = read("id=a", "S\n\n~~~\n- [x] not an option\n? nor a hint\n~~~\n\n- [x] yes\n- [ ] no")
    assert isinstance(question, SingleChoice)
    assert len(question.options) == 2
    assert "- [x] not an option" in question.stem
    assert question.hints == ()


@pytest.mark.parametrize(
    ("info", "body", "code", "line"),
    [
        ("", "S\n- [x] a\n- [ ] b", "M201", 10),
        ("id=A_b", "S\n- [x] a\n- [ ] b", "S115", 10),
        ("id=a objectiv=o", "S\n- [x] a\n- [ ] b", "S102", 10),
        ("id=a id=b", "S\n- [x] a\n- [ ] b", "S103", 10),
        ("id=a points=x", "S\n- [x] a\n- [ ] b", "S115", 10),
        ("id=a shuffle=never", "S\n- [x] a\n- [ ] b", "S115", 10),
        ("id=a objective", "S\n- [x] a\n- [ ] b", "S115", 10),
        ("id=a type=sinlge", "S\n- [x] a\n- [ ] b", "S115", 10),
        ("id=a", "S only", "S114", 10),
        ("id=a", "- [x] a\n- [ ] b", "M201", 10),
        ("id=a", "S\n- [x] a\n- [ ]\n", "M201", 13),
        ("id=a", "S\n- [x] a\n\nWhy\n\n- [ ] b", "S114", 16),
        ("id=a", "S\n- [x] a\n\nWhy\n\n> Feedback", "S114", None),
        ("id=a type=text", "S", "M201", 10),
        ("id=a type=text", "S\n=~ a\n=~ b", "S114", 13),
        ("id=a type=number", "S\n= three", "S114", 12),
        ("id=a type=number", "S\n= 12,000", "S114", 12),
        ("id=a type=number", "S\n= 1\n= 2", "S114", 13),
        ("id=a type=number", "S\n= 1\n! 2", "S114", 13),
        ("id=a type=number", "S", "M201", 10),
        ("id=a type=match", "S\n- a - b", "S114", 12),
        ("id=a type=order", "S", "M201", 10),
        ("id=a type=card", "Front only", "S114", 10),
        ("id=a type=checklist", "S", "M201", 10),
    ],
)
def test_what_is_wrong_is_said_where_it_is(info: str, body: str, code: str, line: int | None) -> None:
    found = told(info, body)
    if line is None:
        assert (code, 10) not in found
        return
    assert (code, line) in found


def test_a_fence_that_is_never_closed_is_said() -> None:
    open_fence = Fence("quiz id=a", ("S", "- [x] a", "- [ ] b"), Span(10, 1, 13, 1), 11, 1, closed=False)
    _, findings = decode_fence("lessons/a.md", open_fence)
    assert [finding.code for finding in findings] == ["S114"]
