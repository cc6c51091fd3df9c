"""Read a folder as a tree. With `tree/write.py`, the only code that touches an author's disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from chapbook.diag.errors import OperationFailed
from chapbook.tree.limits import DEFAULT_FILE_LIMITS
from chapbook.tree.tree import RelPath, rel_path

MAX_FILE = DEFAULT_FILE_LIMITS.file_bytes
"""Bytes of the largest file a module may hold."""

_PIECE = 256 * 1024
_KEPT = 4096
"""Bytes of a file's start that are remembered when it is read: who looks at its type asks for them next."""

MAX_DEPTH = 24
"""Folders below a module's own; a deeper one is listed as irregular."""


def is_ignored(name: str) -> bool:
    """Say whether a file or folder never belongs to a module.

    Hidden names (so `.env`, `.git`, `.DS_Store` never travel), editor backups and caches of tools.
    """
    return name.startswith(".") or name.endswith(("~", ".swp")) or name in {"__pycache__", "Thumbs.db"}


_JUNK = frozenset({".DS_Store", "Thumbs.db", "__pycache__", ".directory"})
"""What systems and tools make by themselves; losing it is no loss, and nobody asks where it is."""


def ignored_names(folder: Path) -> Iterator[str]:
    """Give what lies in a module's folder and never belongs to it, but for junk. Folders are not looked into."""
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            if is_ignored(name) and name not in _JUNK:
                yield (Path(here) / name).relative_to(folder).as_posix()
        folders[:] = [name for name in folders if not is_ignored(name)]


class DirTree:
    """A folder on disk, listed once when it is made.

    Symbolic links that stay inside the folder are files like others; those that leave it, and devices,
    sockets and pipes, are `irregular()` and never read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._stats: dict[RelPath, os.stat_result] = {}
        self._irregular: dict[str, str] = {}
        self._heads: dict[RelPath, bytes] = {}
        self._real_root = os.path.realpath(root)
        try:
            self._list(str(root), "", 0)
        except OSError as error:
            raise _unreadable(root, error) from error
        self._paths = sorted(self._stats)

    def _list(self, folder: str, prefix: str, depth: int) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not is_ignored(entry.name):
                    self._take(entry, prefix + entry.name, depth)

    def _take(self, entry: os.DirEntry[str], path: str, depth: int) -> None:
        if reason := self._refusal(entry, path, depth):
            self._irregular[path.encode("utf-8", "replace").decode()] = reason
        elif entry.is_dir():
            self._list(entry.path, path + "/", depth + 1)
        else:
            self._stats[rel_path(path)] = entry.stat()

    def _refusal(self, entry: os.DirEntry[str], path: str, depth: int) -> str:
        if not is_encodable(entry.name) or "\\" in entry.name:
            return "its name cannot be written on every system"
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if not target.startswith(self._real_root + os.sep):
                return "it is a symbolic link that leaves the module"
            if not Path(target).exists():
                return "it is a symbolic link to nothing"
            if entry.is_dir():
                return "it is a symbolic link to a folder"
        if entry.is_dir():
            return "it is nested too deeply" if depth >= MAX_DEPTH else ""
        return "" if entry.is_file() else "it is not a regular file"

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        return self._paths

    def size(self, path: RelPath) -> int:
        """Give the size in bytes."""
        return self._stats[path].st_size

    def read(self, path: RelPath) -> bytes:
        """Give the bytes; `OperationFailed` when the disk says no or the file is over `MAX_FILE`."""
        self._check_size(path)
        data = self._start(path, -1)
        self._heads[path] = data[:_KEPT]
        return data

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes, however large the file is; `OperationFailed` when the disk says no."""
        kept = self._heads.get(path)
        if kept is not None and (count <= _KEPT or len(kept) < _KEPT):
            return kept[:count]
        return self._start(path, count)

    def _start(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes from the disk, or all when it is -1."""
        try:
            with open(f"{self.root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - half the time of `Path`
                return file.read(count)
        except OSError as error:
            raise _unreadable(self.root / path, error) from error

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        """Give the bytes piece by piece; errors as in `read`."""
        self._check_size(path)
        try:
            with (self.root / path).open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except OSError as error:
            raise _unreadable(self.root / path, error) from error

    def _check_size(self, path: RelPath) -> None:
        if self._stats[path].st_size > MAX_FILE:
            raise OperationFailed(
                "file-too-large",
                f"{self.root / path} is larger than {MAX_FILE // 2**20} MiB, the most a module's file may be.",
                "Make it smaller, or link to it instead.",
            )

    def irregular(self) -> Mapping[str, str]:
        """Give names that are not files one may read, with the reason."""
        return self._irregular

    def stats(self) -> Mapping[RelPath, os.stat_result]:
        """Give what the system said of each file when the folder was listed; for caches and watchers."""
        return self._stats

    def stamps(self) -> Iterator[tuple[RelPath, int, int]]:
        """Give (path, modification time in ns, size) of each file, sorted, as it was when the folder was listed."""
        for path in self.paths():
            stat = self._stats[path]
            yield path, stat.st_mtime_ns, stat.st_size


def content_of(tree: DirTree) -> str:
    """Give what stands for all names and bytes in a folder. `OperationFailed` when they cannot be read."""
    whole = blake2b(repr(sorted(tree.irregular().items())).encode(), digest_size=20)
    for path in tree.paths():
        one = blake2b(digest_size=20)
        for piece in tree.pieces(path):
            one.update(piece)
        whole.update(f"{path}\0{one.hexdigest()}\0".encode())
    return whole.hexdigest()


def is_encodable(text: str) -> bool:
    """Say whether UTF-8 can hold a text: one with half a character (a lone surrogate) it cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(path: Path, error: OSError) -> OperationFailed:
    return OperationFailed(
        "cannot-read",
        f"{path} cannot be read: {error.strerror or error}.",
        "Look at the path and its permissions. Nothing was changed.",
    )
