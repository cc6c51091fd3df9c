"""How long a learner needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.model import minutes as minutes_of
from chapbook.model import speeds
from chapbook.model.minutes import (
    Part,
    Time,
    minutes,
    module_minutes,
    page_time,
    page_times,
    question_seconds,
    reading_seconds,
    seconds_by_line,
    step_minutes,
    step_time,
)
from chapbook.model.question import Card, NumberQuestion
from chapbook.site.questions import TYPES
from chapbook.source.markdown_reader import read_outline
from support.base import base_files, read_files


def taken(body: str, language: str = "en") -> Time:
    return page_time(read_outline("a.md", body), language)


def test_reading_takes_a_minute_for_238_words() -> None:
    assert reading_seconds("word " * 238) == pytest.approx(60)
    assert reading_seconds("it's well-known, **isn't** it?\n") == pytest.approx(4 * 60 / 238)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", 238),
        ("en-GB", 238),
        ("de", 187),
        ("FR", 204),
        ("es", 228),
        ("pt-BR", 189),
        ("tr", 173),
        ("ar", 144),
        ("ko", 192),
        ("zh", 192),
        ("xx", 192),
        ("", 192),
    ],
)
def test_each_language_has_its_speed(language: str, words: int) -> None:
    assert speeds.words_per_minute(language) == words
    assert reading_seconds("word " * words, language) == pytest.approx(60)


@pytest.mark.parametrize(
    ("language", "text", "signs"),
    [
        ("zh", "茶", 266),
        ("zh-Hant-TW", "茶", 266),
        ("en", "茶", 266),
        ("ja", "茶", 373),
        ("ja", "ちゃ", 373 / 2),
        ("th", "ชา", 921 / 2),
    ],
)
def test_scripts_without_spaces_are_read_by_the_character(language: str, text: str, signs: float) -> None:
    assert reading_seconds(text * 1000, language) == pytest.approx(60_000 / signs)


def test_scripts_in_one_text_are_added() -> None:
    both = reading_seconds("用 Git 提交", "zh")
    assert both == pytest.approx(reading_seconds("用提交", "zh") + reading_seconds("Git", "zh"))


def test_what_is_not_read_takes_no_time() -> None:
    plain = reading_seconds("See the page.")
    assert reading_seconds("See [the page](../far/away/page-of-tea.md).") == plain
    assert reading_seconds('See <b class="a b c">the page</b>.{.big #here}') == plain
    assert reading_seconds("If a < b and c > d") == reading_seconds("If a b and c d")


def test_each_type_of_question_has_its_time() -> None:
    assert set(speeds.SECONDS_BY_TYPE) == set(TYPES)
    assert question_seconds(NumberQuestion(id="a")) > question_seconds(Card(id="b"))


def test_later_pictures_take_less_and_decoration_nothing() -> None:
    picture = "![](a.svg)\n\n"
    assert [taken(picture * many).pictures for many in (0, 1, 2, 3)] == [0, 12, 23, 33]
    assert taken(picture * 20).pictures - taken(picture * 19).pictures == 3
    assert taken("![](a.svg){.decorative}\n").pictures == 0


def test_code_counts_by_line_and_long_lines_by_word() -> None:
    code = taken("```sh\na\n\nb\n```\n")
    assert (code.code, code.reading) == (2 * speeds.CODE_LINE, 0)
    assert taken("```text\n" + "word " * 238 + "\n```\n").code == pytest.approx(60)
    assert taken("```quiz id=a\nWhat?\n```\n") == Time()


def test_rows_of_tables_count_besides_their_words() -> None:
    table = "| a | b |\n| --- | --- |\n| c | d |\n| e | f |\n"
    found = taken(f"{table}\nafter | that\n")
    assert found.tables == 3 * speeds.TABLE_ROW
    assert found.reading == pytest.approx(reading_seconds("a b c d e f after that"))
    assert taken("a\n\n---\n\nb | c\n").tables == 0


def test_what_plays_takes_its_length() -> None:
    assert taken("[Pour it (2:30)](https://youtu.be/a)\n").media == 150


def test_lines_add_up_to_the_page() -> None:
    outline = read_outline("a.md", "One\n\n![](a.svg) two\n\n```sh\nls\n```\n\n| a |\n|---|\n| b |\n")
    times = page_times(outline, "en")
    total = sum(times.reading) + sum(seconds for _, _, seconds in times.others)
    assert total == pytest.approx(page_time(outline, "en").total)
    assert [line for line, seconds in enumerate(times.reading, 1) if seconds] == [1, 3, 9, 11]
    assert times.others == (
        (6, Part.CODE, speeds.CODE_LINE),
        *((line, Part.TABLES, speeds.TABLE_ROW) for line in (9, 11)),
        (3, Part.PICTURES, 12),
    )


SIGNS = st.sampled_from(
    ["tea", "it's", "-", " ", "\n", "\x1c", "|", "é", "茶", "](", "<b", ">", "{.x", "}", "_"]
)


@given(st.lists(SIGNS).map("".join), st.sampled_from(["en", "zh", "xx"]))
def test_lines_counted_at_once_take_what_each_takes(text: str, language: str) -> None:
    lines = text.splitlines()
    assert seconds_by_line(lines, language) == [reading_seconds(line, language) for line in lines]


def test_plain_lines_are_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the test above would compare the long way with itself."""
    monkeypatch.setattr(minutes_of, "reading_seconds", lambda line, _: -1.0)
    assert seconds_by_line(["two words", "a [link](b)", "thé"], "en") == [2 * 60 / 238, -1, -1]


BLOCKS = st.sampled_from(
    [
        "Warm the pot.\nRinse it.",
        "## Pour",
        "![Pot](a.svg) Look.",
        "| a | b |\n| --- | --- |\n| c | d |",
        "```sh\nls -l\n```",
        "1. one\n2. [two](b.md)",
        "> 茶を飲む",
        "<p>Tea</p>",
        "[Pour (1:00)](a.mp4)",
    ]
)
LANGUAGES = st.sampled_from(["en", "de", "zh", "ja", "th", "", "xx"])


@given(st.lists(BLOCKS, max_size=6), st.integers(0, 6), st.text(), LANGUAGES)
def test_minutes_never_fall_when_words_are_added(
    blocks: list[str], at: int, text: str, language: str
) -> None:
    words = " ".join(word for word in text.split() if word.isalnum())
    longer = [*blocks[:at], words, *blocks[at:]]
    before, after = (taken("\n\n".join(each) + "\n", language) for each in (blocks, longer))
    assert after.total >= before.total - 1e-9
    assert minutes(after.total) >= minutes(before.total)


@given(st.lists(BLOCKS, min_size=1, max_size=6), st.data(), LANGUAGES)
def test_nor_when_a_line_gets_longer(blocks: list[str], data: st.DataObject, language: str) -> None:
    lines = "\n\n".join(blocks).split("\n")
    usable = [n for n, line in enumerate(lines) if line and not line.startswith(("```", "| ---"))]
    chosen = data.draw(st.sampled_from(usable))
    longer = [f"{line} word" if n == chosen else line for n, line in enumerate(lines)]
    before, after = (taken("\n".join(each) + "\n", language).total for each in (lines, longer))
    assert after >= before - 1e-9


@pytest.mark.parametrize(("seconds", "whole"), [(0, 1), (60, 1), (89.9, 1), (90, 2), (150, 3)])
def test_minutes_are_rounded_and_never_none(seconds: float, whole: int) -> None:
    assert minutes(seconds) == whole


def test_a_module_takes_as_long_as_its_pages() -> None:
    read = read_files(base_files())
    assert read.module is not None
    assert module_minutes(read, read.module) == sum(step_minutes(read, step) for step in read.module.steps)
    lesson = step_time(read, read.module.steps[0])
    assert lesson.questions == 30
    assert lesson.reading > 0
