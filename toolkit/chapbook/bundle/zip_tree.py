"""The module inside a bundle as a tree: checks, plans and the site read it like a folder, nothing is unpacked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from chapbook.bundle.manifest import FileEntry
from chapbook.bundle.zip_reader import Archive, Entry
from chapbook.diag.errors import Refused
from chapbook.tree.names import MODULE_PREFIX, shown
from chapbook.tree.tree import RelPath


class ZipTree:
    """The files of `module/` that a manifest lists.

    Every read is checked against the manifest, so that a file which was exchanged on disk after it had been
    verified is refused and never used.
    """

    def __init__(self, archive: Archive, files: Iterable[FileEntry]) -> None:
        self._archive = archive
        self._files = {each.path: (each, _entry(archive, each)) for each in files}

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        return sorted(self._files)

    def size(self, path: RelPath) -> int:
        """Give the size in bytes."""
        return self._files[path][0].size

    def read(self, path: RelPath) -> bytes:
        """Give the bytes; `Refused` when they are not those that the manifest lists."""
        listed, entry = self._files[path]
        data = self._archive.read(entry)
        check_digest(listed, hashlib.sha256(data).hexdigest())
        return data

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes; the whole file is read and checked for it."""
        return self.verify(path, count)

    def irregular(self) -> Mapping[str, str]:
        """Give nothing: the reader refuses archives that hold anything but files."""
        return {}

    def verify(self, path: RelPath, head: int) -> bytes:
        """Read a file through in pieces and check it; give only its first `head` bytes."""
        listed, entry = self._files[path]
        running = hashlib.sha256()
        start = b""
        for piece in self._archive.stream(entry):
            running.update(piece)
            start += piece[: head - len(start)]
        check_digest(listed, running.hexdigest())
        return start


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
