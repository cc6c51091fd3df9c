"""Small pictures with notes inside, built by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SCAN = b"\xff\xda\0\2" + bytes(range(200)) + b"\xff\0\xff\xd9"
"""What a JPEG looks like from the picture itself on."""
PIXELS = zlib.compress(b"\0" + bytes(range(60)))
XMP = b"http://ns.adobe.com/xap/1.0/\0"


def tiff(
    order: str = "<",
    fields: tuple[int, ...] = (1, 2, 3, 4),
    gps: bool = True,
    turned: int = 0,
    way: int = 0x8825,
) -> bytes:
    """Make an Exif block: one list with the `way` to a second one, which has `fields`."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    entries = [struct.pack(f"{order}HHII", 0x010F, 2, 4, 0)]
    if turned:
        entries.append(struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0))
    if gps:
        at = 8 + 2 + 12 * (len(entries) + 1) + 4
        entries.append(struct.pack(f"{order}HHII", way, 4, 1, at))
    first = struct.pack(f"{order}H", len(entries)) + b"".join(entries) + b"\0\0\0\0"
    second = b"".join(struct.pack(f"{order}HHII", tag, 5, 3, 0) for tag in fields)
    return head + first + struct.pack(f"{order}H", len(fields)) + second + b"\0\0\0\0"


def owned(order: str = "<", field: int = 0xA431, turned: int = 0) -> bytes:
    """Make an Exif block that names the camera's number."""
    return tiff(order, (field,), turned=turned, way=0x8769)


def segment(body: bytes, marker: int = 0xE1) -> bytes:
    """Make a segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(block: bytes, before: bytes = b"", scan: bytes = b"\xff\xda\0\2\xff\xd9") -> bytes:
    """Make a JPEG with a block of notes."""
    return b"\xff\xd8" + before + segment(block) + scan


def chunk(kind: bytes, body: bytes) -> bytes:
    """Make a chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(block: bytes, kind: bytes = b"eXIf") -> bytes:
    """Make a PNG with a block of notes."""
    head = struct.pack(">IIBBBBB", 20, 1, 8, 2, 0, 0, 0)
    chunks = (chunk(b"IHDR", head), chunk(b"IDAT", PIXELS), chunk(kind, block), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def webp(block: bytes, kind: bytes = b"EXIF", flags: int = 0x0C) -> bytes:
    """Make a WebP with a block of notes."""
    chunks = [(b"VP8X", bytes([flags]) + b"\0" * 9), (b"VP8 ", b"x" * 7), (kind, block)]
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def webp_chunks(data: bytes) -> dict[bytes, bytes]:
    """Give the chunks of a WebP by name."""
    return dict(_webp_chunks(data))


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at < len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def raw_profile(block: bytes, name: bytes = b"exif") -> bytes:
    """Make the text under which converters keep Exif in a PNG."""
    return (
        b"Raw profile type "
        + name
        + b"\0"
        + b"\n%s\n%8d\n" % (name, len(block))
        + block.hex().encode()
        + b"\n"
    )


def packed_profile(block: bytes) -> bytes:
    """Make the same, compressed as in a chunk `zTXt`."""
    key, _, text = raw_profile(block).partition(b"\0")
    return key + b"\0\0" + zlib.compress(text)


def box(kind: bytes, body: bytes) -> bytes:
    """Make a box of a film."""
    return struct.pack(">I4s", len(body) + 8, kind) + body


def film(notes: bytes, brand: bytes = b"isom", kind: bytes = b"moov") -> bytes:
    """Make a film, or a picture in a film's container, with notes behind the film itself."""
    return box(b"ftyp", brand + b"\0\0\0\0") + box(b"mdat", b"\xa9xyz" * 9) + box(kind, notes)


APPLE_PLACE = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+52.5163+013.3777/"))
