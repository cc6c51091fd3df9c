"""A tree with some files laid over it: what is open in an editor counts before what was saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chapbook.tree.tree import RelPath, Tree


class OverlayTree:
    """`base` with `files` in place of its own; files that `base` has not are added."""

    def __init__(self, base: Tree, files: Mapping[RelPath, bytes]) -> None:
        self._base = base
        self._files = files

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        return sorted({*self._base.paths(), *self._files})

    def size(self, path: RelPath) -> int:
        """Give the size in bytes."""
        return len(self._files[path]) if path in self._files else self._base.size(path)

    def read(self, path: RelPath) -> bytes:
        """Give the bytes; errors are those of `base`."""
        return self._files[path] if path in self._files else self._base.read(path)

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes; errors are those of `base`."""
        return self._files[path][:count] if path in self._files else self._base.head(path, count)

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        """Give the bytes piece by piece; errors are those of `base`."""
        if path in self._files:
            yield self._files[path]
        else:
            yield from self._base.pieces(path)

    def irregular(self) -> Mapping[str, str]:
        """Give what `base` may not read, but for what is laid over it."""
        return {name: reason for name, reason in self._base.irregular().items() if name not in self._files}
