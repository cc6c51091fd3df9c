"""The quick look before the close one: it may say yes too often, never no."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.lint.rules.clarity import _finder
from chapbook.lint.rules.secrets import _KEYS
from chapbook.lint.signs import holds_any
from chapbook.lint.wordlists import LANGUAGES, words


@given(st.text("ab<{", max_size=8), st.lists(st.text("ab<{", min_size=1, max_size=3), max_size=3).map(tuple))
def test_a_sign_is_found_where_it_stands(text: str, signs: tuple[str, ...]) -> None:
    assert holds_any(text, signs) == any(sign in text for sign in signs)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_instruction_by_look_is_looked_at_closely(language: str) -> None:
    listed = words(language)
    finder = _finder(listed)
    for verb in listed.instructions:
        for thing, look in zip(listed.controls, (*listed.looks, *listed.looks), strict=False):
            assert finder.may_find(f"{verb.capitalize()}: {look} {thing}.")
            assert finder.may_find(f"Né ({verb}) “{thing} {look}”…")
    for place in listed.places:
        assert finder.may_find(f"{listed.instructions[0]} x {listed.controls[0]} {place}")
    assert not finder.may_find(f"{listed.controls[0]} {listed.looks[0]}")


@pytest.mark.parametrize(("signs", "pattern"), [each[1:] for each in _KEYS], ids=[each[0] for each in _KEYS])
@given(data=st.data())
@settings(max_examples=10)
def test_every_key_has_one_of_its_signs(
    signs: tuple[str, ...], pattern: re.Pattern[str], data: st.DataObject
) -> None:
    assert holds_any(data.draw(st.from_regex(pattern)), signs)
