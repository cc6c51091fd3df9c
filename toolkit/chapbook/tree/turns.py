"""The turns of a change to several files, one entry after the other, and back (see `together.py`).

How far an entry is, is read from the disk alone: from what stands in its place, and what still waits in the journal.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from chapbook.tree.changes_plan import Entry
from chapbook.tree.staging import JOURNAL, STAGING_PREFIX
from chapbook.tree.swap import swap
from chapbook.tree.write import discard, make_folder, sync_folder

COMING = f"{STAGING_PREFIX}coming"
"""An empty file in a staged folder: it tells the new folder from the old one after they were exchanged."""


def new_place(journal: Path, number: int) -> Path:
    """Give where the new content of an entry waits."""
    return journal / f"{number}.new"


def old_place(journal: Path, number: int) -> Path:
    """Give where the old content of an entry is kept until all is done."""
    return journal / f"{number}.old"


def is_done(root: Path, entries: Sequence[Entry]) -> bool:
    """Say whether every entry had its turn."""
    return all(state(root, number, entry) == "done" for number, entry in enumerate(entries))


def state(root: Path, number: int, entry: Entry) -> str:
    """Say how far an entry is: `waiting`, `done`, `edited` before its turn, `later` edited, or `spent` (taken back)."""
    path, new = root / entry.path, new_place(root / JOURNAL, number)
    if entry.is_folder:
        if not os.path.lexists(new / COMING):
            return "done"
        return "waiting" if stamp(path) in ("", entry.before) else "edited"
    now = digest(path.read_bytes() if os.path.lexists(path) else None)
    if now == entry.before:
        return "waiting" if not entry.after or new.exists() else "spent"
    if now == entry.after:
        return "done"
    return "edited" if not entry.after or new.exists() else "later"


def apply(root: Path, number: int, entry: Entry) -> None:
    """Let the new content take its place, if it has not yet."""
    path, new = root / entry.path, new_place(root / JOURNAL, number)
    if entry.is_folder:
        _apply_folder(path, new)
    elif state(root, number, entry) == "waiting":
        if entry.after:
            make_folder(path.parent)
            new.replace(path)
        else:
            path.unlink()
        sync_folder(path.parent)


def _apply_folder(path: Path, new: Path) -> None:
    if os.path.lexists(new / COMING):
        make_folder(path.parent)
        if not os.path.lexists(path):
            new.rename(path)
        elif path.is_symlink() or not swap(new, path):
            aside = new.with_suffix(".old")
            path.rename(aside)
            try:
                new.rename(path)
            except BaseException:
                aside.rename(path)
                raise
        sync_folder(path.parent)


def take_back(root: Path, entries: Sequence[Entry]) -> None:
    """Put back what was there before, but for files that were edited since.

    A folder comes last: when its turn is over, all is done. Only a crash between two renames can have moved it.
    """
    for number, entry in reversed(list(enumerate(entries))):
        path, aside = root / entry.path, old_place(root / JOURNAL, number)
        if entry.is_folder:
            if aside.exists() and not os.path.lexists(path):
                aside.rename(path)
            continue
        if state(root, number, entry) != "done":
            continue
        if entry.before:
            make_folder(path.parent)
            aside.replace(path)
        else:
            path.unlink()
            remove_empty(_above(root, path))
        sync_folder(path.parent if path.parent.is_dir() else root)


def tidy(root: Path, entries: Sequence[Entry]) -> None:
    """Remove the journal, what marks a new folder, and the folders that files left which went."""
    for entry in entries:
        path = root / entry.path
        if entry.is_folder and os.path.lexists(path / COMING):
            (path / COMING).unlink()
            sync_folder(path)
        elif not entry.after and not entry.is_folder:
            remove_empty(_above(root, path))
    discard(root / JOURNAL)


def _above(root: Path, path: Path) -> list[Path]:
    return [each for each in path.parents if each != root and each.is_relative_to(root)]


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders, the deepest first, as far as they are empty."""
    with suppress(OSError):
        for each in folders:
            each.rmdir()


def digest(content: bytes | None) -> str:
    """Tell a content from others; empty for a file that is not there."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def stamp(folder: Path) -> str:
    """Tell a folder from itself after an edit: names, sizes and times; empty when it is not there."""
    if not os.path.lexists(folder):
        return ""
    seen = []
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(here) / name
            found = path.lstat()
            seen.append((path.relative_to(folder).as_posix(), found.st_size, found.st_mtime_ns))
    return digest(repr(sorted(seen)).encode())
