"""How much one module may hold, and how its files may be named: constants that checks and bundles share."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """Limits of a module's files. Sizes are bytes; names count from the module's folder in a bundle, `module/`.

    `page_bytes` is for Markdown, `text_bytes` for YAML and SVG, which are read whole, and `read_bytes` for all of these
    together: a book has one MiB of text. `entries` counts two more than files, since a bundle begins with two
    entries of its own. `headings` is for one Markdown page.
    """

    entries: int = 10_000
    file_bytes: int = 512 * MIB
    total_bytes: int = 2048 * MIB
    page_bytes: int = 64 * KIB
    text_bytes: int = MIB
    read_bytes: int = 16 * MIB
    headings: int = 500
    name_bytes: int = 240
    part_bytes: int = 120
    levels: int = 12


DEFAULT_FILE_LIMITS = FileLimits()


def in_words(size: int) -> str:
    """Write a number of bytes for people: `512 MiB`, `64 KiB`, `17 bytes`."""
    for unit, name in ((1024 * MIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit:
            return f"{size // unit} {name}" if size % unit == 0 else f"{size / unit:.1f} {name}"
    return f"{size} bytes" if size != 1 else "1 byte"
