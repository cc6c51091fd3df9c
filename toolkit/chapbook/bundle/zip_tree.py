"""The module inside a bundle as a tree: checks, plans and the site read it like a folder, nothing is unpacked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chapbook.bundle.limits import MIB
from chapbook.bundle.manifest import FileEntry
from chapbook.bundle.zip_reader import Archive, Entry
from chapbook.diag.errors import Refused
from chapbook.tree.names import MODULE_PREFIX, shown
from chapbook.tree.tree import RelPath

KEPT = 56 * MIB
"""Bytes of verified files that a tree keeps in memory, at most."""


class ZipTree:
    """The files of `module/` that a manifest lists.

    Every read is checked against the manifest, so that a file which was exchanged on disk after it had been
    verified is refused and never used. Small files stay in memory once they are verified, up to `KEPT` bytes: what
    is checked, shown and written is then read once. `archive.held_open` makes reading many files cheaper.
    """

    def __init__(self, archive: Archive, files: Iterable[FileEntry]) -> None:
        self.archive = archive
        self._files = {each.path: (each, _entry(archive, each)) for each in files}
        self._paths = tuple(sorted(self._files))
        self._whole: dict[RelPath, bytes] = {}
        self._heads: dict[RelPath, bytes] = {}
        self._room = KEPT

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        return self._paths

    def size(self, path: RelPath) -> int:
        """Give the size in bytes."""
        return self._files[path][0].size

    def read(self, path: RelPath) -> bytes:
        """Give the bytes; `Refused` when they are not those that the manifest lists."""
        kept = self._whole.get(path)
        return b"".join(self.pieces(path)) if kept is None else kept

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes; the whole file is read and checked for it, unless it was before."""
        kept = self._whole.get(path, self._heads.get(path, b""))
        if len(kept) >= min(count, self.size(path)):
            return kept[:count]
        start = bytearray()
        for piece in self.pieces(path):
            start += piece[: count - len(start)]
        return bytes(start)

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        """Give the bytes piece by piece; `Refused` after the last one when they are not those of the manifest."""
        if path in self._whole:
            yield self._whole[path]
            return
        listed, entry = self._files[path]
        running = hashlib.sha256()
        for piece in self.archive.stream(entry):
            running.update(piece)
            yield piece
        check_digest(listed, running.hexdigest())

    def irregular(self) -> Mapping[str, str]:
        """Give nothing: the reader refuses archives that hold anything but files."""
        return {}

    def verify(self, path: RelPath, head: int) -> bytes:
        """Read a file through in pieces and check it; give its first `head` bytes.

        It is kept whole while that takes at most a quarter of the room that is left; of others the head is kept.
        """
        whole = self.size(path) * 4 <= self._room
        data = self.read(path) if whole else self.head(path, head)
        if len(data) <= self._room:
            self._room -= len(data)
            (self._whole if whole else self._heads)[path] = data
        return data[:head]


def _entry(archive: Archive, listed: FileEntry) -> Entry:
    entry = archive.entry(MODULE_PREFIX + listed.path)
    if entry is None:
        raise Refused(
            "file-missing", f"The manifest lists `{shown(listed.path)}`, which is not in the bundle.", _HINT
        )
    if entry.size != listed.size:
        raise Refused(
            "file-size",
            f"`{shown(listed.path)}` has {entry.size} bytes; the manifest says {listed.size}.",
            _HINT,
        )
    return entry


def check_digest(listed: FileEntry, found: str) -> None:
    """Compare a file's digest with the manifest's."""
    if found != listed.sha256:
        raise Refused(
            "file-digest",
            f"`{shown(listed.path)}` is not the file that the manifest lists: it was changed.",
            _HINT,
        )


_HINT = "Get the bundle again from its author; this copy is not whole."
