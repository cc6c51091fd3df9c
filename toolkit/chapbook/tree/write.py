"""The one way to write: beside, flushed, then renamed. A crash leaves the old state or the new one.

Staging names start with `.chapbook-`: readers ignore them and `sweep` removes what a dead run left.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chapbook.diag.errors import OperationFailed
from chapbook.tree.tree import Tree

STAGING_PREFIX = ".chapbook-"


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
            for path in tree.paths():
                place = staged / path
                place.parent.mkdir(parents=True, exist_ok=True)
                _write_synced(place, tree.read(path))
            for folder, _, _ in os.walk(staged, topdown=False):
                sync_folder(Path(folder))
            exchange(staged, target)


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
    aside = target.parent / f"{STAGING_PREFIX}old-{target.name}"
    recover(target)
    if target.exists() or target.is_symlink():
        target.rename(aside)
    try:
        staged.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    sync_folder(target.parent)
    remove(aside)


def recover(target: Path) -> None:
    """Finish what a crash inside `exchange` left: put the old folder back, or remove it if it is replaced."""
    aside = target.parent / f"{STAGING_PREFIX}old-{target.name}"
    if not aside.exists():
        return
    if target.exists():
        remove(aside)
    else:
        aside.rename(target)


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
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
