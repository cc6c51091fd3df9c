"""Notes in the chunks of a PNG: Exif, XMP, and what converters write there as text. Bounded, whatever the bytes are."""

from __future__ import annotations

import zlib

_MOST = 1024 * 1024
_PROFILE = b"Raw profile type "
"""So ImageMagick keeps Exif and XMP: in hexadecimal digits."""
KINDS = frozenset({b"eXIf", b"iTXt", b"tEXt", b"zTXt"})


def notes_of(kind: bytes, body: bytes) -> bytes:
    """Give the notes in a chunk, unpacked; empty when it holds none. Exif may still have its prefix."""
    if kind == b"eXIf":
        return body
    if kind not in KINDS:
        return b""
    key, _, rest = body.partition(b"\0")
    if kind == b"zTXt":
        rest = _unpacked(rest[1:])
    elif kind == b"iTXt":
        packed, _, text = rest[:1], rest[1:2], rest[2:].split(b"\0", 2)[-1]
        rest = _unpacked(text) if packed == b"\1" else rest
    return _profile(rest) if key.startswith(_PROFILE) else key + b"\0" + rest


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST)
    except zlib.error:
        return b""


def _profile(text: bytes) -> bytes:
    """Read `\\nexif\\n  1234\\n4578…`: a name, a length, digits."""
    digits = b"".join(text[:_MOST].split()[2:])
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return text
