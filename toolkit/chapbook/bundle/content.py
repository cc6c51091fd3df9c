"""Which files a bundle may carry, and whether a file is what its name says. Pack and import ask the same function.

A name that lies about its content is how a page gets served as something else than it was checked as. The list is
closed: what a learning module needs, nothing that a computer runs.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from chapbook.bundle.limits import DEFAULT_LIMITS, Limits, in_words
from chapbook.diag.errors import Refused
from chapbook.tree.names import shown

HEAD = 4096
"""Bytes of a file's start that `check_content` wants to see."""

TEXT_TYPES = frozenset([".md", ".yml", ".yaml", ".json", ".csv", ".txt", ".vtt", ".svg"])

_PARSED = frozenset([".yml", ".yaml", ".svg"])
"""Read whole by checks, besides pages."""

_MAGIC: dict[str, re.Pattern[bytes]] = {
    suffix: re.compile(pattern, re.DOTALL)
    for suffixes, pattern in (
        (".png", rb"\x89PNG\r\n\x1a\n"),
        (".jpg .jpeg", rb"\xff\xd8\xff"),
        (".gif", rb"GIF8[79]a"),
        (".webp", rb"RIFF....WEBP"),
        (".avif", rb"....ftyp.{0,56}?avi[fs]"),
        (".mp4 .m4a", rb"....ftyp"),
        (".webm", rb"\x1a\x45\xdf\xa3"),
        (".ogg .ogv .opus", rb"OggS"),
        (".mp3", rb"ID3|\xff[\xe2-\xff]"),
        (".wav", rb"RIFF....WAVE"),
        (".pdf", rb"%PDF-"),
        (".woff2", rb"wOF2"),
        (".vtt", rb"(\xef\xbb\xbf)?WEBVTT"),
        (".svg", rb"(\xef\xbb\xbf)?\s*<(\?xml|!--|svg[\s>]).*"),
    )
    for suffix in suffixes.split()
}

ALLOWED_TYPES = TEXT_TYPES | _MAGIC.keys()


def check_content(path: str, size: int, head: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
    """Check one file of a module by its name, size and first `HEAD` bytes; raises `Refused`."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in ALLOWED_TYPES:
        known = " ".join(sorted(each[1:] for each in ALLOWED_TYPES))
        raise Refused(
            "type-not-allowed",
            f"`{shown(path)}` is of a type that bundles do not carry.",
            f"Remove it, or offer it by a link. Bundles carry: {known}.",
        )
    _check_text_size(path, suffix, size, limits)
    if not _is_what_it_says(suffix, head):
        raise Refused(
            "type-mismatch",
            f"`{shown(path)}` is not a {suffix[1:]} file, though its name says so; a browser could mistake it.",
            "Save it in the right format, or give it the ending that fits.",
        )


def _check_text_size(path: str, suffix: str, size: int, limits: Limits) -> None:
    most = limits.page_bytes if suffix == ".md" else limits.text_bytes if suffix in _PARSED else size
    if size > most:
        raise Refused(
            "limit-text-size",
            f"`{shown(path)}` has {in_words(size)}; {in_words(most)} are allowed, so that no page stalls its reader.",
            "Split it into smaller files.",
        )


def _is_what_it_says(suffix: str, head: bytes) -> bool:
    if suffix in TEXT_TYPES and b"\0" in head:
        return False
    magic = _MAGIC.get(suffix)
    return magic is None or magic.match(head) is not None
