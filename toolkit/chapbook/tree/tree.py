"""One abstraction for a content tree: a folder, a bundle and a test are the same thing.

Paths are relative, `/`-separated, without `.` or `..`; they name files only, never folders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NewType, Protocol

RelPath = NewType("RelPath", str)
"""A path of a tree: relative, `/` only, no empty, `.` or `..` part. Make one with `rel_path`."""


_NO_PARTS = frozenset({"", ".", ".."})


def rel_path(text: str) -> RelPath:
    """Check and give `text` as a path of a tree; ValueError says what is wrong with it."""
    if not _NO_PARTS.isdisjoint(text.split("/")) or "\\" in text or "\0" in text:
        raise ValueError(f"not a path inside a module: {text!r}")
    return RelPath(text)


class Tree(Protocol):
    """Files of one module, wherever they are."""

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        ...

    def size(self, path: RelPath) -> int:
        """Give the size in bytes; KeyError when there is no such file."""
        ...

    def read(self, path: RelPath) -> bytes:
        """Give the bytes; KeyError when there is no such file, ChapbookError when it cannot be read."""
        ...

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes, or all when there are fewer; errors as in `read`."""
        ...

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        """Give the bytes piece by piece, for files that memory should not hold whole; errors as in `read`.

        An error may come after some pieces: only when the last one was given are they the file.
        """
        ...

    def irregular(self) -> Mapping[str, str]:
        """Give names that are there but are not files one may read, each with the reason in words."""
        ...


class MemoryTree:
    """A tree made of bytes in memory: tests, and the output of exporters."""

    def __init__(self, files: Mapping[str, bytes], irregular: Mapping[str, str] | None = None) -> None:
        self._files = {rel_path(path): content for path, content in files.items()}
        self._irregular = dict(irregular or {})

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        return sorted(self._files)

    def size(self, path: RelPath) -> int:
        """Give the size in bytes."""
        return len(self._files[path])

    def read(self, path: RelPath) -> bytes:
        """Give the bytes."""
        return self._files[path]

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes."""
        return self._files[path][:count]

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        """Give the bytes in one piece."""
        yield self._files[path]

    def irregular(self) -> Mapping[str, str]:
        """Give what was handed in as irregular."""
        return self._irregular
