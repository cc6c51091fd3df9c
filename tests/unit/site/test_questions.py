"""Questions as HTML, without JavaScript."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from chapbook.model.module import Lesson, Quiz
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
from chapbook.site.question_arranged import mixed
from chapbook.site.question_parts import Setting
from chapbook.site.question_typed import shown_number
from chapbook.site.questions import SCRIPTS, TYPES, player_scripts, question_html
from chapbook.site.words import read, words
from chapbook.source.markup import render_inline, render_markdown
from chapbook.tree.tree import RelPath

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


def setting(name: str, **more: Any) -> Setting:
    values: dict[str, Any] = {"label": "Question 1", "uid": "u-1", **more}
    return Setting(name=name, rich=render_markdown, line=render_inline, **values)


def html_of(question: Question, **more: Any) -> str:
    return question_html(question, setting(question.id, **more))


def test_every_type_is_tried_here() -> None:
    tasks = {key[6:] for key in read("en") if key.startswith("tasks.")}
    assert {question.type for question in QUESTIONS} == set(TYPES) == set(QUESTION_TYPES) == tasks


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


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.type)
def test_questions_are_a_fieldset_with_legend_and_real_inputs(question: Question) -> None:
    tags = seen(question).tags
    assert tags.count("fieldset") == tags.count("legend") == (2 if question.type == "reflect" else 1)
    fields = sum(tags.count(each) for each in ("input", "select", "textarea"))
    assert fields or question.type in ("card", "order")
    if question.type != "cloze":  # its fields stand in the sentence and carry their names themselves
        assert tags.count("label") == fields


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.type)
def test_a_question_carries_what_the_player_needs(question: Question) -> None:
    html = html_of(question)
    assert f'data-question="{question.id}" data-type="{question.type}" data-module="u-1"' in html
    assert f'data-hash="{question_hash(question)}"' in html
    assert ("data-points=" in html) == question.graded
    assert (" data-review" in html) == (question.type == "card")
    assert "data-attempts" not in html
    more = html_of(replace(question, points=3, attempts=2, review=True))
    assert (' data-points="3" data-attempts="2" data-review' in more) == question.graded
    assert ("3 points" in more) == question.graded


def test_options_are_mixed_unless_the_fence_or_the_file_says_no() -> None:
    one = QUESTIONS[0]
    assert " data-shuffle" in html_of(one)
    assert " data-shuffle" not in html_of(replace(one, shuffle=False))
    assert " data-shuffle" not in html_of(one, shuffle=False)
    assert " data-shuffle" in html_of(replace(one, shuffle=True), shuffle=False)
    pinned = SingleChoice(id="a", stem="S?", options=(OPTIONS[0], replace(OPTIONS[1], pin_last=True)))
    assert 'data-option="2" data-pin>' in html_of(pinned)
    assert html_of(pinned).count("data-pin") == 1


def test_partial_scoring_is_said() -> None:
    several = MultipleChoice(id="b", stem="S?", options=OPTIONS)
    assert " data-partial" not in html_of(several)
    assert " data-partial" in html_of(replace(several, scoring=Scoring.PARTIAL))


def test_gaps_are_fields_of_one_width_where_they_stand_as_text() -> None:
    html = html_of(Cloze(id="e", text="A [[cup]] of [[long words|tea]], [see](x.md?[[y]]).\n\n`[[code]]`"))
    assert html.count("<input") == 3
    assert html.count('size="11"') == 3
    assert 'aria-label="Gap 1 of 4"' in html
    assert "<code><span" in html
    assert 'data-blanks="[[&quot;cup&quot;],[&quot;long words&quot;,&quot;tea&quot;],' in html
    assert "<li>long words or tea</li>" in html


def test_text_of_gaps_cannot_be_taken_for_a_place() -> None:
    html = html_of(Cloze(id="e", text="qzgap000 and [[x]]"))
    assert html.count("<input") == 1
    assert "qzgap000 and" in html


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("b", "a", "c"), ["a", "b", "c"]),
        (("a", "b", "c"), ["b", "c", "a"]),
        (("a", "a"), ["a", "a"]),
        (("a",), ["a"]),
    ],
)
def test_what_is_to_be_ordered_does_not_stand_in_order(texts: tuple[str, ...], shown: list[str]) -> None:
    assert mixed(texts, texts) == shown


def test_equal_texts_have_one_number() -> None:
    html = html_of(Order(id="g", stem="S?", items=("Stir", "Taste", "Stir")))
    assert 'data-right="1 2 1"' in html
    assert html.count('data-item="1"') == 2
    pairs = (Pair(left="Cup", right="Tea"), Pair(left="Pot", right="Tea"), Pair(left="Jug", right="Milk"))
    html = html_of(Match(id="f", stem="S?", pairs=pairs))
    assert 'data-right="2 2 1"' in html
    assert html.count("data-chip=") == 2


def test_choices_of_pictures_and_formulas_are_named_by_letters() -> None:
    pairs = (Pair(left="Area", right="$a^2$"), Pair(left="Cup", right="![A *cup* & saucer](c.png)"))
    html = html_of(Match(id="f", stem="S?", pairs=pairs))
    assert " data-lettered" in html
    assert '<option value="2">B.</option>' in html
    assert '<option value="1">A. A *cup* &amp; saucer</option>' in html
    assert "<b>B. </b>" in html
    assert "data-lettered" not in html_of(QUESTIONS[5])


def test_a_checklist_keeps_its_explanation_where_it_can_be_opened() -> None:
    html = html_of(Checklist(id="j", stem="S", items=("One",), explanation=EXPLAINED))
    assert "<summary>Why these points</summary>" in html
    assert "<details" not in html_of(QUESTIONS[9])


def test_words_are_those_of_the_language() -> None:
    it = setting("a", words=replace(words("en"), texts={**words("en").texts, "tasks.single": "Wähle <eins>"}))
    assert "Wähle &lt;eins&gt;" in question_html(QUESTIONS[0], it)


def test_feedback_is_hidden_until_asked_for() -> None:
    what = seen(QUESTIONS[0])
    assert "No, after." in what.inside
    assert "No, after." not in what.outside
    assert "One." in what.inside
    assert "One." not in what.outside


def test_the_stem_is_the_legend_and_more_of_it_is_described() -> None:
    html = html_of(SingleChoice(id="a", stem="First?\n\n```text\nmore\n```", options=OPTIONS[:2]))
    assert "<legend>First?</legend>" in html
    assert '<fieldset aria-describedby="q-a--stem">' in html


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
        (NumberQuestion(id="a", answer=1e6, low=1e6, high=1e6), "1,000,000"),
    ],
)
def test_shown_number(question: NumberQuestion, shown: str) -> None:
    assert shown_number(question, words("en")) == shown


def test_a_page_loads_the_scripts_that_its_questions_need() -> None:
    def page(*questions: Question) -> tuple[str, ...]:
        return player_scripts(Lesson(path=RelPath("l.md"), id="l", title="L", questions=questions))

    assert page() == ()
    assert page(QUESTIONS[0]) == ("answers", "player", "choice")
    assert page(*QUESTIONS) == ("answers", "player", "choice", "typed", "arrange", "own")
    assert player_scripts(Quiz(path=RelPath("q.yml"), id="q", title="Q")) == ("answers", "player")
    assert sorted(each for types in SCRIPTS.values() for each in types) == sorted(TYPES)
