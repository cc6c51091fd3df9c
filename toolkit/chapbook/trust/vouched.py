"""What endorsements mean to one user: whose words count is who the user knows. One hop, no sums, no scores. Pure.

Names and words are shown of those only whom the user knows, by the user's own word for them; all others are counted,
since anybody can make as many strangers as they like.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chapbook.trust.endorsement import Endorsement, Kind, Signed
from chapbook.trust.pins import Pins
from chapbook.trust.standing import Origin, Proof, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouch:
    """What somebody known says. `by` and `person` are petnames; `person` is empty for whom the user does not know."""

    kind: str
    by: str
    person: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """The endorsements of a bundle. `strangers` are those by others; `doubtful` those by keys that no longer count."""

    known: tuple[Vouch, ...] = ()
    strangers: int = 0
    doubtful: int = 0


def vouched(endorsements: Iterable[Endorsement], pins: Pins, publisher: str = "") -> Vouched:
    """Hold endorsements against whom the user knows; `publisher` is whose bundle carries them."""
    known: list[Vouch] = []
    strangers = doubtful = 0
    for each in endorsements:
        witness = _witness(each, publisher)
        origin = judge(_proof(witness), pins).origin
        if pins.of(witness.chain.publisher) is None:
            strangers += 1
        elif origin in (Origin.KNOWN, Origin.RECOVERED):
            known.append(_vouch(each, witness, pins))
        else:
            doubtful += 1
    in_order = sorted(known, key=lambda each: (each.by, each.kind, each.date))
    return Vouched(tuple(in_order), strangers, doubtful)


def _witness(endorsement: Endorsement, publisher: str) -> Signed:
    """Give who vouches: of two who worked together, the one whose bundle it is not."""
    first, *more = endorsement.signed
    if endorsement.statement.kind is Kind.WORKED_WITH and more and first.chain.publisher == publisher:
        return more[0]
    return first


def _proof(signed: Signed) -> Proof:
    return Proof(signed.chain, (signed.key,))


def _vouch(endorsement: Endorsement, witness: Signed, pins: Pins) -> Vouch:
    said = endorsement.statement
    by = pins.of(witness.chain.publisher)
    person = pins.of(said.person)
    return Vouch(
        kind=said.kind.value,
        by=by.petname if by else "",
        person=person.petname if person else "",
        date=said.date,
        text=said.text,
    )
