"""Endorsements for tests: Ben says something of Ana's release, or of Ana."""

from __future__ import annotations

from collections.abc import Mapping

from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.trust.endorsement import (
    NAMESPACE,
    About,
    Endorsement,
    Kind,
    Statement,
    accept,
    propose,
)
from chapbook.trust.identity import Chain, chain_bytes
from support.identities import publisher, signer

ANA, BEN, CLEO = publisher(), publisher("ben", "Ben Stone"), publisher("cleo", "Cleo Park")
RELEASE = About(release="sha256:" + "1" * 64, module="pricing-basics", version="1.2.0")
WORDS = {ANA.publisher: "ana", BEN.publisher: "ben", CLEO.publisher: "cleo"}


def statement(kind: Kind, about: About | None = None, *, by: Chain = BEN, text: str = "") -> Statement:
    """Give what Ben says: of a release, or of Ana; a completion is Cleo's."""
    is_release = kind in (Kind.REVIEW, Kind.COMPLETION)
    return Statement(
        kind=kind,
        by=by.publisher,
        about=about or (RELEASE if is_release else About(publisher=ANA.publisher)),
        date="2026-11-22",
        person=CLEO.publisher if kind is Kind.COMPLETION else "",
        text=text,
    )


def proposed(said: Statement) -> Endorsement:
    """Sign as whoever says it."""
    chain = {each.publisher: each for each in (ANA, BEN, CLEO)}[said.by]
    return propose(said, chain, signer(WORDS[said.by]))


def endorsed(said: Statement) -> Endorsement:
    """Sign as all who must."""
    found = proposed(said)
    chains = {each.publisher: each for each in (ANA, BEN, CLEO)}
    while found.waits_for:
        found = accept(found, chains[found.waits_for], signer(WORDS[found.waits_for]))
    return found


def by_hand(payload: Mapping[str, JsonValue], *words: str, namespace: str = NAMESPACE) -> bytes:
    """Write a file that says anything, signed by those of these words."""
    data = canonical.encode(dict(payload))
    chains = {WORDS[each.publisher]: each for each in (ANA, BEN, CLEO)}
    signatures: list[JsonValue] = [
        {
            "identity": canonical.parse(chain_bytes(chains[word]), name="", max_bytes=2**16, max_depth=8),
            "signature": signer(word).sign(data, namespace).decode(),
        }
        for word in words
    ]
    return canonical.encode(
        {"format": payload.get("format", ""), "payload": data.decode(), "signatures": signatures}
    )
