"""Which files a module may carry, and whether a file is what its name says. Checks, pack and import ask the same.

A name that lies about its content is how a page gets served as something else than it was checked as. The list is
closed: what a learning module needs, nothing that a computer runs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chapbook.tree.limits import DEFAULT_FILE_LIMITS, FileLimits, in_words
from chapbook.tree.names import shown
from chapbook.tree.tree import RelPath

HEAD = 4096
"""Bytes of a file's start that `content_problem` wants to see."""

TEXT_TYPES = frozenset([".md", ".yml", ".yaml", ".json", ".csv", ".txt", ".vtt", ".svg"])

_PARSED = frozenset([".yml", ".yaml", ".svg"])
"""Read whole by checks, besides pages."""

_READ = _PARSED | {".md"}

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


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a file cannot travel. `code` is that of a refusal; `message` names the file, `hint` says what to do."""

    code: str
    message: str
    hint: str


def suffix_of(path: str) -> str:
    """Give the ending of a path in lower case, such as `.png`, as `PurePath.suffix` does; empty when it has none."""
    name = path.rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if stem and suffix else ""


def type_problem(path: str, head: bytes) -> FileProblem | None:
    """Say why a file's type, by its name and first `HEAD` bytes, cannot travel; None when it can."""
    suffix = suffix_of(path)
    if suffix not in ALLOWED_TYPES:
        known = " ".join(sorted(each[1:] for each in ALLOWED_TYPES))
        message = f"`{shown(path)}` is of a type that bundles do not carry."
        hint = f"Remove it, or offer it by a link. Bundles carry: {known}."
        return FileProblem("type-not-allowed", message, hint)
    if not _is_what_it_says(suffix, head):
        message = f"`{shown(path)}` is not a {suffix[1:]} file, though its name says so; a browser could mistake it."
        hint = "Save it in the right format, or give it the ending that fits."
        return FileProblem("type-mismatch", message, hint)
    return None


def size_problem(path: str, size: int, limits: FileLimits = DEFAULT_FILE_LIMITS) -> FileProblem | None:
    """Say why a file is too large to travel; None when it is not."""
    if size > limits.file_bytes:
        message = f"`{shown(path)}` is larger than {in_words(limits.file_bytes)}."
        return FileProblem("limit-file-size", message, "Link to it instead.")
    suffix = suffix_of(path)
    most = limits.page_bytes if suffix == ".md" else limits.text_bytes if suffix in _PARSED else size
    if size <= most:
        return None
    allowed = f"{in_words(most)} are allowed, so that no page stalls its reader"
    message = f"`{shown(path)}` has {in_words(size)}; {allowed}."
    return FileProblem("limit-text-size", message, "Split it into smaller files.")


def headings_problem(path: str, count: int, limits: FileLimits = DEFAULT_FILE_LIMITS) -> FileProblem | None:
    """Say why a Markdown page of `count` headings cannot travel; None when it can."""
    if count <= limits.headings:
        return None
    message = f"`{shown(path)}` has {count} headings; {limits.headings} are allowed, so that no page stalls its reader."
    return FileProblem("limit-headings", message, "Split it into smaller files.")


def total_problem(
    sizes: Mapping[RelPath, int], limits: FileLimits = DEFAULT_FILE_LIMITS
) -> FileProblem | None:
    """Say why a module with files of these sizes, in bytes, is too large to travel; None when it is not."""
    total = sum(sizes.values())
    if len(sizes) + 2 > limits.entries:
        message = f"The module has {len(sizes)} files; a bundle holds at most {limits.entries - 2}."
        return FileProblem("limit-entries", message, "Split it into several modules.")
    if total > limits.total_bytes:
        message = f"The module has {in_words(total)}; a bundle holds at most {in_words(limits.total_bytes)}."
        return FileProblem("limit-total-size", message, "Link to large files instead of carrying them.")
    read = sum(size for path, size in sizes.items() if suffix_of(path) in _READ)
    if read > limits.read_bytes:
        allowed = f"{in_words(limits.read_bytes)} are allowed, so that nobody waits for hours"
        message = (
            f"The module has {in_words(read)} of pages, YAML and drawings, which are read whole; {allowed}."
        )
        return FileProblem("limit-read-size", message, "Split it into several modules.")
    return None


def _is_what_it_says(suffix: str, head: bytes) -> bool:
    if suffix in TEXT_TYPES and b"\0" in head:
        return False
    magic = _MAGIC.get(suffix)
    return magic is None or magic.match(head) is not None
