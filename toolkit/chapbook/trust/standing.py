"""How far a bundle's origin is known: what its own bytes prove, held against whom the user knows. Pure.

A bundle proves one thing: that a key of an identity signed it. Whose identity that is, only the user can say, once; the
pin keeps the answer. What follows from a standing is in `admit.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chapbook.trust.fork import Relation, compare
from chapbook.trust.identity import Chain
from chapbook.trust.identity_document import Reason
from chapbook.trust.pins import Pin, Pins
from chapbook.trust.public_key import PublicKey


class Origin(StrEnum):
    """What is known of who made a bundle. The words are written into the lock file and never change."""

    UNSIGNED = "unsigned"
    FIRST_USE = "first-use"
    """Signed by somebody whom the user does not know."""
    KNOWN = "known"
    RECOVERED = "recovered"
    """Somebody known, who took the identity back with a recovery key since the last bundle."""
    REPLACED_KEY = "replaced-key"
    """Somebody known, by a key that they have revoked since, as replaced by another one."""
    REVOKED_KEY = "revoked-key"
    """Somebody known, by a key that they have called stolen or lost since."""
    CHANGED_KEY = "changed-key"
    """Somebody else, who bears the name of somebody known."""
    FORKED = "forked"
    """The identity of somebody known, told in another way than before: one of the two is not theirs."""
    OVERRULED = "overruled"
    """The same, and a recovery key has decided already against this one."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a bundle proves by itself: keys that sign for this identity signed it.

    `signature` is the entry that holds the signature by the first of them.
    `beside` are keys of further signatures, right ones too, but not by keys of the identity: they prove nothing.
    """

    chain: Chain
    keys: tuple[PublicKey, ...]
    beside: tuple[PublicKey, ...] = ()
    signature: str = ""

    @property
    def key(self) -> PublicKey:
        """The first of the keys, to be shown."""
        return self.keys[0]

    @property
    def publisher(self) -> str:
        """The id of who signed."""
        return self.chain.publisher

    @property
    def name(self) -> str:
        """What the signer calls itself: a claim."""
        return self.chain.current.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A bundle's origin, as this user knows it.

    `pin` is that of its publisher. `rival` is that of another publisher, who has the petname that was asked for or
    whose name the signer bears.
    """

    origin: Origin
    proof: Proof | None = None
    pin: Pin | None = None
    rival: Pin | None = None

    @property
    def publisher(self) -> str:
        """The id of who signed; empty when nobody did."""
        return self.proof.publisher if self.proof else ""


def judge(
    proof: Proof | None, pins: Pins, *, petname: str = "", chosen: bool = False, author: str = ""
) -> Standing:
    """Say how far a bundle's origin is known, when it is to be called `petname`.

    `chosen` says that the user gave that word for this bundle. Else somebody new must not even sound like somebody
    known, by the name of the signer or, where nobody signed, of the first `author`.
    """
    publisher = proof.publisher if proof else ""
    pin = pins.of(publisher)
    named = pins.named(petname)
    rival = named if named is not None and named.publisher != publisher else None
    if pin is None and rival is None and not chosen:
        rival = pins.calling_themselves(proof.name if proof else author)
    if proof is None:
        return Standing(origin=Origin.UNSIGNED, rival=rival)
    return Standing(origin=_origin(proof, pin, rival), proof=proof, pin=pin, rival=rival)


def _origin(proof: Proof, pin: Pin | None, rival: Pin | None) -> Origin:
    if pin is None:
        return Origin.FIRST_USE if rival is None else Origin.CHANGED_KEY
    match compare(pin.chain, proof.chain):
        case Relation.CONFLICT:
            return Origin.FORKED
        case Relation.BEATEN:
            return Origin.OVERRULED
        case Relation.RECOVERS:
            return Origin.RECOVERED
        case Relation.EXTENDS if _recovered_since(pin.chain, proof.chain):
            return Origin.RECOVERED
        case Relation.OLDER:
            return _by_newer(proof.keys, pin.chain)
    return Origin.KNOWN


def _recovered_since(known: Chain, comes: Chain) -> bool:
    return any(document.by_recovery for document in comes.documents[len(known.documents) :])


def _by_newer(keys: tuple[PublicKey, ...], known: Chain) -> Origin:
    """Judge the keys of an older chain by the newest that was seen: the older one may be a replay by a thief.

    A key that was exchanged for another without being revoked still counts: its owner did not say otherwise.
    """
    revoked = [known.revocation(key) for key in keys]
    if None in revoked:
        return Origin.KNOWN
    replaced = any(each is not None and each.reason is Reason.REPLACED for each in revoked)
    return Origin.REPLACED_KEY if replaced else Origin.REVOKED_KEY
