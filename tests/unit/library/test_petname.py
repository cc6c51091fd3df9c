"""Petnames: folders on every system, suggested from what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chapbook.bundle.manifest import Author
from chapbook.diag.errors import UsageProblem
from chapbook.library.petname import check_petname, suggest_petname
from chapbook.trust.pins import NOBODY_KNOWN, Pin
from chapbook.trust.standing import Proof, judge
from chapbook.workspace.lock import Lock
from support.archives import pack
from support.identities import publisher, signer
from support.locks import lock_entry


@pytest.mark.parametrize("petname", ["ana", "ana-ruiz", "a1", "1", "x" * 40])
def test_kebab_case_passes(petname: str) -> None:
    check_petname(petname)


@pytest.mark.parametrize(
    "petname",
    ["", "Ana", "ana_ruiz", "-ana", "ana-", "a--b", "../ana", "con", "com1", "x" * 41, "ána", "ana\n"],
)
def test_other_names_are_refused_with_a_word_that_would_do(petname: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        check_petname(petname)
    assert caught.value.code == "bad-petname"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("author", "petname"),
    [
        ("Ana Ruiz", "ana-ruiz"),
        ("Zoë O’Neil", "zoe-oneil"),
        ("李雷", "peer"),
        ("Con", "peer"),
        ("x" * 99, "x" * 40),
    ],
)
def test_a_petname_is_suggested_from_the_author(author: str, petname: str) -> None:
    manifest = replace(pack().manifest, authors=(Author(name=author),))
    assert suggest_petname(manifest, Lock()) == petname


def test_a_module_that_is_there_keeps_its_petname() -> None:
    manifest = pack().manifest
    lock = Lock((lock_entry(petname="my-friend", uid=manifest.uid),))
    assert suggest_petname(manifest, lock) == "my-friend"


ANA = publisher("ana", "Ana María Ruiz")
PROOF = Proof(ANA, (signer("ana").key,))
KNOWN = NOBODY_KNOWN.with_pin(
    Pin(petname="ana", chain=ANA, first_seen="2026-11-21T19:00:00Z", source="offer.zip")
)
SIGNED = replace(pack().manifest, id=f"{ANA.publisher}/pricing-basics")


def test_a_signer_goes_by_the_name_that_the_lock_file_the_pin_or_they_themselves_say() -> None:
    new, known = judge(PROOF, NOBODY_KNOWN), judge(PROOF, KNOWN)
    unsigned = lock_entry(petname="old", uid=SIGNED.uid)
    other = lock_entry(petname="team", uid="0" * 8 + unsigned.uid[8:], publisher=ANA.publisher)
    same = replace(other, petname="house", uid=SIGNED.uid)
    assert suggest_petname(SIGNED, Lock(), new) == "ana-maria-ruiz"
    assert suggest_petname(SIGNED, Lock(), known) == "ana"
    assert suggest_petname(SIGNED, Lock((unsigned,)), new) == "old"
    assert suggest_petname(SIGNED, Lock((unsigned,)), known) == "ana"
    assert suggest_petname(SIGNED, Lock((unsigned, other)), known) == "team"
    assert suggest_petname(SIGNED, Lock((unsigned, other, same)), known) == "house"
