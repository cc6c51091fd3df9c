"""The one table of limits for bundles: constants here, lowered or raised by configuration, enforced while reading."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a bundle may hold. Sizes are bytes, ratios are unpacked to packed.

    The ratio of an entry counts from `ratio_from` bytes on, that of the whole from `total_ratio_from` on:
    a short file of blanks packs very well and harms nobody.
    """

    entries: int = 10_000
    file_bytes: int = 512 * MIB
    total_bytes: int = 2048 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    total_ratio: int = 50
    total_ratio_from: int = 64 * MIB
    manifest_bytes: int = 4 * MIB
    meta_bytes: int = 64 * KIB
    page_bytes: int = 64 * KIB
    text_bytes: int = MIB
    json_depth: int = 16
    signatures: int = 8
    endorsements: int = 64
    name_bytes: int = 240
    part_bytes: int = 120
    levels: int = 12


DEFAULT_LIMITS = Limits()


def in_words(size: int) -> str:
    """Write a number of bytes for people: `512 MiB`, `64 KiB`, `17 bytes`."""
    for unit, name in ((1024 * MIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit:
            return f"{size // unit} {name}" if size % unit == 0 else f"{size / unit:.1f} {name}"
    return f"{size} bytes" if size != 1 else "1 byte"
