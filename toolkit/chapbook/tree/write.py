"""The one way to write: beside, flushed, then renamed. A crash leaves the old state or the new one.

Staging names start with `.chapbook-`: readers ignore them and `sweep` removes what a dead run left.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chapbook.diag.errors import OperationFailed
from chapbook.tree.tree import Tree

STAGING_PREFIX = ".chapbook-"
ASIDE_PREFIX = f"{STAGING_PREFIX}old-"
_STAGED = re.compile(re.escape(STAGING_PREFIX) + "[0-9a-f]{12}")


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals below into one clear message that names `path`."""
    try:
        yield
    except OSError as error:
        raise OperationFailed(
            "cannot-write",
            f"{path} cannot be written: {error.strerror or error}.",
            "Look at the path, its permissions and the free space. What was there before is unchanged.",
        ) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file atomically; folders on the way are made."""
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.parent / f"{STAGING_PREFIX}{secrets.token_hex(6)}"
        try:
            _write_synced(staged, content)
            staged.replace(path)
            sync_folder(path.parent)
        finally:
            staged.unlink(missing_ok=True)


def write_tree(tree: Tree, target: Path) -> None:
    """Write a whole tree as the folder `target`, replacing it if it is there, with one rename."""
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with staging_folder(target.parent) as staged:
            fill(staged, tree)
            exchange(staged, target)


def fill(staged: Path, tree: Tree) -> None:
    """Write the files of a tree into an empty folder and make them durable.

    All are written before the first is synced: systems then write many at once.
    """
    for path in tree.paths():
        place = staged / path
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place, tree.read(path))
    for path in tree.paths():
        _sync_file(staged / path)
    for folder, _, _ in os.walk(staged, topdown=False):
        sync_folder(Path(folder))


@contextmanager
def staging_folder(parent: Path) -> Iterator[Path]:
    """Give a fresh folder on the file system of `parent`; whatever is left of it goes at the end."""
    staged = parent / f"{STAGING_PREFIX}{secrets.token_hex(6)}"
    staged.mkdir(mode=0o755)
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def exchange(staged: Path, target: Path) -> None:
    """Put the folder `staged` where `target` is; the old one is moved aside first, then removed.

    Between the two renames neither stands at `target`; `recover` puts the old one back after a crash there.
    """
    put_in_place(staged, target)
    settle(target)


def put_in_place(staged: Path, target: Path) -> None:
    """Exchange, but keep the old folder aside until `settle` or `put_back`: the caller commits elsewhere.

    Where nothing was before, an empty folder stands aside to say so.
    """
    recover(target)
    aside = aside_of(target)
    if os.path.lexists(target):
        target.rename(aside)
    else:
        aside.mkdir()
    try:
        staged.rename(target)
    except BaseException:
        put_back(target)
        raise
    sync_folder(target.parent)


def settle(target: Path) -> None:
    """Keep what stands at `target` and remove what `put_in_place` put aside."""
    discard(aside_of(target))


def put_back(target: Path) -> None:
    """Undo `put_in_place`: what was put aside stands at `target` again, whatever stands there goes."""
    aside = aside_of(target)
    discard(target)
    if not aside.is_symlink() and aside.is_dir() and not any(aside.iterdir()):
        aside.rmdir()
    else:
        aside.rename(target)
    sync_folder(target.parent)


def recover(target: Path) -> None:
    """Finish what a crash inside `exchange` left: put the old folder back, or remove it if it is replaced."""
    if not os.path.lexists(aside_of(target)):
        return
    if os.path.lexists(target):
        settle(target)
    else:
        put_back(target)


def aside_of(target: Path) -> Path:
    """Give the place where the old folder of `target` waits."""
    return target.parent / f"{ASIDE_PREFIX}{target.name}"


def discard(path: Path) -> None:
    """Remove a file or folder so that no crash leaves half of it under its own name: rename first."""
    if os.path.lexists(path):
        doomed = path.parent / f"{STAGING_PREFIX}{secrets.token_hex(6)}"
        path.rename(doomed)
        remove(doomed)


def sweep(folder: Path, older_than: float = 3600.0) -> None:
    """Remove what dead runs left in `folder`: staging names that are `older_than` seconds old.

    Pass 0 only while holding the lock under which all staging in that folder happens. What was put aside by
    `put_in_place` is not touched: it may be the only copy.
    """
    for path in folder.glob(f"{STAGING_PREFIX}*"):
        if _STAGED.fullmatch(path.name) and time.time() - path.lstat().st_mtime >= older_than:
            remove(path)


def remove(path: Path) -> None:
    """Remove a file or folder if it is there; a symbolic link itself, never what it points to."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can (Windows has no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_synced(path: Path, content: bytes) -> None:
    _write(path, content)
    _sync_file(path)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
    path.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
