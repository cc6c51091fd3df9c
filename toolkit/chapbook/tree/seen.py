"""How folders looked, so that one can tell later, without reading, that nothing in them changed.

Names are known from the look before: a folder's own time says that none came or went, and each file's size, times and
number on the disk say that it was not written. Asking for these is all that a look costs when nothing changed. Files
that were written within two seconds of the look may be written once more without showing it, since the clocks of disks
are coarse (FAT has the coarsest): such a look is not `settled`.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Callable
from hashlib import blake2b
from typing import NamedTuple

CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file systems take for one."""
_SIGN = struct.Struct("<qqqq")


class Seen(NamedTuple):
    """One look: `folders` and `files` below the folder, joined by line feeds; `sign` stands for all the rest.

    A tuple, since a build that finds nothing to do reads two for each module.
    """

    folders: str
    files: str
    sign: str
    settled: bool


def look_at(root: str, is_ignored: Callable[[str], bool], without: frozenset[str] = frozenset()) -> Seen:
    """Look at a folder, but for ignored names and the folders `without`. `OSError` when it cannot be read."""
    now = time.time_ns()
    folders, files = _names(root, is_ignored, without)
    sign, newest = _sign(root, folders, files)
    return Seen("\n".join(folders), "\n".join(files), sign, newest < now - CLOCK)


def files_in(root: str, is_ignored: Callable[[str], bool]) -> list[str]:
    """Name the files in a folder; links are followed."""
    return _names(root, is_ignored, frozenset(), follow=True)[1]


def files_sign(root: str, is_ignored: Callable[[str], bool]) -> str:
    """Give what stands for the names of files in a folder and all that the system says of them; links are followed."""
    files = sorted(files_in(root, is_ignored))
    return "\n".join([_sign(root, [], files)[0], *files])


def _names(
    root: str, is_ignored: Callable[[str], bool], without: frozenset[str], *, follow: bool = False
) -> tuple[list[str], list[str]]:
    folders, files = [""], list[str]()
    known = {_place(root)} if follow else set()
    for folder in folders:  # grows while it is walked through
        with os.scandir(f"{root}/{folder}") as entries:
            for each in entries:
                path = folder + each.name
                if is_ignored(each.name) or "\n" in each.name:
                    continue
                if each.is_dir(follow_symlinks=follow):
                    here = _place(each.path) if follow else None
                    if path not in without and (here is None or here not in known):
                        folders.append(f"{path}/")
                        known.add(here)
                else:
                    files.append(path)
    return folders, files


def is_as_seen(root: str, seen: Seen) -> bool:
    """Say whether a folder still looks as it did."""
    try:
        return (
            _sign(root, seen.folders.split("\n"), seen.files.split("\n") if seen.files else [])[0]
            == seen.sign
        )
    except OSError:
        return False


def _place(folder: str) -> tuple[int, int] | None:
    """Give what tells a folder from all others, so that links in a circle come to an end."""
    at = os.stat(folder)  # noqa: PTH116 - as below, half the time of `Path`
    return at.st_dev, at.st_ino


def _sign(root: str, folders: list[str], files: list[str]) -> tuple[str, int]:
    """Give what stands for the times of folders and all that the system says of files, and the newest time."""
    parts, newest = bytearray(), 0
    stat, pack = os.stat, _SIGN.pack
    for folder in folders:
        time_ns = stat(f"{root}/{folder}").st_mtime_ns
        parts += b"%d " % time_ns
        if time_ns > newest:
            newest = time_ns
    for path in files:
        try:
            at = stat(f"{root}/{path}")
        except FileNotFoundError:  # a symbolic link that leads nowhere
            at = os.lstat(f"{root}/{path}")
        parts += pack(at.st_size, at.st_mtime_ns, at.st_ctime_ns, at.st_ino)
        if at.st_mtime_ns > newest:
            newest = at.st_mtime_ns
    return blake2b(parts, digest_size=16).hexdigest(), newest
