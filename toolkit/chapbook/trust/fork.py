"""Two chains of one publisher: which of them counts.

A chain that goes on from the other one counts more. Where they part, the one whose next document a recovery key signed
wins: the recovery key lies in a drawer, so a thief who has the daily key does not have it. Where both or neither were
signed by it, nobody but the publisher can say which is true.
"""

from __future__ import annotations

from enum import StrEnum

from chapbook.trust.identity import Chain


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
    for ours, theirs in zip(pinned.documents, presented.documents, strict=False):
        if ours.payload != theirs.payload:
            return _parted(ours.by_recovery, theirs.by_recovery)
    more = len(presented.documents) - len(pinned.documents)
    return Relation.EXTENDS if more > 0 else Relation.OLDER if more < 0 else Relation.SAME


def _parted(ours_recovered: bool, theirs_recovered: bool) -> Relation:
    if ours_recovered == theirs_recovered:
        return Relation.CONFLICT
    return Relation.RECOVERS if theirs_recovered else Relation.BEATEN
