"""Endorsements count by whom the user knows; strangers are counted and never named."""

from __future__ import annotations

from chapbook.trust.endorsement import Kind
from chapbook.trust.identity import Chain, signed
from chapbook.trust.identity_document import Reason, Revocation
from chapbook.trust.pins import Pin, Pins
from chapbook.trust.vouched import Vouch, Vouched, vouched
from support.endorsements import ANA, BEN, CLEO, endorsed, statement
from support.identities import identity, publisher, signer

ALL = [endorsed(statement(kind, text="Mine.")) for kind in Kind]


def pins(**chains: Chain) -> Pins:
    made = {
        name: Pin(petname=name, chain=chain, first_seen="2026-11-22T08:00:00Z", source="a")
        for name, chain in chains.items()
    }
    return Pins(made)


def test_strangers_are_counted_and_not_named() -> None:
    assert vouched(ALL, pins()) == Vouched((), 4, 0)
    assert vouched(ALL, pins(cleo=CLEO), ANA.publisher) == Vouched((), 4, 0)


def test_somebody_who_only_has_the_name_is_a_stranger() -> None:
    assert vouched(ALL, pins(ben=publisher("eve", "Ben Stone"))) == Vouched((), 4, 0)


def test_whom_one_knows_is_named_by_ones_own_word() -> None:
    found = vouched(ALL, pins(benny=BEN, cleo=CLEO), ANA.publisher)
    assert (found.strangers, found.doubtful) == (0, 0)
    assert found.known[0] == Vouch(
        kind="completion", by="benny", person="cleo", date="2026-11-22", text="Mine."
    )
    assert [each.kind for each in found.known] == ["completion", "key", "review", "worked-with"]
    assert vouched(ALL[1:2], pins(ben=BEN)).known[0].person == ""


def test_of_two_who_worked_together_the_other_one_vouches() -> None:
    both = [endorsed(statement(Kind.WORKED_WITH))]
    assert vouched(both, pins(ana=ANA), BEN.publisher).known[0].by == "ana"
    assert vouched(both, pins(ana=ANA), ANA.publisher) == Vouched((), 1, 0)


def test_a_key_that_its_owner_revoked_since_vouches_for_nothing() -> None:
    old, new, drawer = signer("ben"), signer("ben two"), signer("ben drawer")
    stolen = Revocation(old.key, "2026-11-21T19:00:00Z", Reason.STOLEN)
    said = identity(sign=[new], recover=[drawer], name="Ben Stone", revoked=(stolen,))
    now = signed(BEN, said, [drawer, new])
    assert vouched(ALL, pins(ben=now)) == Vouched((), 0, 4)
