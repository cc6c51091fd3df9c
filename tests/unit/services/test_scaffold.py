"""Templates, and what users type on its way into them."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.errors import UsageProblem
from chapbook.model.question_decoder import QUESTION_TYPES
from chapbook.services.scaffold import (
    MAX_TITLE,
    checked_id,
    clean_text,
    fill,
    free_id,
    id_of_title,
    title_of_id,
    yaml_text,
)
from chapbook.source.yaml_reader import parse_yaml

TITLES = st.text(min_size=1, max_size=60)


@pytest.mark.parametrize("text", ["Price a project", "C++", "Né à 3 h", "日本語", "It's simple"])
def test_an_ordinary_title_is_written_without_quotes(text: str) -> None:
    assert yaml_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "12:30",
        "1.10",
        "2024-01-01",
        "What does # mean?",
        "Price: a story",
        "- a",
        "`x`",
        '"',
        "[a]",
        "~",
        "a: b #",
    ],
)
def test_a_title_that_yaml_would_misread_is_quoted(text: str) -> None:
    assert yaml_text(text) != text
    assert yaml.safe_load(f"title: {yaml_text(text)}\n") == {"title": text}


@given(TITLES)
def test_whatever_is_typed_comes_back_from_yaml(typed: str) -> None:
    try:
        text = clean_text(typed, "title")
    except UsageProblem:
        return
    source = f"title: {yaml_text(text)}\nnext: 1\n"
    document, findings = parse_yaml("module.yml", source)
    assert not findings
    assert document is not None
    assert document.data == {"title": text, "next": 1}
    assert yaml.safe_load(source) == {"title": text, "next": 1}


@pytest.mark.parametrize("text", ["", "  \n ", "a\x01b", "a\x7f", "\ud800", "x" * (MAX_TITLE + 1)])
def test_what_no_title_can_be_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match="Nothing was changed"):
        clean_text(text, "title")


def test_blanks_and_line_ends_in_a_title_become_one_blank() -> None:
    assert clean_text("  two\n\u2028lines\t ", "title") == "two lines"


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [("Price A Project", "Try: price-a-project"), ("modules/Pricing", "Try: pricing"), ("日本", "such as")],
)
def test_an_id_that_is_none_gets_a_suggestion(wrong: str, hint: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        checked_id(wrong, "module")
    assert hint in caught.value.hint


def test_ids_and_titles_are_made_of_each_other() -> None:
    assert id_of_title("Né à 3 h", "lesson", "--id") == "ne-a-3-h"
    assert title_of_id("git-first_commit") == "Git first commit"
    with pytest.raises(UsageProblem, match="日本語"):
        id_of_title("日本語", "lesson", "--id")


def test_a_free_id_counts_on_and_stays_within_the_limit() -> None:
    assert free_id("check", {"check", "check-2"}) == "check-3"
    long = "x" * 80
    assert len(free_id(long, {long})) == 80


def test_a_language_without_templates_falls_back_to_english() -> None:
    assert fill("workspace/gitignore", {}, "xx-YY") == fill("workspace/gitignore", {}, "en")


def test_every_question_type_has_both_templates_and_no_template_is_left_over() -> None:
    folder = files("chapbook.services") / "scaffolds" / "en" / "questions"
    names = {each.name for each in folder.iterdir()}
    assert names == {f"{kind}.{suffix}" for kind in QUESTION_TYPES for suffix in ("md", "yml")}
