"""What cameras note inside pictures and films: where they were taken, and with whose device. By hand, on bounded bytes.

Exif (JEITA CP-3451) is a TIFF block: a list of fields, one of which (0x8825) leads to a list of fields on the place.
Only its presence is asked for. Every function takes time in proportion to the bytes, whatever the bytes are.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from itertools import islice

from chapbook.lint.film import film_blocks, film_holds_place
from chapbook.lint.png_notes import KINDS, notes_of

Tells = Callable[[bytes], bool]
"""Judges a block of notes: Exif without its prefix, or XMP."""

_GPS_FIELD = 0x8825
_EXIF_FIELD = 0x8769
_PLACE_FIELDS = frozenset({2, 4})
"""Latitude and longitude; a list of the version alone says nothing."""
_OWNER_FIELDS = frozenset({0xC62F, 0xA430, 0xA431, 0xA435, 0x927C})
"""Serial numbers of camera, body and lens, the owner's name, and a maker's own notes, which hold such numbers."""
_MOST_FIELDS = 512
_MOST_PARTS = 10_000
_EXIF = b"Exif\0\0"
_XMP_PLACE = (b"GPSLatitude", b"GPSLongitude")
_XMP_OWNER = (b"SerialNumber", b"OwnerName")


def holds_place(data: bytes) -> bool:
    """Say whether a picture or film tells where it was taken; False for what is neither, or a broken one."""
    return film_holds_place(data) or holds(data, tells_place)


def holds(data: bytes, tells: Tells) -> bool:
    """Say whether one of the blocks of notes in a picture tells what is asked for."""
    return any(map(tells, islice(_blocks(data), _MOST_PARTS)))


def _blocks(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"\xff\xd8"):
        return _jpeg_blocks(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png_blocks(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_blocks(data)
    return iter((data,)) if data.startswith(b"GIF8") else film_blocks(data)


def tells_place(block: bytes) -> bool:
    """Say whether a block of notes, Exif without its prefix or XMP, names a place."""
    if block[:2] in (b"II", b"MM"):
        return _tiff_has_place(block)
    return any(mark in block for mark in _XMP_PLACE)


def tells_owner(block: bytes) -> bool:
    """Say whether a block of notes names a device by its number, or its owner."""
    if block[:2] not in (b"II", b"MM"):
        return any(mark in block for mark in _XMP_OWNER)
    order, found = _first_fields(block)
    deeper = [value for tag, value in found if tag == _EXIF_FIELD][:1]
    tags = {tag for tag, _ in found} | {tag for at in deeper for tag, _ in _fields(block, order, at)}
    return bool(tags & _OWNER_FIELDS)


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
        if kind in KINDS and (note := notes_of(kind, data[at + 8 : at + 8 + length])):
            yield note.removeprefix(_EXIF)
        at += 12 + length


def _webp_blocks(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind in (b"EXIF", b"XMP "):
            yield data[at + 8 : at + 8 + length].removeprefix(_EXIF)
        at += 8 + length + length % 2


def _tiff_has_place(block: bytes) -> bool:
    order, found = _first_fields(block)
    places = [value for tag, value in found if tag == _GPS_FIELD]
    return any(tag in _PLACE_FIELDS for at in places[:1] for tag, _ in _fields(block, order, at))


def _first_fields(block: bytes) -> tuple[str, list[tuple[int, int]]]:
    """Give the byte order and the fields of the first list; none when it is no TIFF."""
    order = "<" if block[:2] == b"II" else ">"
    if len(block) < 8 or struct.unpack_from(f"{order}H", block, 2)[0] != 42:
        return order, []
    return order, [*_fields(block, order, struct.unpack_from(f"{order}I", block, 4)[0])]


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
