"""Ed25519 from `cryptography`: the only file that imports it, and only when a key is used.

It refuses an S that is not below the order of the curve and an R in another spelling, so that nobody can turn one
signature into another one. Which public keys are taken is said in `public_key.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class PrivateKey:
    """An Ed25519 key that can sign. It has no words for itself, so that no message or log can hold it."""

    __slots__ = ("_key",)

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "PrivateKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not copied")

    @property
    def point(self) -> bytes:
        """Give the public half: 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Give the 64 bytes of a signature."""
        return self._key.sign(message)

    def openssh(self) -> bytes:
        """Give the file of OpenSSH that holds this key without a passphrase."""
        from cryptography.hazmat.primitives import serialization

        return self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )


def new_private_key() -> PrivateKey:
    """Make a key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return PrivateKey(Ed25519PrivateKey.generate())


class NeedsPassphrase(ValueError):
    """A private key is locked with a passphrase; `ssh-keygen` can ask for it."""


def read_openssh(text: bytes) -> PrivateKey:
    """Read the file of an OpenSSH key without a passphrase; `ValueError` when it is anything else."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        key = load_ssh_private_key(text, password=None)
    except TypeError as error:
        raise NeedsPassphrase("it is locked with a passphrase") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        if "password-protected" in str(error):
            raise NeedsPassphrase("it is locked with a passphrase") from error
        raise ValueError("it is not a key that OpenSSH wrote") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("it is a key of another kind than Ed25519")
    return PrivateKey(key)


def fits(point: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a signature of 64 bytes over a message was made with the private half of a point."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(point).verify(signature, message)
    except InvalidSignature:
        return False
    return True
