"""Two calls of the system that Python does not know: exchange two names in one step, and make a whole disk durable.

Who exchanges has no moment in which one of the names is missing.

Linux has `renameat2` with RENAME_EXCHANGE, macOS `renamex_np` with RENAME_SWAP; other systems, and some file systems,
have no such call. Linux has `syncfs`: one call where others need one for each file.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_EXCHANGE = 2
"""RENAME_EXCHANGE of linux/fs.h, and RENAME_SWAP of sys/stdio.h."""
_HERE = -100
"""AT_FDCWD: paths are relative to the working folder."""
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


@cache
def _system() -> ctypes.CDLL:
    import ctypes  # loads a library, and only who exchanges or syncs needs it

    return ctypes.CDLL(None, use_errno=True)


def swap(one: Path, other: Path) -> bool:
    """Exchange two files or folders; False, with nothing changed, where that cannot be done in one step.

    `OSError` when the system can, and says no.
    """
    failure = _exchange(os.fsencode(one), os.fsencode(other))
    if failure in _UNKNOWN:
        return False
    if failure:
        raise OSError(failure, os.strerror(failure), str(other))
    return True


def _exchange(one: bytes, other: bytes) -> int:
    """Give 0, or the number of the error."""
    import ctypes

    library = _system() if os.name == "posix" else None
    try:
        if library is None:
            return errno.ENOSYS
        if sys.platform == "darwin":
            done = library.renamex_np(one, other, ctypes.c_uint(_EXCHANGE))
        else:
            done = library.renameat2(_HERE, one, _HERE, other, ctypes.c_uint(_EXCHANGE))
    except AttributeError:
        return errno.ENOSYS
    return ctypes.get_errno() if done else 0


def sync_disk(folder: Path) -> bool:
    """Make everything durable on the disk that holds `folder`; False where no call does that and tells of failures."""
    if not sys.platform.startswith("linux") or not _tells_of_failures(os.uname().release):
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        failure = _sync(handle)
    finally:
        os.close(handle)
    if failure not in (0, errno.ENOSYS):
        raise OSError(failure, os.strerror(failure), str(folder))
    return not failure


def _tells_of_failures(release: str) -> bool:
    """Say whether `syncfs` of a Linux tells that something could not be written: before 5.8 it said all is well."""
    major, _, rest = release.partition(".")
    minor = rest.partition(".")[0].partition("-")[0]
    return major.isdigit() and minor.isdigit() and (int(major), int(minor)) >= (5, 8)


def _sync(handle: int) -> int:
    """Give 0, or the number of the error."""
    import ctypes

    try:
        done: int = _system().syncfs(handle)
    except AttributeError:
        return errno.ENOSYS
    return ctypes.get_errno() if done else 0
