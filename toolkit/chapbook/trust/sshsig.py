"""Signatures in the form of `ssh-keygen -Y sign`, so that anybody can make and check them without Chapbook.

The law, after PROTOCOL.sshsig of OpenSSH, and narrower, so that a signature has one spelling:

- *Armor.* The line `-----BEGIN SSH SIGNATURE-----`, base64 in lines of 70 characters (the last may be shorter),
  the line `-----END SSH SIGNATURE-----`. Lines end with a line feed, the last one too. Nothing before or behind.
- *Inside*, and not a byte more: the six letters SSHSIG; the number 1; string public key; string namespace; string
  reserved, which is empty; string hash, `sha512` or `sha256`; string signature.
- *Signed* are: the six letters SSHSIG; string namespace; string reserved; string hash; string H(message).
- *Signature* of an Ed25519 key: string kind; string of 64 bytes. Of a security key: string kind; string of 64
  bytes; one byte of flags; counter of four bytes. There (PROTOCOL.u2f) the key signed SHA-256(application), flags,
  counter, SHA-256(what is signed). The flag 1 says that somebody touched the key and must be set; 4 says that
  it also asked who; no other may be set, since it would announce bytes that are not there.

The namespace says what kind of document was signed. It must be the one that the reader expects: what was signed as
one thing never counts as another.

By hand: `ssh-keygen -Y check-novalidate -n NAMESPACE -s SIGNATURE < MESSAGE`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from chapbook.diag.errors import Refused
from chapbook.trust import crypto
from chapbook.trust.public_key import SECURITY_KEY, PublicKey, key_of_blob
from chapbook.trust.wire import Reader, string

BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
END = b"-----END SSH SIGNATURE-----\n"
MAX_ARMORED = 4_096
"""A signature has about 300 bytes, that of a security key about 400."""

_MAGIC = b"SSHSIG"
_VERSION = 1
_LINE = 70
_HASHES = (b"sha512", b"sha256")
_TOUCHED = 0x01
_ASKED_WHO = 0x04


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature taken apart, not yet checked. `flags` and `counter` are those of a security key."""

    key: PublicKey
    namespace: bytes
    hash: bytes
    raw: bytes
    flags: int = 0
    counter: int = 0


def verify(message: bytes, armored: bytes, namespace: str) -> PublicKey:
    """Give the key that signed `message` as `namespace`; `Refused` codes start with `signature-` or `key-`."""
    signature = parse(armored)
    if signature.namespace != namespace.encode():
        stated = ascii(signature.namespace.decode("utf-8", "replace")[:60])[1:-1]
        raise Refused(
            "signature-namespace",
            f"The signature was made for “{stated}”, not for “{namespace}”, so it says nothing about this.",
        )
    if not crypto.fits(signature.key.point, signature.raw, _challenge(signature, message)):
        raise Refused(
            "signature-wrong",
            f"The signature does not fit: this is not what {signature.key.fingerprint} signed.",
            "It was changed or damaged on the way. Ask the sender for a new copy.",
        )
    return signature.key


def signed_bytes(message: bytes, namespace: bytes, hash_name: bytes = b"sha512") -> bytes:
    """Give the bytes that the key signs for a message."""
    digest = hashlib.new(hash_name.decode(), message).digest()
    return _MAGIC + string(namespace) + string(b"") + string(hash_name) + string(digest)


def armored(key: PublicKey, namespace: bytes, signature: bytes, hash_name: bytes = b"sha512") -> bytes:
    """Write a signature; `signature` is its last part, kind first."""
    parts = (key.blob, namespace, b"", hash_name, signature)
    return _armor(_MAGIC + _VERSION.to_bytes(4, "big") + b"".join(map(string, parts)))


def parse(armored: bytes) -> Signature:
    """Take a signature apart and look whether every part is allowed; it is not checked against a message."""
    reader = Reader(_blob(armored))
    try:
        if reader.take(len(_MAGIC)) != _MAGIC:
            raise Refused("signature-form", "A signature does not start with SSHSIG.")
        if (version := reader.number()) != _VERSION:
            raise Refused(
                "signature-version", f"A signature is of version {version}; only version 1 is known."
            )
        key, namespace = key_of_blob(reader.string()), reader.string()
        if reader.string():
            raise Refused("signature-reserved", "A signature says something in a field that must be empty.")
        if (hash_name := reader.string()) not in _HASHES:
            stated = ascii(hash_name.decode("utf-8", "replace")[:20])[1:-1]
            raise Refused(
                "signature-hash", f"A signature uses the digest {stated}; only sha512 and sha256 count."
            )
        raw, flags, counter = _parts(Reader(reader.string()), key)
        reader.end()
    except ValueError as error:
        raise Refused("signature-form", f"A signature is damaged: {error}.") from error
    return Signature(key, namespace, hash_name, raw, flags, counter)


def _parts(reader: Reader, key: PublicKey) -> tuple[bytes, int, int]:
    if (kind := reader.string()) != key.kind.encode():
        stated = ascii(kind.decode("utf-8", "replace")[:40])[1:-1]
        raise Refused("signature-kind", f"A signature is of the kind {stated}, its key of {key.kind}.")
    raw = reader.string()
    if len(raw) != 64:
        raise ValueError(f"it has {len(raw)} bytes where 64 are needed")
    flags = counter = 0
    if key.kind == SECURITY_KEY:
        flags, counter = reader.take(1)[0], reader.number()
        if not flags & _TOUCHED:
            raise Refused("signature-untouched", "A security key signed without anybody touching it.")
        if flags & ~(_TOUCHED | _ASKED_WHO):
            raise Refused(
                "signature-flags", f"A security key's signature has flags ({flags}) that are not known."
            )
    reader.end()
    return raw, flags, counter


def _challenge(signature: Signature, message: bytes) -> bytes:
    signed = signed_bytes(message, signature.namespace, signature.hash)
    if signature.key.kind != SECURITY_KEY:
        return signed
    application = hashlib.sha256(signature.key.application).digest()
    state = bytes([signature.flags]) + signature.counter.to_bytes(4, "big")
    return application + state + hashlib.sha256(signed).digest()


def _armor(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = [text[start : start + _LINE] + b"\n" for start in range(0, len(text), _LINE)]
    return BEGIN + b"".join(lines) + END


def _blob(armored: bytes) -> bytes:
    if len(armored) > MAX_ARMORED:
        raise Refused(
            "signature-too-large", f"A signature has {len(armored)} bytes; {MAX_ARMORED} are allowed."
        )
    inner = armored.removeprefix(BEGIN).removesuffix(END).replace(b"\n", b"")
    try:
        blob = base64.b64decode(inner, validate=True)
    except binascii.Error:
        blob = b""
    if not blob or _armor(blob) != armored:
        raise Refused(
            "signature-armor",
            "A signature is not written as `ssh-keygen -Y sign` does: lines of 70 characters between BEGIN and END.",
            "It was changed on the way, for instance by a mail program. Ask the sender for the bundle as one file.",
        )
    return blob
