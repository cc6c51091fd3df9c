"""What one version of an identity may say, and how it and the file around it are spelt."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rfc8785

from chapbook.trust.identity import (
    chain_bytes,
    read_chain,
)
from chapbook.trust.identity_document import payload_of, read_document
from support.chains import (
    ANA,
    BOX,
    CHAIN,
    DRAWER,
    SINCE,
    after,
    by,
    code_of,
    documents,
    file_of,
    genesis,
)
from support.identities import signer


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "chapbook/identity/2"}, "identity-newer"),
        ({"format": "chapbook/module/1"}, "identity-field"),
        ({"format": None}, "identity-field"),
        ({"version": None}, "identity-field"),
        ({"version": 0}, "identity-field"),
        ({"version": True}, "identity-field"),
        ({"version": "1"}, "identity-field"),
        ({"name": None}, "identity-field"),
        ({"name": ""}, "identity-field"),
        ({"name": "Ana\nRuiz"}, "identity-field"),
        ({"name": "Ana \u202eziuR"}, "identity-field"),
        ({"name": "a" * 301}, "identity-field"),
        ({"name": ["Ana"]}, "identity-field"),
        ({"email": "ana@ana.example"}, "identity-unknown-key"),
        ({"prev": "sha256:0"}, "identity-field"),
        ({"links": []}, "identity-field"),
        ({"links": ["javascript:alert(1)"]}, "identity-field"),
        ({"links": ["https://ana.example"] * 9}, "identity-field"),
        ({"sign": None}, "identity-field"),
        ({"sign": []}, "identity-field"),
        ({"sign": ANA.key.line}, "identity-field"),
        ({"sign": [ANA.key.line + " ana@desk"]}, "key-unreadable"),
        ({"sign": ["ssh-rsa AAAA"]}, "key-kind"),
        ({"sign": [ANA.key.line, ANA.key.line]}, "identity-key-twice"),
        ({"sign": [ANA.key.line, DRAWER.key.line]}, "identity-key-twice"),
        ({"sign": [signer(str(number)).key.line for number in range(9)]}, "identity-field"),
        ({"recover": None}, "identity-field"),
        ({"recover": []}, "identity-field"),
        ({"revoked": []}, "identity-field"),
        ({"revoked": [{"key": BOX.key.line, "reason": "stolen"}]}, "identity-field"),
        ({"revoked": [{"key": BOX.key.line, "reason": "stolen", "since": "today"}]}, "identity-field"),
        ({"revoked": [{"key": BOX.key.line, "reason": "bored", "since": SINCE}]}, "identity-field"),
        ({"revoked": [{"key": ANA.key.line, "reason": "lost", "since": SINCE}]}, "identity-revoked-key"),
        ({"revoked": [{"key": BOX.key.line, "reason": "lost", "since": SINCE}] * 2}, "identity-key-twice"),
        ({"name": {"a": {"b": {"c": {"d": 1}}}}}, "json-too-deep"),
    ],
)
def test_a_document_says_nothing_else(changes: dict[str, object], code: str) -> None:
    payload = genesis(**changes)
    assert code_of(read_document, payload) == code
    refused = code_of(read_chain, file_of((payload, by(payload, ANA, DRAWER))))
    assert refused == code


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "json-damaged"),
        (b"[]", "identity-field"),
        (genesis() + b"\n", "json-not-canonical"),
        (genesis().replace(b'":', b'": ', 1), "json-not-canonical"),
        (genesis().replace(b'"version":1', b'"version":1,"version":1'), "json-duplicate-key"),
        (genesis().replace(b'"version":1', b'"version":1.0'), "json-number"),
        (genesis().replace(b"Ana", "A\u0301na".encode()), "json-text"),
        (b"\xff", "json-not-utf8"),
    ],
)
def test_a_payload_has_one_spelling(payload: bytes, code: str) -> None:
    assert code_of(read_document, payload) == code


def test_what_is_written_is_what_may_be_read() -> None:
    wrong = replace(CHAIN.current, name="two\nlines")
    assert code_of(payload_of, wrong) == "identity-field"


def test_the_file_has_one_spelling_and_limits() -> None:
    data = chain_bytes(CHAIN)
    assert code_of(read_chain, data + b"\n") == "json-not-canonical"
    assert code_of(read_chain, data.replace(b"chapbook/identity/1", b"chapbook/identity/7", 2)) != ""
    assert (
        code_of(read_chain, rfc8785.dumps({"format": "chapbook/identity/9", "chain": []})) == "identity-newer"
    )
    assert code_of(read_chain, rfc8785.dumps({"format": "chapbook/identity/1"})) == "identity-field"
    more = rfc8785.dumps({"format": "chapbook/identity/1", "chain": [], "also": 1})
    assert code_of(read_chain, more) == "identity-unknown-key"
    assert code_of(read_chain, b'{"chain":' + b"[" * 70_000) == "json-too-large"
    assert code_of(read_chain, b'{"chain":' + b"[" * 50_000) == "json-too-deep"
    assert code_of(read_chain, file_of(*documents(CHAIN) * 65)) in ("json-too-large", "identity-field")
    tiny = rfc8785.dumps({"format": "chapbook/identity/1", "chain": [{}] * 65})
    assert code_of(read_chain, tiny) == "identity-field"


def test_a_chain_that_fits_into_no_bundle_is_not_written() -> None:
    chain, links = CHAIN, tuple(f"https://ana.example/{number}/{'x' * 900}" for number in range(8))
    for number in range(10):
        chain = after(chain, ANA, name=f"Ana {number}", links=links)
    assert code_of(chain_bytes, chain) == "identity-too-large"
