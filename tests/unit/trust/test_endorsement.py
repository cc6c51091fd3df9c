"""Endorsements: what they may say, who must sign, and that no bit of them can be changed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chapbook.diag.errors import Refused
from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.trust.endorsement import (
    About,
    Kind,
    accept,
    endorsement_bytes,
    payload_of,
    propose,
    read_endorsement,
)
from support.endorsements import ANA, BEN, CLEO, RELEASE, by_hand, endorsed, proposed, statement
from support.identities import rotated, signer
from support.threats import Threats

RELEASE_JSON: dict[str, JsonValue] = {
    "release": RELEASE.release,
    "module": RELEASE.module,
    "version": RELEASE.version,
}
REVIEW: dict[str, JsonValue] = json.loads(payload_of(statement(Kind.REVIEW)))


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as problem:
        read_endorsement(data)
    return problem.value.code


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_survives_a_round_trip(kind: Kind) -> None:
    whole = endorsed(statement(kind, text="Read with two classes."))
    assert read_endorsement(endorsement_bytes(whole)) == whole
    assert whole.waits_for == ""
    assert whole.file_name.startswith(f"{kind}-")
    assert {each.chain.publisher for each in whole.signed} == set(whole.statement.signers)


@pytest.mark.parametrize(("kind", "waits"), [(Kind.COMPLETION, CLEO), (Kind.WORKED_WITH, ANA)])
def test_what_is_said_of_a_person_waits_for_that_person(kind: Kind, waits: object) -> None:
    proposal = read_endorsement(endorsement_bytes(proposed(statement(kind))))
    assert proposal.waits_for == getattr(waits, "publisher", None)
    for chain, word in ((BEN, "ben"), (CLEO if waits is ANA else ANA, "cleo" if waits is ANA else "ana")):
        with pytest.raises(Refused) as problem:
            accept(proposal, chain, signer(word))
        assert problem.value.code == "endorsement-not-for-you"


def test_what_is_said_of_a_release_or_a_key_waits_for_nobody() -> None:
    for kind in (Kind.REVIEW, Kind.KEY):
        assert proposed(statement(kind)).waits_for == ""
        with pytest.raises(Refused) as problem:
            accept(proposed(statement(kind)), ANA, signer("ana"))
        assert problem.value.code == "endorsement-not-for-you"


def test_the_payload_is_what_openssh_signs() -> None:
    value = json.loads(endorsement_bytes(endorsed(statement(Kind.REVIEW))))
    assert value["payload"].encode() == payload_of(statement(Kind.REVIEW))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "warning"}, "endorsement-field"),
        ({"kind": "rating"}, "endorsement-field"),
        ({"score": 5}, "endorsement-unknown-key"),
        ({"stars": "*****"}, "endorsement-unknown-key"),
        ({"negative": True}, "endorsement-unknown-key"),
        ({"about": {**RELEASE_JSON, "rank": 1}}, "endorsement-unknown-key"),
        ({"about": {"content": "sha256:" + "1" * 64}}, "endorsement-field"),
        ({"about": {"publisher": ANA.publisher}}, "endorsement-field"),
        ({"about": {**RELEASE_JSON, "release": "sha256:1"}}, "endorsement-field"),
        ({"about": {**RELEASE_JSON, "module": "../a"}}, "endorsement-field"),
        ({"about": {**RELEASE_JSON, "version": "one"}}, "endorsement-field"),
        ({"by": "ben"}, "endorsement-field"),
        ({"person": CLEO.publisher}, "endorsement-field"),
        ({"date": "22.11.2026"}, "endorsement-field"),
        ({"date": "20261122"}, "endorsement-field"),
        ({"text": "a" * 501}, "endorsement-field"),
        ({"text": "a\nb"}, "endorsement-field"),
        ({"text": "a\u202eb"}, "endorsement-field"),
        ({"text": ""}, "endorsement-field"),
        ({"format": "chapbook/endorsement/2"}, "endorsement-newer"),
        ({"format": "chapbook/module/1"}, "endorsement-field"),
    ],
)
def test_what_none_may_say(changes: dict[str, JsonValue], code: str) -> None:
    assert refusal(by_hand({**REVIEW, **changes}, "ben")) == code
    read_endorsement(by_hand(REVIEW, "ben"))


def test_nobody_endorses_themselves() -> None:
    own_key = {**json.loads(payload_of(statement(Kind.KEY))), "by": ANA.publisher}
    done = {**json.loads(payload_of(statement(Kind.COMPLETION))), "by": CLEO.publisher}
    assert refusal(by_hand(own_key, "ana")) == "endorsement-field"
    assert refusal(by_hand(done, "cleo", "cleo")) == "endorsement-field"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "endorsement-signatures"),
        (("ana",), "endorsement-signer"),
        (("ben", "ana"), "endorsement-signatures"),
    ],
)
def test_who_signs_a_review(words: tuple[str, ...], code: str) -> None:
    assert refusal(by_hand(REVIEW, *words)) == code


@pytest.mark.parametrize("words", [("cleo", "ben"), ("ben", "ana"), ("cleo",)])
def test_who_signs_a_completion(words: tuple[str, ...]) -> None:
    payload = json.loads(payload_of(statement(Kind.COMPLETION)))
    assert refusal(by_hand(payload, *words)) == "endorsement-signer"
    assert read_endorsement(by_hand(payload, "ben")).waits_for == CLEO.publisher
    assert read_endorsement(by_hand(payload, "ben", "cleo")).waits_for == ""


def test_a_signature_for_another_kind_of_document_does_not_count() -> None:
    assert refusal(by_hand(REVIEW, "ben", namespace="module-v1@chapbook")) == "signature-namespace"


def test_the_key_must_sign_for_the_newest_identity_that_is_there() -> None:
    later = rotated(BEN, signer("ben"), signer("ben two"))
    with pytest.raises(Refused) as problem:
        propose(statement(Kind.REVIEW), later, signer("ben"))
    assert problem.value.code == "endorsement-key"
    assert propose(statement(Kind.REVIEW), later, signer("ben two")).waits_for == ""
    with pytest.raises(Refused) as recovery:
        propose(statement(Kind.REVIEW), BEN, signer("ben drawer"))
    assert recovery.value.code == "endorsement-key"


def test_one_file_has_one_spelling() -> None:
    data = endorsement_bytes(endorsed(statement(Kind.REVIEW)))
    value = json.loads(data)
    assert refusal(data + b"\n") == "json-not-canonical"
    assert refusal(json.dumps(value).encode()) == "json-not-canonical"
    assert refusal(canonical.encode({**value, "note": "x"})) == "endorsement-unknown-key"
    loose = canonical.encode({**value, "payload": value["payload"].replace('","', '", "')})
    assert refusal(loose) == "json-not-canonical"


def test_no_flipped_bit_is_accepted(threats: Threats) -> None:
    tried = refused = blind = 0
    for data in (endorsement_bytes(endorsed(statement(kind))) for kind in (Kind.REVIEW, Kind.COMPLETION)):
        for at in range(0, len(data), 3):
            damaged = bytearray(data)
            damaged[at] ^= 1 << (at // 3) % 8
            tried += 1
            try:
                read_endorsement(bytes(damaged))
            except Refused:
                refused += 1
            blind += _says_json(bytes(damaged))
    assert blind > 1000
    threats.record(
        "Endorsements",
        "A flipped bit anywhere in the file",
        tried=tried,
        refused=refused,
        control="a reader that only parses JSON takes 1,000 or more",
    )


def _says_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False


def test_another_release_needs_another_signature() -> None:
    whole = endorsed(statement(Kind.REVIEW))
    moved = replace(
        whole, statement=replace(whole.statement, about=replace(RELEASE, release="sha256:" + "2" * 64))
    )
    assert refusal(endorsement_bytes(moved)) == "signature-wrong"
    other = replace(whole.statement, kind=Kind.KEY, about=About(publisher=ANA.publisher))
    assert refusal(endorsement_bytes(replace(whole, statement=other))) == "signature-wrong"
