"""How a bundle's proof stands to whom the user knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chapbook.trust.identity import signed
from chapbook.trust.identity_document import Reason, Revocation
from chapbook.trust.pins import Pins
from chapbook.trust.standing import Origin, Proof, judge
from support.identities import rotated, signer
from support.known import ANA, BACK, BEN, EVE, NEXT, OTHER, REPLACED, SINCE, pins, proof


@pytest.mark.parametrize(
    ("said", "known", "origin"),
    [
        (None, pins(ANA), Origin.UNSIGNED),
        (proof(ANA, "ana"), pins(), Origin.FIRST_USE),
        (proof(ANA, "ana"), pins(BEN), Origin.FIRST_USE),
        (proof(ANA, "ana"), pins(ANA, BEN), Origin.KNOWN),
        (proof(NEXT, "ana 2"), pins(ANA), Origin.KNOWN),
        (proof(ANA, "ana"), pins(NEXT), Origin.KNOWN),
        (proof(BACK, "ana 3"), pins(ANA), Origin.RECOVERED),
        (proof(BACK, "ana 3"), pins(OTHER), Origin.RECOVERED),
        (proof(rotated(BACK, signer("ana 3"), signer("ana 4")), "ana 4"), pins(ANA), Origin.RECOVERED),
        (proof(rotated(BACK, signer("ana 3"), signer("ana 4")), "ana 4"), pins(BACK), Origin.KNOWN),
        (proof(OTHER, "thief"), pins(BACK), Origin.OVERRULED),
        (proof(OTHER, "thief"), pins(NEXT), Origin.FORKED),
        (proof(ANA, "ana"), pins(BACK), Origin.REVOKED_KEY),
        (proof(ANA, "ana"), pins(REPLACED), Origin.REPLACED_KEY),
        (proof(EVE, "eve"), pins(ANA), Origin.CHANGED_KEY),
        (proof(EVE, "eve"), pins(BEN), Origin.FIRST_USE),
    ],
)
def test_a_proof_is_held_against_what_is_known(said: Proof | None, known: Pins, origin: Origin) -> None:
    assert judge(said, known).origin is origin


def test_one_key_that_still_counts_is_enough() -> None:
    both = signed(
        None,
        replace(ANA.current, sign=(signer("ana").key, signer("laptop").key)),
        [signer("ana"), signer("laptop"), signer("ana drawer")],
    )
    revoked = Revocation(signer("ana").key, SINCE, Reason.STOLEN)
    after = replace(both.current, sign=(signer("laptop").key,), revoked=(revoked,))
    known = pins(signed(both, after, [signer("ana drawer")]))
    assert judge(proof(both, "ana"), known).origin is Origin.REVOKED_KEY
    assert judge(proof(both, "ana", "laptop"), known).origin is Origin.KNOWN


def test_a_petname_belongs_to_one_publisher() -> None:
    known = pins(ANA, BEN)
    taken = judge(proof(BEN, "ben"), known, petname="ana", chosen=True)
    assert (taken.origin, taken.rival) == (Origin.KNOWN, known.named("ana"))
    unsigned = judge(None, known, petname="ana", chosen=True)
    assert (unsigned.origin, unsigned.rival) == (Origin.UNSIGNED, known.named("ana"))
    eve = judge(proof(EVE, "eve"), known, petname="ben", chosen=True)
    assert (eve.origin, eve.rival) == (Origin.CHANGED_KEY, known.named("ben"))
    assert judge(proof(ANA, "ana"), known, petname="ana").rival is None


def test_nobody_sounds_like_somebody_known_without_a_signature() -> None:
    known = pins(ANA)
    assert judge(None, known, petname="ana-ruiz", author="Ana Ruiz").rival == known.named("ana")
    assert judge(None, known, petname="ana-ruiz", author="Ana Ruiz", chosen=True).rival is None
    assert judge(None, known, petname="ben", author="Ben").rival is None


def test_a_word_that_the_user_chose_parts_two_of_one_name() -> None:
    known = pins(ANA)
    assert judge(proof(EVE, "eve"), known, petname="ana-2", chosen=True).origin is Origin.FIRST_USE
    assert judge(proof(EVE, "eve"), known, petname="ana-ruiz").origin is Origin.CHANGED_KEY
