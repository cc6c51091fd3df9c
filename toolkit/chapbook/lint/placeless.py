"""Take out of a picture where it was taken and by whom, and nothing that one sees: blocks of notes go, pixels stay.

A block of Exif that names a place, or an owner, is exchanged for one that holds the orientation alone, without which
some photos would lie on their side; XMP that names one goes. Every other byte stays as it is, but for the sizes and
flags that a container keeps of its parts. What is not built as its format says is not touched.
"""

from __future__ import annotations

import struct
import zlib

from chapbook.lint.exif import Tells, holds, tells_owner, tells_place
from chapbook.lint.png_notes import KINDS, notes_of

_MOST_PARTS = 10_000
_EXIF = b"Exif\0\0"
_XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_SEVERAL = b"MPF\0"
"""A JPEG that holds further pictures behind the first one, each with notes of its own."""
_ORIENTATION, _SHORT = 0x0112, 3
_UPRIGHT = 1
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


class _Broken(Exception):
    """The bytes are not what their format says."""


def without_place(data: bytes) -> bytes | None:
    """Give a JPEG, PNG or WebP without its place; None where there is none, or it cannot be taken out safely."""
    return _without(data, tells_place)


def without_owner(data: bytes) -> bytes | None:
    """Give a picture without its place, its owner and the numbers of devices; None as in `without_place`."""
    return _without(data, lambda block: tells_place(block) or tells_owner(block))


def _without(data: bytes, tells: Tells) -> bytes | None:
    if not data.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")) or not holds(data, tells):
        return None
    try:
        if data.startswith(b"\xff\xd8"):
            bare = _jpeg(data, tells)
        elif data.startswith(b"\x89PNG"):
            bare = _png(data, tells)
        else:
            bare = _webp(data, tells)
    except (_Broken, struct.error):
        return None
    return None if holds(bare, tells) else bare


def _jpeg(data: bytes, tells: Tells) -> bytes:
    """Go through the segments before the picture; from there on all is copied."""
    segments: list[tuple[int, bytes, bytes]] = []
    at = 2
    while data[at : at + 2] != b"\xff\xda":
        start = at
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        marker, length = struct.unpack_from(">xBH", data, at)
        end = at + 2 + length
        is_segment = data[at] == 0xFF and 0xC0 <= marker <= 0xFE and not 0xD0 <= marker <= 0xD9
        if not is_segment or length < 2 or end > len(data) or len(segments) >= _MOST_PARTS:
            raise _Broken
        segments.append((marker, data[at + 4 : end], data[start:end]))
        at = end
    if any(marker == 0xE2 and body.startswith(_SEVERAL) for marker, body, _ in segments):
        raise _Broken
    drops_xmp = any(marker == 0xE1 and body.startswith(_XMP) and tells(body) for marker, body, _ in segments)
    kept = [b"\xff\xd8"]
    for marker, body, whole in segments:
        if marker == 0xE1 and body.startswith(_XMP) and drops_xmp:
            continue
        if marker == 0xE1 and tells(body.removeprefix(_EXIF)):
            block = _turned(body.removeprefix(_EXIF))
            whole = b"\xff\xe1" + struct.pack(">H", len(block) + 8) + _EXIF + block if block else b""
        kept.append(whole)
    return b"".join([*kept, data[at:]])


def _png(data: bytes, tells: Tells) -> bytes:
    kept, at, kind = [data[:8]], 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or len(kept) > _MOST_PARTS:
            raise _Broken
        body, whole = data[at + 8 : end - 4], data[at:end]
        if kind in KINDS and tells(notes_of(kind, body).removeprefix(_EXIF)):
            block = _turned(body.removeprefix(_EXIF)) if kind == b"eXIf" else b""
            crc = struct.pack(">I", zlib.crc32(kind + block))
            whole = struct.pack(">I", len(block)) + kind + block + crc if block else b""
        kept.append(whole)
        at = end
    return b"".join([*kept, data[at:]])


def _webp(data: bytes, tells: Tells) -> bytes:
    if struct.unpack_from("<I", data, 4)[0] + 8 != len(data):
        raise _Broken
    parts: list[tuple[bytes, bytes]] = []
    at = 12
    while at < len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        if end > len(data) or len(parts) >= _MOST_PARTS:
            raise _Broken
        parts.append((kind, data[at:end]))
        at = end
    kept: list[tuple[bytes, bytes]] = []
    for kind, whole in parts:
        body = whole[8 : 8 + struct.unpack_from("<I", whole, 4)[0]]
        if kind in (b"EXIF", b"XMP ") and tells(body.removeprefix(_EXIF)):
            block = _turned(body.removeprefix(_EXIF))
            if block:
                kept.append((kind, kind + struct.pack("<I", len(block)) + block))
        else:
            kept.append((kind, whole))
    content = b"".join(_flagged(whole, kept) if kind == b"VP8X" else whole for kind, whole in kept)
    return b"RIFF" + struct.pack("<I", len(content) + 4) + b"WEBP" + content


def _flagged(head: bytes, parts: list[tuple[bytes, bytes]]) -> bytes:
    """Give the head of an extended WebP, saying of Exif and XMP what is there now."""
    if len(head) < 18:
        raise _Broken
    kinds = {kind for kind, _ in parts}
    flags = head[8]
    for kind, flag in ((b"EXIF", _WEBP_EXIF), (b"XMP ", _WEBP_XMP)):
        if kind not in kinds:
            flags &= ~flag
    return head[:8] + bytes([flags]) + head[9:]


def _turned(block: bytes) -> bytes:
    """Give an Exif block that holds the orientation of another one alone; nothing when the picture stands upright."""
    if block[:2] not in (b"II", b"MM") or len(block) < 8:
        return b""
    order = "<" if block[:2] == b"II" else ">"
    at = struct.unpack_from(f"{order}I", block, 4)[0]
    if at + 2 > len(block):
        return b""
    (count,) = struct.unpack_from(f"{order}H", block, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(block) - 11), 12):
        tag, kind, many, value = struct.unpack_from(f"{order}HHIH", block, entry)
        if (tag, kind, many) == (_ORIENTATION, _SHORT, 1) and _UPRIGHT < value <= 8:
            field = struct.pack("<HHIHH", _ORIENTATION, _SHORT, 1, value, 0)
            return b"II" + struct.pack("<HIH", 42, 8, 1) + field + b"\0\0\0\0"
    return b""
