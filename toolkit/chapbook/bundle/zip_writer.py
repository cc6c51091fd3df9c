"""Write a bundle's container: the same entries give the same bytes.

Nothing varies: constant time, version and mode, one compression level, entries in the order given. Deflate's output
may differ between zlib versions; that is why a release is its manifest and not its container. Types that are packed
already are stored, and so is what deflate does not make smaller or makes so small that a reader must suspect a bomb.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

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


def write_archive(entries: Iterable[tuple[str, bytes]], limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Give the bytes of an archive. The first entry is stored, so that its content stands at a fixed place."""
    body = bytearray()
    directory = bytearray()
    count = 0
    for name, data in entries:
        method, packed = _pack(name, data, limits) if count else (z.STORED, data)
        offset, raw = len(body), name.encode()
        facts = (z.flags_of(name), method, z.TIME, z.DATE, zlib.crc32(data), len(packed), len(data), len(raw))
        body += z.LOCAL.pack(z.LOCAL_SIGNATURE, z.NEEDED, *facts, 0) + raw + packed
        directory += z.CENTRAL.pack(
            z.CENTRAL_SIGNATURE, z.MADE_BY, z.NEEDED, *facts, 0, 0, 0, 0, z.ATTRIBUTES, offset
        )
        directory += raw
        count += 1
    end = z.END.pack(z.END_SIGNATURE, 0, 0, count, count, len(directory), len(body), 0)
    body += directory
    body += end
    return bytes(body)


def _pack(name: str, data: bytes, limits: Limits) -> tuple[int, bytes]:
    if suffix_of(name) in STORED_TYPES:
        return z.STORED, data
    compressor = zlib.compressobj(DEFLATE_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = compressor.compress(data) + compressor.flush()
    suspicious = len(data) > limits.ratio_from and len(data) > limits.total_ratio * len(packed)
    return (z.STORED, data) if suspicious or len(packed) >= len(data) else (z.DEFLATED, packed)
