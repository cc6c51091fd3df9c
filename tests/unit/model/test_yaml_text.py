"""What is written as YAML is read as what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.model.mapping import _MISREAD, misread_as
from chapbook.model.yaml_text import yaml_block, yaml_item, yaml_text
from chapbook.source.yaml_reader import parse_yaml

TEXTS = st.text(st.sampled_from("ab:#-[]{}'\"|>&*!%@`?, \n\\~=é漢0.1"), max_size=12)


def read(text: str) -> object:
    document, findings = parse_yaml("x.yml", text)
    assert document is not None, (text, findings)
    assert findings == (), text
    return document.data


@settings(max_examples=200, deadline=None)
@given(one=TEXTS, two=TEXTS, listed=st.lists(TEXTS, max_size=3))
def test_any_text_comes_back(one: str, two: str, listed: list[str]) -> None:
    values = {
        "a": one,
        "b": {"c": two, "d": True},
        "e": [{"f": one, "g": two}, {"f": two}],
        "h": [*listed, "x"],
    }
    assert read(yaml_block(values)) == values
    assert read("list:\n" + yaml_item({"a": one, "b": two})) == {"list": [{"a": one, "b": two}]}


@pytest.mark.parametrize(
    "text", ["no", "12:30", "1.10", "null", "~", "2024-05-01", "a # b", "a: b", "- a", "", "True"]
)
def test_what_readers_mistake_is_quoted(text: str) -> None:
    assert yaml_text(text).startswith('"')


@pytest.mark.parametrize("text", ["Plain words", "“Quoted” words, and more.", "modules/a-b.yml", "Né à 3 h"])
def test_what_is_plain_stays_plain(text: str) -> None:
    assert yaml_text(text) == text


def test_long_texts_are_blocks_and_numbers_have_no_exponent() -> None:
    assert yaml_block({"stem": "One\n\n  two"}) == "stem: |-\n  One\n\n    two\n"
    assert yaml_block({"low": 0.1, "high": 1e6}) == "low: 0.1\nhigh: 1000000\n"


@given(st.text("noYESfalsTru~=<0x1:-. ſ", max_size=8))
def test_long_words_are_no_other_value(text: str) -> None:
    """They are not compared with what readers mistake."""
    assert misread_as(text) == next((what for pattern, what in _MISREAD if pattern.match(text)), None)
