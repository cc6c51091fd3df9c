"""Endorsements in a bundle: right ones travel along, any other makes the bundle refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from chapbook.trust.endorsement import About, Endorsement, Kind, endorsement_bytes
from support.archives import DraftEntry, good_draft, pack, write
from support.endorsements import ANA, BEN, CLEO, RELEASE, endorsed, proposed, statement
from support.threats import Threats

ABOUT = About(release=pack().release, module="pricing-basics", version="1.2.0")
RIGHT = endorsed(statement(Kind.REVIEW, ABOUT))


def carrying(*endorsements: tuple[str, bytes]) -> bytes:
    draft = good_draft()
    draft.entries += [DraftEntry(f"META/endorsements/{name}".encode(), data) for name, data in endorsements]
    return write(draft)


def of(endorsement: Endorsement) -> tuple[str, bytes]:
    return (endorsement.file_name, endorsement_bytes(endorsement))


def _cut(endorsement: Endorsement) -> Endorsement:
    return replace(endorsement, signed=endorsement.signed[:1])


WRONG: dict[str, tuple[str, Callable[[], tuple[str, bytes]]]] = {
    "no JSON": ("json-damaged", lambda: ("review-a.json", b"{")),
    "another release": ("endorsement-elsewhere", lambda: of(endorsed(statement(Kind.REVIEW, RELEASE)))),
    "another module": (
        "endorsement-elsewhere",
        lambda: of(endorsed(statement(Kind.REVIEW, replace(ABOUT, module="other")))),
    ),
    "another version": (
        "endorsement-elsewhere",
        lambda: of(endorsed(statement(Kind.REVIEW, replace(ABOUT, version="9.0.0")))),
    ),
    "a publisher of another bundle": ("endorsement-elsewhere", lambda: of(endorsed(statement(Kind.KEY)))),
    "two who did not make this bundle": (
        "endorsement-elsewhere",
        lambda: of(endorsed(statement(Kind.WORKED_WITH))),
    ),
    "not accepted": ("endorsement-proposal", lambda: of(proposed(statement(Kind.COMPLETION, ABOUT)))),
    "acceptance taken away": (
        "endorsement-proposal",
        lambda: of(_cut(endorsed(statement(Kind.COMPLETION, ABOUT)))),
    ),
    "another name": ("endorsement-name", lambda: ("review-0123456789abcdef.json", of(RIGHT)[1])),
    "the same one twice": ("endorsement-name", lambda: ("review-2.json", of(RIGHT)[1])),
    "signature of another statement": (
        "signature-wrong",
        lambda: of(replace(RIGHT, statement=replace(RIGHT.statement, text="More than I said"))),
    ),
    "signed by another": (
        "endorsement-signer",
        lambda: of(replace(RIGHT, signed=endorsed(statement(Kind.REVIEW, ABOUT, by=CLEO)).signed)),
    ),
}


def test_right_ones_travel_and_prove_nothing_of_the_bundle() -> None:
    done = endorsed(statement(Kind.COMPLETION, ABOUT))
    bundle = open_bundle(carrying(of(RIGHT), of(done)))
    assert set(bundle.endorsements) == {RIGHT, done}
    assert bundle.proof is None
    assert bundle.release == ABOUT.release


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_one_is_refused(name: str) -> None:
    code, make = WRONG[name]
    with pytest.raises(Refused) as problem:
        open_bundle(carrying(make()))
    assert problem.value.code == code


def test_all_of_them_are_counted(threats: Threats, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = 0
    for _, make in WRONG.values():
        try:
            open_bundle(carrying(make()))
        except Refused:
            refused += 1
    monkeypatch.setattr("chapbook.bundle.verify.carried_endorsements", lambda *_: ())
    for _, make in WRONG.values():
        open_bundle(carrying(make()))
    threats.record(
        "Endorsements",
        "Forged, moved, halved or misplaced in a bundle",
        tried=len(WRONG),
        refused=refused,
        control="a reader that leaves them unread takes all",
    )


def test_its_publisher_is_in_what_is_said_of_publishers() -> None:
    from chapbook.bundle.endorsed import concerns

    plain = open_bundle(pack().data).manifest
    anas = replace(plain, id=f"{ANA.publisher}/pricing-basics")
    for kind in (Kind.KEY, Kind.WORKED_WITH):
        said = endorsed(statement(kind))
        assert concerns(said, anas, ABOUT.release)
        assert not concerns(said, plain, ABOUT.release)
    by_ana = endorsed(statement(Kind.WORKED_WITH, About(publisher=BEN.publisher), by=ANA))
    assert concerns(by_ana, anas, ABOUT.release)
    about_ben = endorsed(statement(Kind.KEY, About(publisher=BEN.publisher), by=ANA))
    assert not concerns(about_ben, anas, ABOUT.release)
    assert not concerns(endorsed(statement(Kind.REVIEW, ABOUT, by=ANA)), anas, ABOUT.release)
