"""The policy: every standing against every circumstance, and what each message says."""

from __future__ import annotations

from itertools import product

import pytest

from chapbook.diag.errors import Refused
from chapbook.trust.admit import Earlier, admit, in_words
from chapbook.trust.pins import NOBODY_KNOWN, Pin
from chapbook.trust.standing import Origin, Proof, Standing, judge
from support.known import ANA, BACK, BEN, EVE, NEXT, OTHER, SINCE, pins, proof
from support.threats import Threats

EARLIER = Earlier("ana/pricing-basics", ANA.publisher)
PIN = Pin(petname="ana", chain=BACK, first_seen=SINCE, source="offer.zip")
RIVAL = Pin(petname="ben", chain=BEN, first_seen=SINCE, source="offer.zip")
YES, NO, ANY = (True,), (False,), (True, False)

TABLE: list[tuple[tuple[Origin, ...], tuple[bool, ...], tuple[bool, ...], tuple[bool, ...], tuple[bool, ...], str]] = [
    # origin, somebody else has the petname, somebody else signed it before, --allow-unsigned, this release is there
    ((Origin.UNSIGNED,), NO, NO, YES, ANY, "in"),
    ((Origin.UNSIGNED,), NO, NO, NO, ANY, "refused unsigned-bundle"),
    ((Origin.UNSIGNED,), YES, NO, ANY, ANY, "refused petname-taken"),
    ((Origin.UNSIGNED,), ANY, YES, NO, ANY, "refused signature-gone"),
    ((Origin.UNSIGNED,), NO, YES, YES, ANY, "objection signature-gone"),
    ((Origin.UNSIGNED,), YES, YES, YES, ANY, "refused petname-taken"),
    ((Origin.FIRST_USE, Origin.KNOWN, Origin.RECOVERED), NO, NO, ANY, ANY, "in"),
    ((Origin.FIRST_USE, Origin.KNOWN, Origin.RECOVERED), NO, YES, ANY, ANY, "objection publisher-changed"),
    ((Origin.FIRST_USE,), YES, ANY, ANY, ANY, "refused changed-key"),
    ((Origin.KNOWN, Origin.RECOVERED), YES, ANY, ANY, ANY, "refused petname-taken"),
    ((Origin.REPLACED_KEY,), NO, NO, ANY, NO, "objection key-replaced"),
    ((Origin.REPLACED_KEY,), NO, NO, ANY, YES, "in"),
    ((Origin.REPLACED_KEY,), NO, YES, ANY, NO, "objection key-replaced publisher-changed"),
    ((Origin.REPLACED_KEY,), NO, YES, ANY, YES, "objection publisher-changed"),
    ((Origin.REPLACED_KEY,), YES, ANY, ANY, ANY, "refused petname-taken"),
    ((Origin.REVOKED_KEY,), ANY, ANY, ANY, NO, "refused key-revoked"),
    ((Origin.REVOKED_KEY,), NO, NO, ANY, YES, "in"),
    ((Origin.REVOKED_KEY,), NO, YES, ANY, YES, "objection publisher-changed"),
    ((Origin.REVOKED_KEY,), YES, ANY, ANY, YES, "refused petname-taken"),
    ((Origin.CHANGED_KEY,), ANY, ANY, ANY, ANY, "refused changed-key"),
    ((Origin.FORKED,), ANY, ANY, ANY, ANY, "refused identity-forked"),
    ((Origin.OVERRULED,), ANY, ANY, ANY, ANY, "refused identity-overruled"),
]  # fmt: skip
CASES = list(product(Origin, ANY, ANY, ANY, ANY))


def standing(origin: Origin, taken: bool) -> Standing:
    signs = origin is not Origin.UNSIGNED
    return Standing(
        origin=origin,
        proof=proof(ANA, "ana") if signs else None,
        pin=PIN if signs and origin not in (Origin.FIRST_USE, Origin.CHANGED_KEY) else None,
        rival=RIVAL if taken or origin is Origin.CHANGED_KEY else None,
    )


def outcome(origin: Origin, taken: bool, before: bool, allow: bool, already: bool) -> str:
    earlier = EARLIER if before else None
    try:
        found = admit(standing(origin, taken), allow_unsigned=allow, earlier=earlier, already=already)
    except Refused as refused:
        return f"refused {refused.code}" if refused.hint else "without a hint"
    assert all(each.hint for each in found)
    return "objection " + " ".join(each.code for each in found) if found else "in"


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
def test_every_case_has_one_answer(case: tuple[Origin, bool, bool, bool, bool]) -> None:
    answers = [
        answer
        for origins, *circumstances, answer in TABLE
        if case[0] in origins
        and all(value in may for value, may in zip(case[1:], circumstances, strict=True))
    ]
    assert len(answers) == 1
    assert outcome(*case) == answers[0]


def test_what_comes_in_without_a_word_is_counted(threats: Threats) -> None:
    harmful = [case for case in CASES if case[2] or case[1] or case[0] not in GOOD]
    kept_out = [case for case in harmful if outcome(*case) != "in" or (case[4] and case[0] in GIVEN_UP_LATER)]
    threats.record(
        "Signed bundles",
        "Standings of a bundle against what one knows: other key, revoked, forked, another publisher, no signature",
        tried=len(harmful),
        refused=len(kept_out),
        control="Without pins and lock file, a signature by anybody is right",
    )
    assert all(
        judge(proof(chain, word), NOBODY_KNOWN).origin is Origin.FIRST_USE for chain, word in STRANGERS
    )


GOOD = (Origin.UNSIGNED, Origin.FIRST_USE, Origin.KNOWN, Origin.RECOVERED)
GIVEN_UP_LATER = (Origin.REPLACED_KEY, Origin.REVOKED_KEY)
STRANGERS = ((EVE, "eve"), (OTHER, "thief"), (ANA, "ana"))


def refusal(said: Proof | None, *known: str, petname: str = "", **more: bool) -> Refused:
    chains = {"ana": ANA, "back": BACK, "next": NEXT}
    judged = judge(said, pins(*(chains[each] for each in known)), petname=petname, chosen=bool(petname))
    with pytest.raises(Refused) as caught:
        admit(judged, allow_unsigned=True, **more)  # type: ignore[arg-type]
    return caught.value


def test_another_key_under_a_known_name_stops_with_both_keys() -> None:
    told = refusal(proof(EVE, "eve"), "ana")
    assert told.code == "changed-key"
    assert told.message.startswith(
        f"STOP. “ana” always signed with {ANA.current.sign[0].fingerprint}; this one is signed"
    )
    assert EVE.current.sign[0].fingerprint in told.message
    assert "Not imported" in told.message
    assert "--as" in told.hint


def test_a_fork_shows_both_heads() -> None:
    told = refusal(proof(OTHER, "thief"), "next")
    assert told.code == "identity-forked"
    assert NEXT.digest in told.message
    assert OTHER.digest in told.message
    assert refusal(proof(OTHER, "thief"), "back").code == "identity-overruled"


def test_a_revoked_key_says_since_when_and_why_no_date_helps() -> None:
    told = refusal(proof(ANA, "ana"), "back")
    assert told.code == "key-revoked"
    assert f"stolen since {SINCE}" in told.message
    assert "any date" in told.message


def test_a_petname_of_another_says_the_right_one() -> None:
    known = pins(ANA, BEN)
    with pytest.raises(Refused) as caught:
        admit(judge(proof(BEN, "ben"), known, petname="ana", chosen=True), allow_unsigned=False)
    assert caught.value.code == "petname-taken"
    assert "--as ben" in caught.value.hint


@pytest.mark.parametrize("origin", Origin)
def test_every_standing_has_its_own_words(origin: Origin) -> None:
    words = in_words(standing(origin, taken=False))
    assert words.endswith(".")
    assert "{" not in words
    assert [each for each in Origin if in_words(standing(each, taken=False)) == words] == [origin]
