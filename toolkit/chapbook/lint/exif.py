"""Where a photo was taken, as cameras note it inside the file: JPEG, PNG and WebP, by hand, on bounded bytes.

Exif (JEITA CP-3451) is a TIFF block: a list of fields, one of which (0x8825) leads to a list of fields on the place.
Only its presence is asked for. Every function takes time in proportion to the bytes, whatever the bytes are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

_GPS_FIELD = 0x8825
_PLACE_FIELDS = frozenset({2, 4})
"""Latitude and longitude; a list of the version alone says nothing."""
_MOST_FIELDS = 512
_MOST_PARTS = 10_000
_EXIF = b"Exif\0\0"
_XMP = (b"GPSLatitude", b"GPSLongitude")


def holds_place(data: bytes) -> bool:
    """Say whether a picture tells where it was taken; False for what is no picture, or a broken one."""
    if data.startswith(b"\xff\xd8"):
        return any(map(tells_place, islice(_jpeg_blocks(data), _MOST_PARTS)))
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return any(map(tells_place, islice(_png_blocks(data), _MOST_PARTS)))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return any(map(tells_place, islice(_webp_blocks(data), _MOST_PARTS)))
    return False


def tells_place(block: bytes) -> bool:
    """Say whether a block of notes, Exif without its prefix or XMP, names a place."""
    if block[:2] in (b"II", b"MM"):
        return _tiff_has_place(block)
    return any(mark in block for mark in _XMP)


def _jpeg_blocks(data: bytes) -> Iterator[bytes]:
    """Give the Exif and XMP blocks, which stand before the picture itself."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = struct.unpack_from(">xBH", data, at)
        if marker == 0xFF:
            at += 1
            continue
        if marker in (0xD9, 0xDA) or length < 2:
            return
        if marker == 0xE1:
            block = data[at + 4 : at + 2 + length]
            yield block.removeprefix(_EXIF)
        at += 2 + length


def _png_blocks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind in (b"eXIf", b"iTXt"):
            yield data[at + 8 : at + 8 + length].removeprefix(_EXIF)
        at += 12 + length


def _webp_blocks(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind in (b"EXIF", b"XMP "):
            yield data[at + 8 : at + 8 + length].removeprefix(_EXIF)
        at += 8 + length + length % 2


def _tiff_has_place(block: bytes) -> bool:
    order = "<" if block[:2] == b"II" else ">"
    if len(block) < 8 or struct.unpack_from(f"{order}H", block, 2)[0] != 42:
        return False
    first = struct.unpack_from(f"{order}I", block, 4)[0]
    places = [value for tag, value in _fields(block, order, first) if tag == _GPS_FIELD]
    return any(tag in _PLACE_FIELDS for at in places[:1] for tag, _ in _fields(block, order, at))


def _fields(block: bytes, order: str, at: int) -> Iterator[tuple[int, int]]:
    """Give tag and value, or offset of the value, of the fields of one list."""
    if at + 2 > len(block):
        return
    count = min(struct.unpack_from(f"{order}H", block, at)[0], _MOST_FIELDS)
    for number in range(count):
        entry = at + 2 + 12 * number
        if entry + 12 > len(block):
            return
        tag, _, _, value = struct.unpack_from(f"{order}HHII", block, entry)
        yield tag, value
