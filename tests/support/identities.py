"""Keys and identities for tests: each key is made of a word, so that every run has the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chapbook.trust import sshsig
from chapbook.trust.crypto import PrivateKey
from chapbook.trust.identity import Chain, signed
from chapbook.trust.identity_document import Identity, Revocation
from chapbook.trust.public_key import SECURITY_KEY, PublicKey, key_of_blob
from chapbook.trust.signer import PlainSigner, Signer
from chapbook.trust.wire import string


def private_key(word: str) -> PrivateKey:
    """Give the private key of a word."""
    return PrivateKey(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest()))


def signer(word: str) -> PlainSigner:
    """Give who signs with the key of a word."""
    return PlainSigner(private_key(word))


class SecurityKey:
    """Signs as a FIDO key does; `flags` and `counter` are what it reports."""

    def __init__(self, word: str, *, flags: int = 1, counter: int = 7, application: bytes = b"ssh:") -> None:
        self._private = private_key(word)
        self._state = bytes([flags]) + counter.to_bytes(4, "big")
        self._application = application
        parts = (SECURITY_KEY.encode(), self._private.point, application)
        self.key: PublicKey = key_of_blob(b"".join(map(string, parts)))

    def sign(self, message: bytes, namespace: str) -> bytes:
        """Give the armored signature."""
        signed = hashlib.sha256(sshsig.signed_bytes(message, namespace.encode())).digest()
        raw = self._private.sign(hashlib.sha256(self._application).digest() + self._state + signed)
        parts = string(SECURITY_KEY.encode()) + string(raw) + self._state
        return sshsig.armored(self.key, namespace.encode(), parts)


def identity(
    *,
    sign: Iterable[Signer],
    recover: Iterable[Signer],
    name: str = "Ana Ruiz",
    links: tuple[str, ...] = (),
    revoked: tuple[Revocation, ...] = (),
) -> Identity:
    """Give a document that waits for its place and signatures."""
    return Identity(
        version=1,
        name=name,
        links=links,
        sign=tuple(each.key for each in sign),
        recover=tuple(each.key for each in recover),
        revoked=revoked,
    )


def publisher(word: str = "ana", name: str = "Ana Ruiz") -> Chain:
    """Give the chain of a publisher at version 1: it signs with `signer(word)`, recovers with `signer(word + " drawer")`."""
    sign, recover = signer(word), signer(f"{word} drawer")
    return signed(None, identity(sign=[sign], recover=[recover], name=name), [sign, recover])


def rotated(chain: Chain, old: Signer, new: Signer, **changes: str) -> Chain:
    """Give the chain with a version in which `new` takes the place of `old`, as `chapbook key rotate` does."""
    now = chain.current
    keys = tuple(key for key in now.sign if key != old.key)
    after = Identity(
        version=1,
        name=changes.get("name", now.name),
        links=now.links,
        sign=(*keys, new.key),
        recover=now.recover,
        revoked=now.revoked,
    )
    return signed(chain, after, [old, new])
