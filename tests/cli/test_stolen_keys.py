"""Keys that were lost or stolen: what their owner can do, and what a thief can do no more."""

from __future__ import annotations

import shutil

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from chapbook.services.import_bundle import carry_out, prepare
from chapbook.trust.standing import Origin
from support.users import User, Users, state, stays_out, stolen, take_back, taken


def test_a_stolen_key_is_refused_once_its_owner_took_the_identity_back(
    ana: User, ben: User, users: Users
) -> None:
    first, thief = ana.pack(), stolen(ana, users)
    taken(ben, first, "--as", "ana")
    take_back(ana)
    assert taken(ben, ana.pack(version="1.1.0")) == "recovered"
    forged = thief.pack(version="1.2.0", lesson="\nPay Eve.\n")
    told = stays_out(ben, forged)
    assert "is stolen since" in told
    assert ben("verify", str(forged)).code == 4
    # An old identity is shown again and again: to whom knows the newer one, it is no use.
    assert stays_out(ben, forged, "--accept", "key-replaced", "--accept", "key-revoked")
    # The control: somebody who never heard of it cannot know.
    assert taken(users("carl"), forged) == "first-use"


def test_what_came_before_the_key_was_stolen_stays_and_can_be_put_back(ana: User, ben: User) -> None:
    first = ana.pack()
    other = ana.pack(slug="other")
    taken(ben, first, "--as", "ana")
    take_back(ana)
    assert taken(ben, ana.pack(slug="other", version="2.0.0")) == "recovered"
    stays_out(ben, other)
    shutil.rmtree(ben.root / "imported" / "ana" / "base")
    ben.ok("import", str(first), "--yes")
    assert (ben.root / "imported" / "ana" / "base" / "module.yml").is_file()
    pin = ben.pins.named("ana")
    assert pin is not None
    assert pin.chain.current.version == 2


def test_a_thief_who_rotates_is_overruled_by_the_recovery_sheet(ana: User, ben: User, users: Users) -> None:
    thief = stolen(ana, users)
    taken(ben, ana.pack(), "--as", "ana")
    thief.ok("key", "rotate", "--use", "new", "--yes")
    assert taken(ben, thief.pack(version="1.1.0")) == "known"
    take_back(ana)
    assert taken(ben, ana.pack(version="1.2.0")) == "recovered"
    told = stays_out(ben, thief.pack(version="1.3.0"))
    assert "took the identity back with a recovery key" in told


def test_two_histories_of_one_identity_are_shown_both(ana: User, ben: User, users: Users) -> None:
    thief = stolen(ana, users)
    for each in (ana, thief):
        each.ok("key", "rotate", "--use", "new", "--yes")
    taken(ben, ana.pack(), "--as", "ana")
    bundle = thief.pack(version="1.1.0")
    told = stays_out(ben, bundle)
    proof, pin = open_bundle(bundle).proof, ben.pins.named("ana")
    assert proof is not None
    assert pin is not None
    assert "two histories" in told
    assert proof.chain.digest in told
    assert pin.chain.digest in told


def test_what_was_learned_while_one_was_asked_counts(ana: User, ben: User, users: Users) -> None:
    first, thief = ana.pack(), stolen(ana, users)
    taken(ben, first, "--as", "ana")
    forged = thief.pack(version="1.1.0", lesson="\nPay Eve.\n")
    take_back(ana)
    news = ana.pack(slug="other")
    ben.ok("show", str(forged))
    prepared = prepare(forged, ben.root, petname=None, allow_unsigned=False)
    assert prepared.plan.standing.origin is Origin.KNOWN
    assert taken(ben, news) == "recovered"
    before = state(ben)
    with pytest.raises(Refused) as caught:
        carry_out(prepared, frozenset())
    assert caught.value.code == "pins-changed"
    assert state(ben) == before
