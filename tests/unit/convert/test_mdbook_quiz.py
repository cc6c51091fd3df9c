"""mdbook-quiz by its schema: places of answers, settings, texts between questions, chapters of SUMMARY.md."""

from __future__ import annotations

from chapbook.model.question import MultipleChoice, SingleChoice, TextQuestion
from support.conversion import Outcome, convert


def quiz(text: str) -> Outcome:
    return convert("mdbook-quiz", {"a.toml": text})


CHOICE = '[[questions]]\ntype = "MultipleChoice"\nprompt.prompt = "Which?"\nprompt.distractors = ["b", "d"]\n'


def test_the_right_answer_stands_where_the_source_puts_it() -> None:
    (question,) = quiz(CHOICE + 'prompt.answerIndex = 1\nanswer.answer = "a"\n').questions
    assert isinstance(question, SingleChoice)
    assert [(each.text, each.correct) for each in question.options] == [
        ("b", False),
        ("a", True),
        ("d", False),
    ]
    assert question.shuffle is False


def test_sorted_answers_stay_sorted() -> None:
    (question,) = quiz(CHOICE + 'prompt.sortAnswers = true\nanswer.answer = ["c", "a"]\n').questions
    assert isinstance(question, MultipleChoice)
    assert [each.text for each in question.options] == ["a", "b", "c", "d"]
    assert question.shuffle is False


def test_without_a_place_the_options_may_move() -> None:
    (question,) = quiz(CHOICE + 'answer.answer = "a"\n').questions
    assert question.shuffle is None


def test_settings_and_texts_without_a_place_are_named() -> None:
    text = (
        '[[questions]]\ntype = "Informational"\nprompt.prompt = "Read this."\n\n'
        '[[questions]]\ntype = "ShortAnswer"\nprompt.prompt = "Say it"\nprompt.response = "long"\n'
        'answer.answer = "42"\npromptExplanation = true\n'
    )
    outcome = quiz(text)
    (question,) = outcome.questions
    assert isinstance(question, TextQuestion)
    assert question.accept == ("42",)
    for words in ("has no place: Read this.", "“response”", "“promptExplanation”"):
        assert words in outcome.lost


def test_the_summary_s_parts_drafts_and_missing_pages_are_named() -> None:
    summary = "# Summary\n\n# Part one\n\n- [Two](b%20two.md)\n- [Later]()\n- [Gone](gone.md)\n"
    files = {
        "book.toml": '[book]\ntitle = "Bills"\n',
        "src/SUMMARY.md": summary,
        "src/b two.md": "# Two\n\n{{#quiz ../../../etc/passwd}}\n",
        "src/c.md": "# Not listed\n",
        "q.toml": CHOICE + 'answer.answer = "a"\n',
    }
    outcome = convert("mdbook-quiz", files)
    assert "title: Two" in outcome.text("lessons/b-two.md")
    for words in (
        "SUMMARY.md:3: The part “Part one”",
        "SUMMARY.md:6: The chapter “Later”",
        "“src/gone.md” is listed, but it is not in the source",
        "src/c.md: This file was not used.",
        "etc/passwd is not in the source",
    ):
        assert words in outcome.lost
