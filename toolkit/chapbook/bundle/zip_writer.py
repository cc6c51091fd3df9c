"""Write a bundle's container: the same entries give the same bytes.

Nothing varies: constant time, version and mode, one compression level, entries in the order given. Deflate's output
may differ between zlib versions; that is why a release is its manifest and not its container. Types that are packed
already are stored, and so is what deflate does not make smaller or makes so small that a reader must suspect a bomb.

Contents come in pieces, so that no film has to fit into memory: a header is written once its data are, before them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from chapbook.bundle import zip_format as z
from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.tree.content import suffix_of

DEFLATE_LEVEL = 9

STORED_TYPES = frozenset(
    f".{suffix}"
    for group in ("png jpg jpeg gif webp avif", "mp4 webm ogg ogv mp3 m4a opus", "pdf woff2")
    for suffix in group.split()
)
"""Types whose content is compressed already."""


Contents = Callable[[], Iterable[bytes]]
"""Gives a content in pieces, from its start at each call: what deflate does not make smaller is read again."""


def write_archive(entries: Iterable[tuple[str, bytes]], limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Give the bytes of an archive whose contents are in memory; otherwise as `write_entries`."""
    file = BytesIO()
    write_entries(file, ((name, in_memory(data)) for name, data in entries), limits)
    return file.getvalue()


def in_memory(data: bytes) -> Contents:
    """Make a content of bytes."""
    return lambda: (data,)


def write_entries(
    file: BinaryIO, entries: Iterable[tuple[str, Contents]], limits: Limits = DEFAULT_LIMITS
) -> int:
    """Write an archive into an empty file that can be sought in; give its size.

    The first entry is stored, so that its content stands at a fixed place.
    """
    directory = bytearray()
    offset = count = 0
    for name, contents in entries:
        raw = name.encode()
        start = offset + z.LOCAL.size + len(raw)
        method, crc, packed, size = _write(file, start, name if count else "", contents, limits)
        facts = (z.flags_of(name), method, z.TIME, z.DATE, crc, packed, size, len(raw))
        file.seek(offset)
        file.write(z.LOCAL.pack(z.LOCAL_SIGNATURE, z.NEEDED, *facts, 0) + raw)
        directory += z.CENTRAL.pack(
            z.CENTRAL_SIGNATURE, z.MADE_BY, z.NEEDED, *facts, 0, 0, 0, 0, z.ATTRIBUTES, offset
        )
        directory += raw
        offset = start + packed
        count += 1
    end = z.END.pack(z.END_SIGNATURE, 0, 0, count, count, len(directory), offset, 0)
    file.seek(offset)
    file.write(directory + end)
    file.truncate()
    return offset + len(directory) + len(end)


def _write(
    file: BinaryIO, start: int, name: str, contents: Contents, limits: Limits
) -> tuple[int, int, int, int]:
    """Write a content at `start`, stored when it has no name; give method, CRC, packed size and size."""
    if name and suffix_of(name) not in STORED_TYPES:
        crc, packed, size = _copy(file, start, contents(), _deflate)
        suspicious = size > limits.ratio_from and size > limits.total_ratio * packed
        if not suspicious and packed < size:
            return z.DEFLATED, crc, packed, size
    return z.STORED, *_copy(file, start, contents(), iter)


def _copy(
    file: BinaryIO,
    start: int,
    pieces: Iterable[bytes],
    pack: Callable[[Iterable[bytes]], Iterator[bytes]],
) -> tuple[int, int, int]:
    """Write pieces as `pack` gives them; give CRC, size as written, and size."""
    crc = size = packed = 0

    def counted() -> Iterator[bytes]:
        nonlocal crc, size
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            yield piece

    file.seek(start)
    for piece in pack(counted()):
        packed += file.write(piece)
    return crc, packed, size


def _deflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(DEFLATE_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    for piece in pieces:
        yield compressor.compress(piece)
    yield compressor.flush()
