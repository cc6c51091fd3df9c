"""Answers and patterns: compared as learners would, tried only when that is cheap."""

from __future__ import annotations

import re
import warnings

import pytest

from chapbook.lint.answers import blanks, compiled, matches, same_answer, same_option
from support.pace import ends, growth


def pattern(text: str) -> re.Pattern[str]:
    known = compiled(text)
    assert isinstance(known, re.Pattern)
    return known


def test_case_and_blanks_do_not_count() -> None:
    assert same_answer("  Camellia \n SINENSIS ") == same_answer("camellia sinensis")
    assert same_option("Straße  x") == same_option(" STRASSE x ")


def test_capitals_count_inside_code() -> None:
    assert same_option("Type `List`") != same_option("type `list`")
    assert same_option("Type `List`") == same_option("TYPE `List`")


def test_a_pattern_must_fit_the_whole_answer() -> None:
    assert matches(pattern("gr[ae]y( cat)?"), "GRAY  cat") is True
    assert matches(pattern("gr[ae]y"), "grey cat") is False


@pytest.mark.parametrize("text", ["a(", "*", "[z-a]", "(?P<n>", "a" * 501, "(" * 400])
def test_what_is_no_pattern_is_said_in_words(text: str) -> None:
    assert isinstance(compiled(text), str)


@pytest.mark.parametrize(
    "text",
    [
        "(a+)+b",
        "(a|aa)*b",
        r"(a*)\1\1b",
        "(a|a)" * 40 + "b",
        "a?" * 60 + "b",
        "a*" * 30 + "b",
        "(a{1,9}){9}b",
    ],
)
def test_a_pattern_that_could_take_for_ever_is_not_tried(text: str) -> None:
    with ends():
        assert matches(pattern(text), "a" * 40) is None


def test_without_that_care_such_a_pattern_does_take_long() -> None:
    assert growth(lambda size: re.fullmatch("(a+)+b", "a" * size), 10) > 4


@pytest.mark.parametrize("text", ["a*a*b", "(a|b)(c|d)?e*", r"\d+(,\d+)?", "[)*]x"])
def test_ordinary_patterns_are_tried(text: str) -> None:
    assert matches(pattern(text), "12,5") is not None


def test_long_answers_are_not_tried() -> None:
    assert matches(pattern("a*"), "a" * 65) is None


def test_blanks_of_a_gap_text() -> None:
    assert blanks("a [[b|c ]] d [[e]]") == [["b", "c"], ["e"]]
    assert blanks("no gap") == []
    assert blanks("a [[b d") is None
    assert blanks("[[]]") == [[""]]


def test_what_python_will_change_is_not_said_on_the_screen() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not isinstance(compiled("[[a]"), str)


@pytest.mark.parametrize(("one", "other"), [("mW", "MW"), ("True", "true"), ("Is $N$ large", "Is $n$ large")])
def test_capitals_count_in_units_keys_and_formulas(one: str, other: str) -> None:
    assert same_option(one) != same_option(other)


def test_one_accent_written_in_two_ways_is_one() -> None:
    assert same_option("Th\u00e9 vert") == same_option("The\u0301 vert")
