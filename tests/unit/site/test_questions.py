"""Questions as HTML, without JavaScript."""

from __future__ import annotations

from html.parser import HTMLParser

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
    SingleChoice,
    TextQuestion,
    WrongAnswer,
)
from chapbook.site.question_parts import TASKS, Setting
from chapbook.site.questions import PLAYABLE, question_html, shown_number
from chapbook.source.markup import render_inline, render_markdown

OPTIONS = (
    Option(text="Milk", correct=True, feedback="Yes."),
    Option(text="Tea", feedback="No, after."),
    Option(text="Sugar", correct=True),
)
EXPLAINED = "Because the cup is hot."
QUESTIONS: tuple[Question, ...] = (
    SingleChoice(
        id="a", stem="Stem here?", options=OPTIONS[:2], explanation=EXPLAINED, hints=("One.", "Two.")
    ),
    MultipleChoice(id="b", stem="Stem here?", options=OPTIONS, explanation=EXPLAINED),
    TextQuestion(
        id="c",
        stem="Stem here?",
        accept=("Milk", "the milk"),
        pattern="mil[ck]",
        wrong=(WrongAnswer(answer="Tea", feedback="No, after."),),
        explanation=EXPLAINED,
    ),
    NumberQuestion(
        id="d", stem="Stem here?", answer=3.0, low=2.9, high=3.1, unit="km", explanation=EXPLAINED
    ),
    Cloze(id="e", text="Stem here: pour [[Milk|the milk]] first."),
    Match(id="f", stem="Stem here?", pairs=(Pair(left="Cup", right="Milk"), Pair(left="Pot", right="Tea"))),
    Order(id="g", stem="Stem here?", items=("Milk", "Tea")),
    Reflect(id="h", stem="Stem here?", model_answer="Milk is my answer.", rubric=("Names a reason",)),
    Card(id="i", front="Stem here?", back="Milk"),
    Checklist(id="j", stem="Stem here", items=("Milk bought",)),
)


class _Seen(HTMLParser):
    """What a reader sees: text in `details` (but for its summary), and text outside."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.stack: list[str] = []
        self.inside = self.outside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("input", "br", "img"):
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if "details" in self.stack and "summary" not in self.stack:
            self.inside += data
        else:
            self.outside += data


def seen(question: Question) -> _Seen:
    parser = _Seen()
    parser.feed(html_of(question))
    assert parser.stack == []
    return parser


def html_of(question: Question) -> str:
    setting = Setting(
        label="Question 1", name=question.id, uid="u-1", rich=render_markdown, line=render_inline
    )
    return question_html(question, setting)


def test_every_type_is_tried_here() -> None:
    assert {question.type for question in QUESTIONS} == set(TASKS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.type)
def test_the_question_is_read_and_the_answer_stands_behind_details(question: Question) -> None:
    what = seen(question)
    assert "Stem here" in what.outside
    if question.type == "checklist":
        assert "Milk bought" in what.outside
        return
    assert ("3 km" if question.type == "number" else "Milk") in what.inside
    if question.explanation:
        assert EXPLAINED in what.inside
        assert EXPLAINED not in what.outside


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.type in PLAYABLE], ids=lambda q: q.type)
def test_playable_questions_are_a_fieldset_with_legend_and_real_inputs(question: Question) -> None:
    tags = seen(question).tags
    assert tags.count("fieldset") == tags.count("legend") == 1
    assert tags.count("input") == tags.count("label") >= 1
    assert tags.count("button") == 2


def test_feedback_is_hidden_until_asked_for() -> None:
    what = seen(QUESTIONS[0])
    assert "No, after." in what.inside
    assert "No, after." not in what.outside
    assert "One." in what.inside
    assert "One." not in what.outside


def test_the_stem_is_the_legend_and_more_of_it_is_described() -> None:
    html = html_of(SingleChoice(id="a", stem="First?\n\n```text\nmore\n```", options=OPTIONS[:2]))
    assert "<legend>First?</legend>" in html
    assert '<fieldset aria-describedby="q-a-stem">' in html


def test_text_of_the_author_is_escaped_in_data() -> None:
    html = html_of(TextQuestion(id="a", stem="S?", accept=('"><script>alert(1)</script>',), pattern='"><b>'))
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (NumberQuestion(id="a", answer=3.0, low=3.0, high=3.0, unit="km"), "3 km"),
        (NumberQuestion(id="a", answer=3.0, low=2.9, high=3.1), "3 (anything from 2.9 to 3.1 counts)"),
        (NumberQuestion(id="a", low=2.5, high=3.5), "2.5 to 3.5"),
        (NumberQuestion(id="a", answer=1e6, low=1e6, high=1e6), "1000000"),
    ],
)
def test_shown_number(question: NumberQuestion, shown: str) -> None:
    assert shown_number(question) == shown
