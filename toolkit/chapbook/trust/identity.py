"""The identity of a publisher: a chain of documents, each signed by keys of the one before it.

The law:

- The publisher's id is the base32, in small letters, of the SHA-256 of the first payload, cut to 26 characters. It
  never changes, whatever the documents after it say.
- Version 1 has no `prev` and is signed by each key that it names.
- Version N+1 names the SHA-256 of payload N as `prev`, and is signed by

  1. a key of N, from `sign` or `recover`, that it does not itself revoke;
  2. each key that N did not name in the same list, which shows that whoever adds a key has it;
  3. a `recover` key of N, not revoked by N+1, where `recover` changes or a key of N is revoked.

- Nobody else signs: a signature by any other key is refused, and so is a second one by the same key.
- `revoked` only grows. It names keys that the chain has named; a revoked key never comes back.
- Signatures stand in the order of their keys' lines, so that one chain has one spelling.

Whoever steals a `sign` key can write a document N+1. The owner then writes another N+1 with the `recover` key, and
that one wins: `fork.py`. Documents are signed under the namespace `identity-v1@chapbook`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from chapbook.diag.errors import Refused
from chapbook.model.json_fields import FieldProblem, Fields
from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.trust.identity_document import (
    FORMAT,
    MAX_CHAIN,
    MAX_DEPTH,
    Identity,
    Revocation,
    check_format,
    field_refused,
    payload_digest,
    payload_of,
    read_document,
)
from chapbook.trust.identity_document import Reason as Reason
from chapbook.trust.public_key import PublicKey
from chapbook.trust.signer import Signer
from chapbook.trust.sshsig import MAX_ARMORED, verify

NAMESPACE = "identity-v1@chapbook"
ID_LENGTH = 26
MAX_DOCUMENTS = 64
MAX_SIGNATURES = 32


class KeyState(StrEnum):
    """What a chain says of a key as a signer of modules."""

    CURRENT = "current"
    EARLIER = "earlier"
    """It signed at an earlier version and was exchanged for another one. What it signed still counts."""
    REVOKED = "revoked"
    RECOVERY = "recovery"
    """It changes the identity and signs no modules."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Document:
    """One version: its exact bytes, the signatures over them (armored), and what they say.

    `by_recovery` says that a recovery key of the version before signed it.
    """

    payload: bytes
    signatures: tuple[bytes, ...]
    identity: Identity
    by_recovery: bool = False

    @property
    def digest(self) -> str:
        """Give the digest of its payload, `sha256:…`."""
        return payload_digest(self.payload)


@dataclass(frozen=True, slots=True)
class Chain:
    """A publisher's identity, oldest document first. Each was checked by what made it."""

    publisher: str
    documents: tuple[Document, ...]

    @property
    def current(self) -> Identity:
        """Give the newest version."""
        return self.documents[-1].identity

    @property
    def digest(self) -> str:
        """Give the digest of the newest version's payload: it stands for the whole chain."""
        return self.documents[-1].digest

    def state(self, key: PublicKey) -> KeyState:
        """Say whether a key signs modules for this publisher. Only CURRENT and EARLIER do."""
        if self.revocation(key):
            return KeyState.REVOKED
        if key in self.current.sign:
            return KeyState.CURRENT
        if any(key in each.identity.recover for each in self.documents):
            return KeyState.RECOVERY
        if any(key in each.identity.sign for each in self.documents):
            return KeyState.EARLIER
        return KeyState.UNKNOWN

    def revocation(self, key: PublicKey) -> Revocation | None:
        """Give what the chain says of a key that no longer signs."""
        return next((each for each in self.current.revoked if each.key == key), None)


def publisher_id(genesis: bytes) -> str:
    """Give the id that the first payload of an identity makes."""
    return base64.b32encode(hashlib.sha256(genesis).digest()).decode().lower()[:ID_LENGTH]


def read_chain(data: bytes) -> Chain:
    """Read and check an identity file; `Refused` codes: `identity-…`, `signature-…`, `key-…`, `json-…`."""
    chain: Chain | None = None
    for payload, signatures in _parts(data):
        chain = extended(chain, payload, signatures)
    if chain is None:
        raise Refused("identity-field", "The identity: `chain` must not be empty.")
    return chain


def chain_bytes(chain: Chain) -> bytes:
    """Give the identity file, which `read_chain` reads."""
    listed: list[JsonValue] = [
        {"payload": each.payload.decode(), "signatures": [line.decode() for line in each.signatures]}
        for each in chain.documents
    ]
    data = canonical.encode({"format": FORMAT, "chain": listed})
    if len(data) > MAX_CHAIN:
        raise Refused(
            "identity-too-large",
            f"The identity would have {len(data)} bytes; {MAX_CHAIN} are allowed, so that it fits into every bundle.",
        )
    return data


def extended(chain: Chain | None, payload: bytes, signatures: Iterable[bytes]) -> Chain:
    """Give the chain with one more document, or a new chain; `Refused` when the law does not let it follow."""
    given = tuple(signatures)
    signers = tuple(verify(payload, each, NAMESPACE) for each in given)
    identity = read_document(payload)
    before = chain.documents[-1] if chain else None
    _check_place(identity, before)
    if chain and before:
        _check_revoked(chain, identity)
    _check_signers(identity, before.identity if before else None, signers)
    by_recovery = before is not None and bool(set(signers) & set(before.identity.recover))
    document = Document(payload, given, identity, by_recovery)
    if chain is None:
        return Chain(publisher_id(payload), (document,))
    return Chain(chain.publisher, (*chain.documents, document))


def signed(chain: Chain | None, identity: Identity, signers: Iterable[Signer]) -> Chain:
    """Give the chain with a new document, which the signers sign; its place (`version`, `prev`) is filled in."""
    last = chain.documents[-1] if chain else None
    placed = replace(
        identity, version=last.identity.version + 1 if last else 1, prev=last.digest if last else ""
    )
    payload = payload_of(placed)
    in_order = sorted(signers, key=lambda signer: signer.key.line)
    return extended(chain, payload, [each.sign(payload, NAMESPACE) for each in in_order])


def _parts(data: bytes) -> Iterable[tuple[bytes, tuple[bytes, ...]]]:
    """Take the file apart: payloads and signatures as bytes, nothing believed yet."""
    value = canonical.parse(data, name="The identity", max_bytes=MAX_CHAIN, max_depth=MAX_DEPTH)
    check_format(value)
    try:
        listed = list(Fields(value, "", "format chain").items("chain"))
        if len(listed) > MAX_DOCUMENTS:
            raise FieldProblem("chain", f"has {len(listed)} versions; {MAX_DOCUMENTS} are allowed")
        return [_part(Fields(item, where, "payload signatures"), where) for where, item in listed]
    except FieldProblem as problem:
        raise field_refused(problem) from problem


def _part(fields: Fields, where: str) -> tuple[bytes, tuple[bytes, ...]]:
    signatures = fields.texts("signatures", most=MAX_ARMORED, lines=True)
    if not 1 <= len(signatures) <= MAX_SIGNATURES:
        raise FieldProblem(
            f"{where}.signatures", f"has {len(signatures)} entries; 1 to {MAX_SIGNATURES} are allowed"
        )
    return fields.text("payload", most=MAX_CHAIN).encode(), tuple(each.encode() for each in signatures)


def _check_place(identity: Identity, before: Document | None) -> None:
    expected = before.identity.version + 1 if before else 1
    if identity.version != expected:
        raise Refused(
            "identity-version",
            f"The identity has version {identity.version} where version {expected} must stand.",
        )
    if identity.prev != (before.digest if before else ""):
        raise Refused(
            "identity-prev",
            f"The identity, version {identity.version}, does not follow the one before: `prev` names another.",
        )


def _check_revoked(chain: Chain, identity: Identity) -> None:
    before = chain.current
    missing = set(before.revoked) - set(identity.revoked)
    if missing:
        raise Refused(
            "identity-revoked-dropped",
            f"The identity, version {identity.version}, takes back that a key was revoked or says it otherwise. "
            "That would let a stolen key sign again.",
        )
    known = {key for each in chain.documents for key in each.identity.keys}
    for key in set(identity.revoked_keys) - set(before.revoked_keys) - known:
        raise Refused(
            "identity-revoked-unknown",
            f"The identity, version {identity.version}, revokes {key.fingerprint}, which it never named.",
        )


def _check_signers(identity: Identity, before: Identity | None, signers: tuple[PublicKey, ...]) -> None:
    name = f"The identity, version {identity.version},"
    if list(signers) != sorted(set(signers), key=lambda key: key.line):
        raise Refused(
            "identity-signature-order",
            f"{name} has two signatures by one key, or they do not stand in the order of their keys.",
        )
    earlier = before.keys if before else ()
    for key in signers:
        if key in identity.revoked_keys:
            raise Refused(
                "identity-signer-revoked", f"{name} is signed by {key.fingerprint}, which it revokes."
            )
        if key not in earlier + identity.keys:
            raise Refused(
                "identity-signer-unknown", f"{name} is signed by {key.fingerprint}, which has no part in it."
            )
    if before and not set(signers) & set(earlier):
        raise Refused(
            "identity-not-authorised",
            f"{name} is not signed by a key of version {before.version}: anybody could have written it.",
        )
    for key in _new_keys(identity, before):
        if key not in signers:
            raise Refused(
                "identity-no-possession",
                f"{name} adds {key.fingerprint} without a signature by it, so whoever wrote it may not have that key.",
            )
    if before and _needs_recovery(identity, before) and not set(signers) & set(before.recover):
        raise Refused(
            "identity-needs-recovery",
            f"{name} changes the recovery keys or revokes a key that counted, without a recovery key's signature.",
        )


def _new_keys(identity: Identity, before: Identity | None) -> tuple[PublicKey, ...]:
    if before is None:
        return identity.keys
    sign = (key for key in identity.sign if key not in before.sign)
    return (*sign, *(key for key in identity.recover if key not in before.recover))


def _needs_recovery(identity: Identity, before: Identity) -> bool:
    return set(identity.recover) != set(before.recover) or bool(set(identity.revoked_keys) & set(before.keys))
