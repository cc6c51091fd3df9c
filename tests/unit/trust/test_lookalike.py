"""Names that read alike are known for it, also in letters of other scripts; names that do not are left in peace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.errors import Refused
from chapbook.trust.admit import admit
from chapbook.trust.lookalike import other_letters, read_alike, skeleton
from chapbook.trust.standing import Origin, judge
from support.identities import publisher
from support.known import ANA, pins, proof

CYRILLIC = "\u0410n\u0430 Ruiz"
GREEK = "\u0391na Ruiz"
ALIKE = [
    CYRILLIC,
    GREEK,
    "\u00c1na Ruiz",
    "Ana\u00a0Ruiz",
    "ANA RUIZ",
    "Ana-Ruiz",
    "\uff21na Ruiz",
    "Ana Ru\u0131z",
    "\u0251na Ruiz",
    "ana",
]
OTHERS = ["Ana Ruis", "Anna Ruiz", "Ben Okri", "\u0410\u043d\u043d\u0430", "", "\u2713"]


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_reads_like_one_known_is_found(name: str) -> None:
    assert pins(ANA).calling_themselves(name) is not None


@pytest.mark.parametrize("name", OTHERS)
def test_another_name_is_left_in_peace(name: str) -> None:
    assert pins(ANA).calling_themselves(name) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u0905\u0928\u093f\u0932", "\u0905\u0928\u0932"),
        ("Ian", "Lan"),
        ("\u0418\u0432\u0430\u043d", "\u0410\u043d\u043d\u0430"),
        ("", ""),
        ("\u2713", "\u2713"),
    ],
)
def test_honest_names_are_told_from_each_other(one: str, other: str) -> None:
    assert not read_alike(one, other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_it_is_the_same_from_both_sides_and_a_name_reads_like_itself(one: str, other: str) -> None:
    assert read_alike(one, other) is read_alike(other, one)
    assert read_alike(one, one) or not skeleton(one)
    assert other_letters(one, one) == ""


def test_it_is_said_which_letters_only_look_so() -> None:
    assert other_letters(CYRILLIC, "Ana Ruiz").endswith("“\u0410”, “\u0430” are Cyrillic.")
    assert other_letters(GREEK, "Ana Ruiz").endswith("“\u0391” is Greek.")
    assert other_letters("Anna Ruis", "Ana Ruiz") == ""


@pytest.mark.parametrize(("name", "stopped"), [(CYRILLIC, True), (GREEK, True), ("Ana Ruis", False)])
def test_whoever_only_looks_like_somebody_known_is_stopped(name: str, stopped: bool) -> None:
    standing = judge(proof(publisher("eve", name), "eve"), pins(ANA))
    assert (standing.origin is Origin.CHANGED_KEY) is stopped
    if stopped:
        with pytest.raises(Refused, match="only look the same") as caught:
            admit(standing, allow_unsigned=False)
        assert caught.value.code == "changed-key"
    else:
        assert admit(standing, allow_unsigned=False) == ()
