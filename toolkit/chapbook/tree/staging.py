"""Places to write beside what is there: names that readers ignore, held by the run that writes.

A staging name is `.chapbook-` and twelve hexadecimal digits. Whoever makes one keeps it locked (`flock`, which the
system releases when its owner dies), so that `sweep` can tell what a dead run left from what a live one is writing.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

STAGING_PREFIX = ".chapbook-"
JOURNAL = f"{STAGING_PREFIX}changes"
"""Where a change to several files waits for its turn (see `together.py`)."""
_STAGED = re.compile(re.escape(STAGING_PREFIX) + "[0-9a-f]{12}")
_DEAD_AFTER = 3600.0
"""Seconds after which a staging name counts as left behind where no lock can tell."""
_MOMENT = 0.02


def staging_name() -> str:
    """Make up a name that readers ignore and `sweep` knows."""
    return f"{STAGING_PREFIX}{os.urandom(6).hex()}"


@contextmanager
def staging_folder(parent: Path) -> Iterator[Path]:
    """Give a fresh folder on the file system of `parent`; whatever is left of it goes at the end."""
    sweep(parent)
    staged, held = None, None
    try:
        while staged is None or (held is not None and not _is_at(held, staged)):
            let_go(held)
            staged = parent / staging_name()
            staged.mkdir()
            held = hold(staged)
        yield staged
    finally:
        if staged is not None:
            clear(staged)
        let_go(held)


@contextmanager
def staging_file(parent: Path, mode: int = 0o666) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a fresh file on the file system of `parent`, open for writing; it goes at the end if it is still there.

    `mode` are its permissions, less what the system's umask takes away.
    """
    sweep(parent)
    staged, file = None, None
    try:
        while staged is None or file is None or (fcntl is not None and not _is_at(file.fileno(), staged)):
            if file is not None:
                file.close()
            staged = parent / staging_name()
            handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
            file = os.fdopen(handle, "wb")
            _lock(file.fileno())
        yield staged, file
    finally:
        try:
            if file is not None:
                file.close()
        finally:
            if staged is not None:
                with suppress(OSError):  # It has taken its place, or the next run sweeps it.
                    staged.unlink()


def hold(folder: Path) -> int | None:
    """Lock a folder as this run's own; None where the system has no locks for folders, or it is gone."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    _lock(handle)
    return handle


def let_go(held: int | None) -> None:
    """Give back what `hold` gave."""
    if held is not None:
        os.close(held)


def _lock(handle: int) -> None:
    """Lock an open file or folder of one's own. Another run may look at it this moment, so it waits that long."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)


def _try_lock(handle: int) -> bool | None:
    """Lock; False when another run holds it, None when no lock can tell."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@dataclass(frozen=True, slots=True)
class Claim:
    """What a dead run left, held by this one now, where the system has locks."""

    handle: int | None = None


def claim(path: Path) -> Claim | None:
    """Take over what a dead run left; None when its run is alive. `OSError` when it is gone."""
    age = time.time() - path.lstat().st_mtime
    found = _try_claim(path, age)
    if found is not None and 0 <= age < 1:  # Its owner may have made it this moment, and lock it the next.
        let_go(found.handle)
        time.sleep(_MOMENT)
        found = _try_claim(path, age)
    return found


def _try_claim(path: Path, age: float) -> Claim | None:
    if fcntl is None:
        return Claim() if age > _DEAD_AFTER else None
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    free = _try_lock(handle)
    # Between opening and locking, its run may have ended and another put its own in that place.
    if (free or (free is None and age > _DEAD_AFTER)) and _is_at(handle, path):
        return Claim(handle)
    os.close(handle)
    return None


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def sweep(folder: Path) -> None:
    """Remove what dead runs left in `folder`: staging names that nobody holds."""
    try:
        with os.scandir(folder) as entries:
            names = [each.name for each in entries if _STAGED.fullmatch(each.name)]
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            claimed = claim(folder / name)
            if claimed is not None:
                remove(folder / name)
                let_go(claimed.handle)


def clear(staged: Path) -> None:
    """Remove a staging folder as far as that is possible; Ctrl-C waits until it is gone."""
    try:
        shutil.rmtree(staged, ignore_errors=True)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def remove(path: Path) -> None:
    """Remove a file or folder if it is there; a symbolic link itself, never what it points to."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
