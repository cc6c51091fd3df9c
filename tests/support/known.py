"""Publishers at every turn of their lives, and pins of them."""

from __future__ import annotations

from chapbook.trust.identity import Chain, signed
from chapbook.trust.identity_document import Identity, Reason, Revocation
from chapbook.trust.pins import NOBODY_KNOWN, Pin, Pins
from chapbook.trust.standing import Proof
from support.identities import publisher, rotated, signer

SINCE = "2026-11-21T19:00:00Z"
ANA = publisher("ana")
EVE = publisher("eve", "Ána Ruiz")
BEN = publisher("ben", "Ben Okri")
NEXT = rotated(ANA, signer("ana"), signer("ana 2"))
OTHER = rotated(ANA, signer("ana"), signer("thief"))


def recovered(chain: Chain, word: str, *, revoke: str = "", reason: Reason = Reason.STOLEN) -> Chain:
    """Give the chain taken back with the recovery key: `word` signs from now on, `revoke` never again."""
    drawer, new = signer("ana drawer"), signer(word)
    now = chain.current
    gone = (*now.revoked, Revocation(signer(revoke).key, SINCE, reason)) if revoke else now.revoked
    after = Identity(version=1, name=now.name, sign=(new.key,), recover=now.recover, revoked=gone)
    return signed(chain, after, [drawer, *((new,) if new.key not in now.sign else ())])


BACK = recovered(ANA, "ana 3", revoke="ana")
REPLACED = recovered(ANA, "ana 3", revoke="ana", reason=Reason.REPLACED)


def proof(chain: Chain, *words: str) -> Proof:
    return Proof(chain, tuple(signer(word).key for word in words))


def pins(*chains: Chain) -> Pins:
    """Give pins of chains, named by their first word in small letters."""
    known = NOBODY_KNOWN
    for chain in chains:
        petname = chain.current.name.split()[0].lower()
        known = known.with_pin(Pin(petname=petname, chain=chain, first_seen=SINCE, source="offer.zip"))
    return known
