"""Where a film, or a picture in a film's container (AVIF, HEIC), was taken. Only found, never taken out.

The container is that of ISO/IEC 14496-12: boxes in boxes, each with its length and name.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Iterable, Iterator
from itertools import islice

_PICTURES = (b"avif", b"avis", b"heic", b"heix", b"heif", b"mif1", b"msf1")
_NOTES = (b"moov", b"meta", b"uuid", b"udta")
"""Boxes beside the film itself; in the film, any four bytes may come up by chance."""
_PLACE = re.compile(
    rb"\xa9xyz.{4}[+-][0-9]|loci\0\0\0\0..|location\.ISO6709|GPSLatitude|GPSLongitude", re.DOTALL
)
_LONGEST_PLACE = 16
"""Bytes of the longest of these signs."""
_TIFF = re.compile(rb"II\*\0|MM\0\*")
_MOST_BOXES = 1_000
_MOST_TIFFS = 200
_LONGEST_TIFF = 64 * 1024


def film_holds_place(data: bytes) -> bool:
    """Say whether a film, or its beginning, tells where it was taken; False for what is none."""
    if data[4:8] != b"ftyp":
        return False
    return any(_PLACE.search(data, start, end) for kind, start, end in _boxes(data) if kind in _NOTES)


def is_film(head: bytes) -> bool:
    """Say whether a file that begins so is a film, not a picture in a film's container; it takes 12 bytes to tell."""
    return head[4:8] == b"ftyp" and head[8:12] not in _PICTURES


def streamed_film_holds_place(pieces: Iterable[bytes]) -> bool:
    """Say what `film_holds_place` says of a whole film, without holding it: only the boxes with notes are looked at."""
    stream = _Stream(pieces)
    for _ in range(_MOST_BOXES):
        header = stream.take(8)
        if len(header) < 8:
            return False
        length, kind = struct.unpack(">I4s", header)
        left = length - 8
        if length == 1:
            left = int.from_bytes(stream.take(8)) - 16
        if length == 0:
            left = sys.maxsize
        if left < 0:
            return False
        seen = b""
        for part in stream.parts(left):
            if kind in _NOTES and _PLACE.search(seen + part):
                return True
            seen = (seen + part)[-_LONGEST_PLACE:]
    return False


class _Stream:
    """Pieces, taken in other portions."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def parts(self, count: int) -> Iterator[bytes]:
        """Give the next `count` bytes, or as many as there are, in parts as they come."""
        while count > 0:
            piece = self._rest or next(self._pieces, b"")
            if not piece:
                return
            part, self._rest = piece[:count], piece[count:]
            count -= len(part)
            yield part

    def take(self, count: int) -> bytes:
        """Give the next `count` bytes, or as many as there are."""
        return b"".join(self.parts(count))


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
        if end < start:
            return
        yield kind, start, min(end, len(data))
        at = end
