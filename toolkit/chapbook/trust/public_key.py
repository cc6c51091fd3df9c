"""Public keys in the form of OpenSSH: Ed25519, kept in a file or in a security key.

A key is one line, `ssh-ed25519 AAAAC3…`, whose second word is the base64 of

    string kind, string point (32 bytes), and for a security key: string application

One key has one spelling: the kind is said twice and must agree, base64 is strict, nothing follows, and the point is
a point of the curve, in its one canonical spelling, and none of the eight of small order, under which one signature
fits many messages. Sources: RFC 8709, PROTOCOL.u2f of OpenSSH, RFC 8032 section 5.1.3.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from chapbook.diag.errors import Refused
from chapbook.trust.wire import Reader, string

Kind = Literal["ssh-ed25519", "sk-ssh-ed25519@openssh.com"]

ED25519: Kind = "ssh-ed25519"
SECURITY_KEY: Kind = "sk-ssh-ed25519@openssh.com"

MAX_LINE = 1_000
"""A line is about 100 characters; the name of a security key's application may make it longer."""

_LINE = re.compile(r"(\S+) ([A-Za-z0-9+/]+={0,2})")
_PRIME = 2**255 - 19
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
_ORDER_EIGHT = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL = frozenset({0, 1, _PRIME - 1, _ORDER_EIGHT, _PRIME - _ORDER_EIGHT})
"""The y of the points of small order; their x is one of at most two that differ in sign."""


@dataclass(frozen=True, slots=True, order=True)
class PublicKey:
    """A key that can be checked against. Make it with `public_key` or `key_of_blob`, which look whether it is one."""

    kind: Kind
    blob: bytes

    @property
    def line(self) -> str:
        """Give it as one line, without a comment."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """Give the short form that `ssh-keygen -l` shows."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def point(self) -> bytes:
        """Give the 32 bytes that the signature is checked with."""
        reader = Reader(self.blob)
        reader.string()
        return reader.string()

    @property
    def application(self) -> bytes:
        """Give the name under which a security key made this key; empty for a key in a file."""
        reader = Reader(self.blob)
        reader.string(), reader.string()
        return reader.string() if self.kind == SECURITY_KEY else b""


def public_key(line: str) -> PublicKey:
    """Read a key from a line without a comment; `Refused` codes start with `key-`."""
    match = _LINE.fullmatch(line) if len(line) <= MAX_LINE else None
    if match is None:
        raise Refused(
            "key-unreadable",
            f"“{ascii(line[:60])[1:-1]}” is not a public key in one line.",
            "It looks like this: ssh-ed25519 AAAAC3…",
        )
    _check_kind(match[1])
    try:
        blob = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        blob = b""
    if base64.b64encode(blob).decode() != match[2]:
        raise Refused("key-unreadable", "A public key is not written in strict base64.")
    key = key_of_blob(blob)
    if key.kind != match[1]:
        raise Refused(
            "key-unreadable", f"A public key says two kinds: {match[1]} outside, {key.kind} inside."
        )
    return key


def key_of_file(text: str) -> PublicKey:
    """Read a key from what a `.pub` file or `ssh-add -L` says: one line, with or without a comment."""
    return public_key(" ".join(text.strip().split()[:2]))


def key_of_blob(blob: bytes) -> PublicKey:
    """Read a key from its binary form; `Refused` codes start with `key-`."""
    reader = Reader(blob)
    try:
        kind = reader.string()
        _check_kind(kind.decode("ascii", "replace"))
        point = reader.string()
        if kind == SECURITY_KEY.encode() and not 1 <= len(reader.string()) <= 255:
            raise ValueError("its application has no name, or a very long one")
        reader.end()
    except ValueError as error:
        raise Refused("key-unreadable", f"A public key is damaged: {error}.") from error
    if problem := _point_problem(point):
        raise Refused(
            "key-weak", f"A public key is refused: {problem}.", "Make a new one with ssh-keygen -t ed25519."
        )
    return PublicKey(cast(Kind, kind.decode()), blob)


def ed25519_key(point: bytes) -> PublicKey:
    """Give the key, kept in a file, of a point."""
    return key_of_blob(string(ED25519.encode()) + string(point))


def _check_kind(kind: str) -> None:
    if kind not in (ED25519, SECURITY_KEY):
        raise Refused(
            "key-kind",
            f"A key of the kind {ascii(kind[:40])[1:-1]} is not used here; only {ED25519} and {SECURITY_KEY} are.",
            "Make one with: ssh-keygen -t ed25519",
        )


@lru_cache(maxsize=256)
def _point_problem(point: bytes) -> str:
    if len(point) != 32:
        return f"it has {len(point)} bytes where 32 are needed"
    number = int.from_bytes(point, "little")
    y = number & (2**255 - 1)
    if y >= _PRIME:
        return "its point has a second spelling"
    if y in _SMALL:
        return "its point is of small order, so that one signature would fit many messages"
    # x² = (y² - 1) / (d·y² + 1) must have a root (Euler's criterion); both factors have it or neither.
    root = pow((y * y - 1) * (_D * y * y + 1) % _PRIME, (_PRIME - 1) // 2, _PRIME)
    return "" if root == 1 else "it is no point of the curve"
