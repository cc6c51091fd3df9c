"""YAML to data with places: what is read, what is refused, and that nothing brings it down."""

from __future__ import annotations

import pytest

from chapbook.diag.diagnostic import Span
from chapbook.source.document import Document
from chapbook.source.yaml_reader import MAX_DEPTH, MAX_KEY, MAX_NODES, parse_yaml


def read(text: str) -> Document:
    document, findings = parse_yaml("module.yml", text)
    assert document is not None
    assert findings == ()
    return document


def codes(text: str) -> list[str]:
    return [finding.code for finding in parse_yaml("module.yml", text)[1]]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("3", 3),
        ("-3", -3),
        ("3.5", 3.5),
        ("no", "no"),
        ("Yes", "Yes"),
        ("12:30", "12:30"),
        ("2026-11-21", "2026-11-21"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("12345678901234567890", "12345678901234567890"),
        ("'3'", "3"),
        ('"true"', "true"),
    ],
)
def test_only_plain_json_like_words_are_not_text(written: str, value: object) -> None:
    assert read(f"key: {written}\n").data == {"key": value}


def test_every_value_and_key_has_its_place() -> None:
    document = read("a: 1\nlist:\n  - x: né\n    y: two words\n  - 'q'\n")
    assert document.spans["a",] == Span(1, 4, 1, 5)
    assert document.spans["list", 0, "x"] == Span(3, 8, 3, 10)
    assert document.spans["list", 0, "y"] == Span(4, 8, 4, 17)
    assert document.spans["list", 1] == Span(5, 5, 5, 8)
    assert document.key_spans["list", 0, "y"] == Span(4, 5, 4, 6)


def test_places_count_from_the_line_where_the_text_starts_in_its_file() -> None:
    document, _ = parse_yaml("lessons/a.md", "id: x\n", first_line=2)
    assert document is not None
    assert document.spans["id",].line == 2


def test_a_text_that_is_cut_at_a_comment_is_noted() -> None:
    document = read('a: What does # mean?\nb: C#\nc: "one # two"\nd: |  # note\n  text\n')
    assert document.cut == {("a",)}
    assert document.data == {"a": "What does", "b": "C#", "c": "one # two", "d": "text\n"}


def test_a_text_that_is_nothing_but_comment_is_noted_and_an_empty_value_with_a_comment_is_not() -> None:
    document = read("a: #one thing\nb: # one thing\nc:\n  #one thing\nd: '#one'\ne:\n- #x\n- y\n")
    assert document.cut == {("a",), ("e", 0)}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x 1\n", "anchor"),
        ("a: &x [1]\n", "anchor"),
        ("b: *x\n", "alias"),
        ("a: !!python/object:os.system x\n", "tag"),
        ("a: !mine {b: 1}\n", "tag"),
        ("<<: {a: 1}\n", "merge"),
        ("%YAML 1.1\n---\na: 1\n", "directive"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("a: 1\na: 2\n", "second time"),
        ("? [a]\n: 1\n", "key must be a word"),
        (f"{'k' * (MAX_KEY + 1)}: 1\n", "longer than"),
    ],
)
def test_features_that_lose_or_explode_are_refused(text: str, word: str) -> None:
    _, findings = parse_yaml("module.yml", text)
    assert "S103" in [finding.code for finding in findings]
    assert any(word in finding.message for finding in findings)


def test_of_equal_keys_the_first_one_counts() -> None:
    document, findings = parse_yaml("module.yml", "a: 1\nb: 2\na: 3\n")
    assert document is not None
    assert document.data == {"a": 1, "b": 2}
    assert findings[0].place.span == Span(3, 1, 3, 2)
    assert "line 1" in findings[0].message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_a_finding_not_a_crash(opening: str) -> None:
    assert codes(opening * 100_000) == ["S101"]
    assert codes(f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}\n") == []
    assert codes(f"a: {'[' * (MAX_DEPTH + 1)}{']' * (MAX_DEPTH + 1)}\n") == ["S101"]


def test_too_many_values_are_a_finding() -> None:
    assert codes("- 1\n" * (MAX_NODES + 1)) == ["S101"]


def test_an_invisible_character_is_named_with_its_line() -> None:
    document, findings = parse_yaml("module.yml", "a: 1\nb: x\x07\n")
    assert document is None
    assert "U+0007" in findings[0].message
    assert findings[0].place.span is not None
    assert findings[0].place.span.line == 2
