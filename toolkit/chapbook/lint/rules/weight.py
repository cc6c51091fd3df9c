"""How heavy files are to load (L307)."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.tree.content import suffix_of

MEGABYTE = 1_000_000
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
MOST_OF_A_PICTURE = MEGABYTE
MOST_OF_A_FILE = 5 * MEGABYTE
MOST_OF_A_MODULE = 20 * MEGABYTE


def heavy(subject: Subject) -> Iterator[Finding]:
    """L307: a picture, another file or a module as a whole that takes long to load."""
    sizes = {path: subject.tree.size(path) for path in subject.tree.paths()}
    total = sum(sizes.values())
    if total > MOST_OF_A_MODULE:
        message = (
            f"All files together have {_megabytes(total)}; a module of more than {_megabytes(MOST_OF_A_MODULE)} "
            "is hard to send and slow to open."
        )
        hint = (
            "Make the largest files smaller, link to films instead of packing them, or cut the module in two."
        )
        yield Finding(code="L307", message=message, place=Place(path=MODULE_FILE), hint=hint)
    for path, size in sizes.items():
        is_picture = suffix_of(path) in _PICTURES
        if is_picture and size > MOST_OF_A_PICTURE:
            hint = "Save it smaller: 1600 pixels wide are enough, and WebP or JPEG suit photographs."
            yield _too_heavy("picture", path, size, hint)
        elif not is_picture and size > MOST_OF_A_FILE:
            hint = "Make it smaller, cut it in parts, or link to a place where it is offered."
            yield _too_heavy("file", path, size, hint)


def _too_heavy(what: str, path: str, size: int, hint: str) -> Finding:
    message = (
        f"The {what} “{path}” has {_megabytes(size)}; on a slow connection learners wait for it, or leave."
    )
    return Finding(code="L307", message=message, place=Place(path=path), hint=hint)


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB".replace(".0 MB", " MB")
