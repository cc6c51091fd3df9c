"""Who signs: anything with a public key that gives an armored signature for a message."""

from __future__ import annotations

from typing import Protocol

from chapbook.trust.crypto import PrivateKey
from chapbook.trust.public_key import PublicKey, ed25519_key
from chapbook.trust.sshsig import armored, signed_bytes
from chapbook.trust.wire import string


class Signer(Protocol):
    """A key that can sign, wherever its private half is."""

    @property
    def key(self) -> PublicKey:
        """Give the public half."""
        ...

    def sign(self, message: bytes, namespace: str) -> bytes:
        """Give the armored signature; `ChapbookError` when the key cannot be used."""
        ...


class PlainSigner:
    """Signs with a private key that is at hand, without a passphrase."""

    def __init__(self, private: PrivateKey) -> None:
        self._private = private
        self.key = ed25519_key(private.point)

    def sign(self, message: bytes, namespace: str) -> bytes:
        """Give the armored signature, the very bytes that `ssh-keygen -Y sign` gives."""
        raw = self._private.sign(signed_bytes(message, namespace.encode()))
        return armored(self.key, namespace.encode(), string(self.key.kind.encode()) + string(raw))
