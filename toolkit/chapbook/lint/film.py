"""Where a film, or a picture in a film's container (AVIF, HEIC), was taken. Only found, never taken out.

The container is that of ISO/IEC 14496-12: boxes in boxes, each with its length and name.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import islice

_PICTURES = (b"avif", b"avis", b"heic", b"heix", b"heif", b"mif1", b"msf1")
_NOTES = (b"moov", b"meta", b"uuid", b"udta")
"""Boxes beside the film itself; in the film, any four bytes may come up by chance."""
_PLACE = re.compile(
    rb"\xa9xyz.{4}[+-][0-9]|loci\0\0\0\0..|location\.ISO6709|GPSLatitude|GPSLongitude", re.DOTALL
)
_TIFF = re.compile(rb"II\*\0|MM\0\*")
_MOST_BOXES = 1_000
_MOST_TIFFS = 200
_LONGEST_TIFF = 64 * 1024


def film_holds_place(data: bytes) -> bool:
    """Say whether a film, or its beginning, tells where it was taken; False for what is none."""
    if data[4:8] != b"ftyp":
        return False
    return any(_PLACE.search(data, start, end) for kind, start, end in _boxes(data) if kind in _NOTES)


def film_blocks(data: bytes) -> Iterator[bytes]:
    """Give what looks like Exif or XMP in a picture that has a film's container."""
    if data[4:8] != b"ftyp" or data[8:12] not in _PICTURES:
        return
    yield data
    for match in islice(_TIFF.finditer(data), _MOST_TIFFS):
        yield data[match.start() : match.start() + _LONGEST_TIFF]


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Give name, start and end of the outermost boxes."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1 and at + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = len(data) if length == 0 else at + length
        if end <= at:
            return
        yield kind, start, min(end, len(data))
        at = end
