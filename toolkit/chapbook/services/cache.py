"""What Chapbook keeps to be quicker next time: how much it is, and how to be rid of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chapbook.services.cache_folder import cache_folder
from chapbook.tree.staging import remove
from chapbook.tree.write import disk_errors

KINDS = {
    "build": "pages that were built",
    "templates": "compiled templates of pages",
    "check": "findings of checks",
    "links": "answers of links",
}
"""What each folder or file (`links.json`) of the cache holds; nothing else in it is touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kind of what is kept: files and their bytes."""

    name: str
    what: str
    files: int
    size: int


def kept() -> tuple[Kept, ...]:
    """Say what is kept, by kind."""
    found = []
    for name, what in KINDS.items():
        sizes = [size for path in _places(name) for size in _sizes(path)]
        found.append(Kept(name=name, what=what, files=len(sizes), size=sum(sizes)))
    return tuple(found)


def clear() -> tuple[Kept, ...]:
    """Remove it all; give what was there. `OperationFailed` when the disk says no."""
    before = kept()
    for name in KINDS:
        for path in _places(name):
            with disk_errors(path):
                remove(path)
    return before


def _places(name: str) -> list[Path]:
    return [path for path in (cache_folder() / name, cache_folder() / f"{name}.json") if path.exists()]


def _sizes(path: Path) -> Iterator[int]:
    if path.is_file():
        yield path.stat().st_size
    for here, _, names in os.walk(path):
        for name in names:
            yield (Path(here) / name).lstat().st_size
