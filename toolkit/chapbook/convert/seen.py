"""A source that remembers which of its files were read, so that no file is left behind without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chapbook.convert.notes import Log
from chapbook.tree.tree import RelPath, Tree

_MOST_NAMED = 20
"""More unused files than these are named by their folders."""
_MOST_NAMES = 5


class SeenTree:
    """A tree that passes all on to another, and keeps in `seen` what was read in full."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.seen: set[RelPath] = set()

    def paths(self) -> Sequence[RelPath]:
        """Give all files, sorted."""
        return self._tree.paths()

    def size(self, path: RelPath) -> int:
        """Give the size in bytes."""
        return self._tree.size(path)

    def read(self, path: RelPath) -> bytes:
        """Give the bytes, and remember that they were asked for."""
        content = self._tree.read(path)
        self.seen.add(path)
        return content

    def head(self, path: RelPath, count: int) -> bytes:
        """Give the first `count` bytes; a look at them is no reading."""
        return self._tree.head(path, count)

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        """Give the bytes piece by piece, and remember that they were asked for."""
        self.seen.add(path)
        yield from self._tree.pieces(path)

    def irregular(self) -> Mapping[str, str]:
        """Give what is not a file one may read."""
        return self._tree.irregular()


def note_unread(tree: SeenTree, log: Log) -> None:
    """Note as lost the files that nothing read, except those that a note names already."""
    named = {note.path for note in log.lost if not note.line}
    unread = [path for path in tree.paths() if path not in tree.seen and path not in named]
    if len(unread) <= _MOST_NAMED:
        for path in unread:
            log.lose("This file was not used.", path)
        return
    folders: dict[str, list[str]] = {}
    for path in unread:
        folders.setdefault(path.rpartition("/")[0], []).append(path.rpartition("/")[2])
    for folder, names in sorted(folders.items()):
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        shown = ", ".join(names[:_MOST_NAMES])
        log.lose(f"Not used: {shown}{more}.", folder)
