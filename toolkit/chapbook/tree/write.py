"""The one way to write: beside, flushed, then renamed. A crash leaves the old state or the new one.

One file, one folder, or (`together.py`) several files of an author at once. What a dead run left goes with the next
write at the same place (`staging.py`). New files and folders get the permissions that the system gives (umask); a
file that is replaced keeps its own. A symbolic link to a file stays, and what it leads to is written.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from chapbook.diag.errors import OperationFailed
from chapbook.tree.staging import STAGING_PREFIX, remove, staging_file, staging_folder, staging_name
from chapbook.tree.swap import swap, sync_disk
from chapbook.tree.tree import Tree

MANY = 32
"""Files from which on one call for the whole disk is better than one for each, which waits for the disk each time."""
UNCHANGED = " What was there before is unchanged."
ASIDE_PREFIX = f"{STAGING_PREFIX}old-"
_HINTS = {
    errno.ENOSPC: "The disk is full. Make room and try again.",
    errno.EDQUOT: "Your share of this disk is used up. Make room and try again.",
    errno.EFBIG: "No larger files are allowed there (`ulimit -f` says how large). Raise the limit and try again.",
    errno.EROFS: "This disk can only be read. Write somewhere else, or ask for it to be made writable.",
    errno.EACCES: "You may not write there. Look at who owns the folder and at its permissions.",
    errno.EPERM: "You may not write there. Look at who owns the folder and at its permissions.",
    errno.EXDEV: "Two disks meet below this folder, so nothing can be moved in one step. Keep it on one disk.",
}


def write_problem(path: Path, error: OSError) -> OperationFailed:
    """Say in one line what cannot be written and why, and what to do."""
    return OperationFailed(
        "cannot-write",
        f"{path} cannot be written: {error.strerror or error}.",
        _HINTS.get(error.errno or 0, "Look at the path, its permissions and the free space.") + UNCHANGED,
    )


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals below into one clear message that names `path`."""
    try:
        yield
    except OSError as error:
        raise write_problem(path, error) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file atomically; folders on the way are made."""
    with new_content(path, len(content)) as new:
        new.file.write(content)
        new.take_place()


@dataclass(frozen=True, slots=True)
class NewContent:
    """A file that is written beside the one whose place it takes; `at` is where it stands meanwhile."""

    file: BinaryIO
    at: Path
    place: Path

    def take_place(self) -> None:
        """Make it durable, and put it in place of what is there."""
        self.file.flush()
        keep_mode(self.place, self.at)
        os.fsync(self.file.fileno())
        if os.name == "nt":
            self.file.close()
        self.at.replace(self.place)
        _sync_done(self.place.parent)


@contextmanager
def new_content(path: Path, size: int) -> Iterator[NewContent]:
    """Give a file for the new content of `path`, of at most `size` bytes; it goes unless it takes its place.

    Folders on the way are made, and go again when nothing came of it.
    """
    with disk_errors(path):
        place = path.resolve() if path.is_symlink() else path
        made = make_folder(place.parent)
        try:
            require_space(place.parent, size)
            with staging_file(place.parent) as (staged, file):
                yield NewContent(file, staged, place)
        finally:
            with suppress(OSError):
                for each in made if not os.path.lexists(place) else ():
                    each.rmdir()


def write_tree(tree: Tree, target: Path) -> None:
    """Write a whole tree as the folder `target`, replacing it if it is there, in one step."""
    with disk_errors(target):
        make_folder(target.parent)
        require_space(target.parent, sum(tree.size(path) for path in tree.paths()))
        with staging_folder(target.parent) as staged:
            fill(staged, tree)
            sync_tree(staged)
            exchange(staged, target)


def fill(staged: Path, tree: Tree) -> None:
    """Write the files of a tree into an empty folder, piece by piece. `sync_tree` makes them durable.

    All are written before the first is synced: systems then write many at once.
    """
    made = {""}
    for path in tree.paths():
        folder = path.rpartition("/")[0]
        if folder not in made:
            (staged / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        _write_pieces(f"{staged}/{path}", tree.pieces(path))


def _write_pieces(path: str, pieces: Iterable[bytes]) -> None:
    """Write a new file. Without Python's buffer, whose four calls of the system a file cost more than the writing."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        for piece in pieces:
            written = os.write(handle, piece)
            while written < len(
                piece
            ):  # A system may take less than it is given: a signal, a disk nearly full.
                written += os.write(handle, memoryview(piece)[written:])
    finally:
        os.close(handle)


def write_new(path: Path, content: bytes) -> None:
    """Write a file in a staging folder; `sync_tree` makes it durable."""
    with path.open("xb") as file:
        file.write(content)


def sync_tree(folder: Path) -> None:
    """Make a folder durable with everything in it, `MANY` files with one call where the system has it.

    That call waits for whatever else is being written on the disk, which few files do not.
    """
    found = list(os.walk(folder, topdown=False))
    if sum(len(names) for _, _, names in found) >= MANY and sync_disk(folder):
        return
    for here, _, names in found:
        for name in names:
            with open(f"{here}/{name}", "r+b", buffering=0) as file:  # noqa: PTH123 - as in `fill`
                os.fsync(file.fileno())
        sync_folder(Path(here))


def sync_many(folder: Path) -> None:
    """Do what `sync_tree` does, in one call where the system has it: for folders of very many files."""
    if not sync_disk(folder):
        sync_tree(folder)


def exchange(staged: Path, target: Path) -> None:
    """Put the folder `staged` where `target` is, in one step; what was there is then at `staged`, or gone.

    Where the system cannot exchange two names, the old folder is moved aside first; `recover` puts it back after a
    crash between the two renames.
    """
    recover(target)
    if not os.path.lexists(target):
        staged.rename(target)
    elif target.is_symlink() or not swap(staged, target):
        _exchange_in_two(staged, target)
    _sync_done(target.parent)


def _exchange_in_two(staged: Path, target: Path) -> None:
    aside = _aside_of(target)
    target.rename(aside)
    try:
        staged.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    sync_folder(target.parent)
    discard(aside)


def recover(target: Path) -> None:
    """Finish what a crash inside `exchange` left: put the old folder back, or remove it if it is replaced."""
    aside = _aside_of(target)
    if not os.path.lexists(aside):
        return
    if os.path.lexists(target):
        discard(aside)
    else:
        aside.rename(target)
        sync_folder(target.parent)


def _aside_of(target: Path) -> Path:
    return target.parent / f"{ASIDE_PREFIX}{target.name}"


def discard(path: Path) -> None:
    """Remove a file or folder so that no crash leaves half of it under its own name: rename first."""
    if os.path.lexists(path):
        doomed = path.parent / staging_name()
        path.rename(doomed)
        try:
            remove(doomed)
        except (KeyboardInterrupt, SystemExit):  # They wait until all is gone.
            remove(doomed)
            raise


def make_folder(folder: Path) -> list[Path]:
    """Make a folder with those above it, durably; give those that were not there, the deepest first."""
    missing = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)
    return missing


def require_space(folder: Path, size: int, spare: int = 0) -> None:
    """Raise `OperationFailed` when the disk of `folder` has no room for `size` bytes and `spare` more."""
    free = shutil.disk_usage(folder).free
    if free < size + spare:
        raise OperationFailed(
            "disk-full",
            f"{folder} needs room for {_in_words(size + spare)}; {_in_words(free)} are free. Nothing was changed.",
            "Make room and try again.",
        )


def _in_words(size: int) -> str:
    return f"{size / 2**20:.1f} MiB" if size >= 2**17 else f"{size / 2**10:.0f} KiB"


def keep_mode(old: Path, new: Path) -> None:
    """Give a file that is about to replace another its permissions."""
    with suppress(FileNotFoundError, NotADirectoryError):
        new.chmod(stat.S_IMODE(old.stat().st_mode))


def _sync_done(folder: Path) -> None:
    """Make a rename durable that is done: a disk that refuses that cannot undo it, so nobody is told otherwise."""
    with suppress(OSError):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can (Windows has no such call)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
