"""Two chains of one publisher: which of them counts.

A chain that goes on from the other one counts more. Where they part, the one wins on whose side a recovery key signed
a version: the recovery key lies in a drawer, so a thief who has the daily key does not have it. Where a recovery key
signed on both sides, or on neither, nobody but the publisher can say which is true.

All versions after the parting are looked at, not the next one alone. Else a recovery key that was stolen, noticed and
exchanged could still be used from the versions before: whatever was signed there by daily keys would lose against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from chapbook.trust.identity import Chain, Document


class Relation(StrEnum):
    """What a presented chain is to the one that is pinned."""

    SAME = "same"
    EXTENDS = "extends"
    """It has all that is pinned, and more."""
    OLDER = "older"
    """The pinned one has all of it, and more."""
    RECOVERS = "recovers"
    """They part, and the owner took back the identity in the presented one: it wins."""
    BEATEN = "beaten"
    """They part, and the owner took back the identity in the pinned one: it stays."""
    CONFLICT = "conflict"
    """They part, and nothing says which is true."""
    OTHER = "other"
    """They belong to two publishers."""


def compare(pinned: Chain, presented: Chain) -> Relation:
    """Say what `presented` is to `pinned`."""
    if pinned.publisher != presented.publisher:
        return Relation.OTHER
    for place, (ours, theirs) in enumerate(zip(pinned.documents, presented.documents, strict=False)):
        if ours.payload != theirs.payload:
            return _parted(pinned.documents[place:], presented.documents[place:])
    more = len(presented.documents) - len(pinned.documents)
    return Relation.EXTENDS if more > 0 else Relation.OLDER if more < 0 else Relation.SAME


def _parted(ours: Iterable[Document], theirs: Iterable[Document]) -> Relation:
    ours_recovered, theirs_recovered = (any(each.by_recovery for each in side) for side in (ours, theirs))
    if ours_recovered == theirs_recovered:
        return Relation.CONFLICT
    return Relation.RECOVERS if theirs_recovered else Relation.BEATEN
