"""Whatever comes, goes and changes: shards that are spliced are byte for byte those of a clean build."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.site.search_shards import (
    LEVELS,
    Change,
    Terms,
    all_shards,
    changes_of,
    code_of,
    spliced,
    terms_of,
)

KEYS = ("m155", "m829", "m633", "m928", "tea", "imported/ana/cups")
"""The first four share two codes."""
TEXTS = st.lists(
    st.sampled_from(
        ("tea", "team", "teapot", "Clay", "3", "été", "茶道", "茶", "чай", "x" * 40, "\U0001d4b3")
    )
    | st.text(max_size=8),
    max_size=12,
).map(" ".join)
TERMS = st.builds(
    lambda title, heading, text: terms_of([["./", title, []], ["a/", "Why", [["", heading, text]] * 3]]),
    TEXTS,
    TEXTS,
    TEXTS,
)
STEPS = st.lists(
    st.dictionaries(st.sampled_from(KEYS), st.none() | TERMS, min_size=1), min_size=1, max_size=8
)
LEVEL = st.integers(0, 2)


def after_each(steps: list[dict[str, Terms | None]], level: int, *, forget: bool = False) -> None:
    """Splice step by step and compare with a clean build; with `forget`, what a word lost stays."""
    known: dict[str, Terms] = {}
    shards = dict(all_shards((), level))
    for step in steps:
        changes = changes_of([(key, known.get(key), new) for key, new in step.items()], level)
        for uri, each in changes.items():
            shards[uri] = spliced(shards[uri], _without_losses(each) if forget else each)
        known = {key: terms for key, terms in (known | step).items() if terms is not None}
        assert shards == dict(all_shards(known.items(), level))


def _without_losses(changes: Mapping[str, list[Change]]) -> dict[str, list[Change]]:
    return {word: [(place, comes) for place, comes in each if comes] for word, each in changes.items()}


@given(STEPS, LEVEL)
@settings(max_examples=80)
def test_spliced_is_clean(steps: list[dict[str, Terms | None]], level: int) -> None:
    after_each(steps, level)


def test_control_a_word_that_stays_is_seen() -> None:
    steps: list[dict[str, Terms | None]] = [{"tea": ["clay", "", "", ""]}, {"tea": ["", "", "", ""]}]
    after_each(steps, 0)
    with pytest.raises(AssertionError):
        after_each(steps, 0, forget=True)


def test_the_keys_share_codes() -> None:
    assert len({code_of(key) for key in KEYS}) == len(KEYS) - 2


def test_a_whole_site_comes_and_goes() -> None:
    texts = [f"module {number} has w{number * 7 % 50} and w{number % 3}" for number in range(60)]
    terms = {f"module-{number}": terms_of([["./", text, []]]) for number, text in enumerate(texts)}
    for level in range(len(LEVELS) - 1):
        after_each([dict(terms), dict.fromkeys(list(terms)[::2]), dict.fromkeys(terms)], level)
