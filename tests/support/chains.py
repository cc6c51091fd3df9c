"""Identity files written by hand, lawful or not, with another writer of canonical JSON than the product's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import rfc8785

from chapbook.diag.errors import Refused
from chapbook.trust.identity import (
    NAMESPACE,
    Chain,
    signed,
)
from chapbook.trust.identity_document import Reason, Revocation
from chapbook.trust.public_key import PublicKey
from chapbook.trust.signer import Signer
from support.identities import publisher, signer

ANA, NEW, THIEF, DRAWER, BOX = map(signer, ("ana", "new", "thief", "ana drawer", "box"))
CHAIN = publisher()
SINCE = "2026-11-21T19:00:00Z"


def gone(key: PublicKey, reason: Reason = Reason.STOLEN) -> Revocation:
    """Say that a key no longer counts."""
    return Revocation(key, SINCE, reason)


def after(chain: Chain, *by: Signer, **changes: Any) -> Chain:
    """Give the chain with a next version that differs in `changes` and is signed by `by`."""
    return signed(chain, replace(chain.current, **changes), by)


RECOVERED = after(CHAIN, DRAWER, NEW, sign=(NEW.key,), revoked=(gone(ANA.key),))


def code_of(act: Any, *arguments: Any, **named: Any) -> str:
    """Give the code with which an act is refused."""
    with pytest.raises(Refused) as caught:
        act(*arguments, **named)
    return caught.value.code


def file_of(*documents: tuple[bytes, list[bytes]]) -> bytes:
    """Write an identity file with another writer of canonical JSON than the product's."""
    listed = [
        {"payload": text.decode(), "signatures": [each.decode() for each in by]} for text, by in documents
    ]
    return rfc8785.dumps({"format": "chapbook/identity/1", "chain": listed})


def documents(chain: Chain) -> list[tuple[bytes, list[bytes]]]:
    """Give payloads and signatures, for `file_of`."""
    return [(each.payload, list(each.signatures)) for each in chain.documents]


def by(payload: bytes, *signers: Signer) -> list[bytes]:
    """Give the signatures, in order."""
    in_order = sorted(signers, key=lambda each: each.key.line)
    return [each.sign(payload, NAMESPACE) for each in in_order]


def genesis(**changes: object) -> bytes:
    """Give the first payload by hand, with `changes`; None takes a key out."""
    value: dict[str, Any] = {
        "format": "chapbook/identity/1",
        "version": 1,
        "name": "Ana Ruiz",
        "sign": [ANA.key.line],
        "recover": [DRAWER.key.line],
    }
    value |= changes
    return rfc8785.dumps({key: each for key, each in value.items() if each is not None})
