"""Two chains of one publisher: who has the recovery key wins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chapbook.trust.fork import Relation, compare
from chapbook.trust.identity import Chain, chain_bytes, read_chain, signed
from chapbook.trust.identity_document import Reason, Revocation
from support.identities import publisher, rotated, signer

ANA, NEW, THIEF, DRAWER = map(signer, ("ana", "new", "thief", "ana drawer"))
START = publisher()
STOLEN = Revocation(ANA.key, "2026-11-21T19:00:00Z", Reason.STOLEN)

BY_THIEF = rotated(START, ANA, THIEF, name="Ana, really")
BY_THIEF_LONGER = rotated(BY_THIEF, THIEF, signer("thief two"))
BY_OWNER = rotated(START, ANA, NEW)
RECOVERED = signed(START, replace(START.current, sign=(NEW.key,), revoked=(STOLEN,)), [DRAWER, NEW])
RECOVERED_LONGER = rotated(RECOVERED, NEW, signer("newer"))
RECOVERED_OTHERWISE = signed(START, replace(START.current, name="Ana R."), [DRAWER])


@pytest.mark.parametrize(
    ("pinned", "presented", "relation"),
    [
        (START, START, Relation.SAME),
        (START, BY_OWNER, Relation.EXTENDS),
        (START, RECOVERED_LONGER, Relation.EXTENDS),
        (BY_OWNER, START, Relation.OLDER),
        (BY_THIEF, RECOVERED, Relation.RECOVERS),
        (BY_THIEF_LONGER, RECOVERED, Relation.RECOVERS),
        (RECOVERED, BY_THIEF, Relation.BEATEN),
        (RECOVERED, BY_THIEF_LONGER, Relation.BEATEN),
        (BY_OWNER, BY_THIEF, Relation.CONFLICT),
        (RECOVERED, RECOVERED_OTHERWISE, Relation.CONFLICT),
        (START, publisher("bo"), Relation.OTHER),
    ],
)
def test_which_chain_counts(pinned: Chain, presented: Chain, relation: Relation) -> None:
    assert compare(pinned, presented) is relation
    assert compare(read_chain(chain_bytes(pinned)), read_chain(chain_bytes(presented))) is relation


def test_a_recovery_key_that_was_exchanged_gets_nobody_in() -> None:
    """The owner rotates, then exchanges the recovery key that a thief has copied. The thief starts from version 1.

    The control: the version right after the parting is signed by a daily key here and by a recovery key there.
    """
    box = signer("box")
    safe = signed(BY_OWNER, replace(BY_OWNER.current, recover=(box.key,)), [DRAWER, box])
    theirs = signed(START, replace(START.current, sign=(THIEF.key,), revoked=(STOLEN,)), [DRAWER, THIEF])
    assert (safe.documents[1].by_recovery, theirs.documents[1].by_recovery) == (False, True)
    assert compare(safe, theirs) is Relation.CONFLICT
    assert compare(theirs, safe) is Relation.CONFLICT
    assert compare(BY_OWNER, theirs) is Relation.RECOVERS


def test_a_recovery_signature_taken_away_does_not_beat_the_owner() -> None:
    """Whoever passes on a chain can leave out a signature that the law does not ask for, and gains nothing."""
    both = signed(START, replace(START.current, name="Ana R."), [ANA, DRAWER])
    last = both.documents[-1]
    kept = [each for each in last.signatures if each == ANA.sign(last.payload, "identity-v1@chapbook")]
    stripped = read_chain(
        chain_bytes(replace(both, documents=(both.documents[0], replace(last, signatures=tuple(kept)))))
    )
    assert not stripped.documents[-1].by_recovery
    assert compare(both, stripped) is Relation.SAME
    assert compare(stripped, BY_THIEF) is Relation.CONFLICT
