"""Templates, and what users type on its way into them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.errors import UsageProblem
from chapbook.model.mapping import free_id
from chapbook.model.module import Kind
from chapbook.model.question_decoder import QUESTION_TYPES
from chapbook.model.yaml_text import yaml_text
from chapbook.services.check import CheckOptions, check
from chapbook.services.init import InitOptions, init
from chapbook.services.new_module import PLAN, ModuleOptions, new_module
from chapbook.services.new_question import QuestionOptions, new_question
from chapbook.services.new_step import StepOptions, new_step
from chapbook.services.scaffold import (
    MAX_TITLE,
    checked_id,
    clean_text,
    fill,
    id_of_title,
    names_below,
    title_of_id,
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


LANGUAGES = sorted(
    each.name
    for each in (files("chapbook.services") / "scaffolds").iterdir()
    if each.is_dir() and each.name != "en"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_template_with_the_same_places_and_no_other(language: str) -> None:
    shared = {"workspace/editor-settings.json", "workspace/editor-extensions.json"}
    names = set(names_below("")) - shared
    folder = files("chapbook.services") / "scaffolds" / language
    for name in names:
        theirs, english = (
            Template((root / name).read_text(encoding="utf-8"))
            for root in (folder, files("chapbook.services") / "scaffolds" / "en")
        )
        assert sorted(theirs.get_identifiers()) == sorted(english.get_identifiers()), name
        assert theirs.template.count("TODO:") == english.template.count("TODO:"), name
        both = set(theirs.template.splitlines()) & set(english.template.splitlines())
        assert not [line for line in both if "TODO:" in line], name
        assert theirs.template != english.template, name
    there = {
        path.relative_to(Path(str(folder))).as_posix()
        for path in Path(str(folder)).rglob("*")
        if path.is_file()
    }
    assert there == names


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_in_every_language_has_only_places_to_fill_in(
    kind: Kind, language: str, tmp_path: Path
) -> None:
    init(InitOptions(start=tmp_path, author="Ada", language=language))
    made = new_module(ModuleOptions(start=tmp_path, id="a-module", kind=kind))
    report = check(CheckOptions(start=tmp_path))
    assert {each.code for each in report.diagnostics} == {"S112"}
    text = (tmp_path / "modules/a-module/module.yml").read_text(encoding="utf-8")
    assert f"\nkind: {kind.value}\n" in text
    assert f"\nlanguage: {language}\n" in text
    assert made.files[0] == "modules/a-module/module.yml"


@pytest.mark.parametrize("kind", [each for each in Kind if each is not Kind.STANDARD])
def test_every_page_of_a_kind_says_its_goal_and_its_length_in_a_note(kind: Kind) -> None:
    for name in names_below(f"kinds/{kind.value}"):
        text = fill(f"kinds/{kind.value}/{name}", {"id": "a", "license": "CC0-1.0"})
        notes = text if name.endswith(".yml") else text.partition("<!--")[2].partition("-->")[0]
        assert "inutes" in notes, name
        assert "Goal" in notes or name == PLAN, name
        assert "xample" in text, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_of_question_in_every_language_has_only_places_to_fill_in(
    language: str, tmp_path: Path
) -> None:
    init(InitOptions(start=tmp_path, author="Ada", language=language))
    new_module(ModuleOptions(start=tmp_path, id="a-module"))
    new_step(StepOptions(start=tmp_path, kind="lesson", module="a-module", title="Uno"))
    new_step(StepOptions(start=tmp_path, kind="quiz", module="a-module", title="Due"))
    for target in ("a-module/uno", "a-module/due"):
        for kind in QUESTION_TYPES:
            new_question(QuestionOptions(start=tmp_path, target=target, type=kind))
    too_long = "P606"  # ten questions on one page
    assert {each.code for each in check(CheckOptions(start=tmp_path)).diagnostics} - {too_long} == {"S112"}
