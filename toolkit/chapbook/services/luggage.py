"""What of a module's folder travels in a bundle: its files, pictures without what cameras noted, nothing hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import Refused
from chapbook.lint.exif import holds_place
from chapbook.lint.film import is_film, streamed_film_holds_place
from chapbook.lint.placeless import without_owner
from chapbook.tree.disk import DirTree, ignored_names
from chapbook.tree.overlay import OverlayTree
from chapbook.tree.tree import RelPath, Tree

_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_FILMS = (".avif", ".mp4", ".m4a")


@dataclass(frozen=True, slots=True)
class Luggage:
    """`tree` is what travels. `bared` are pictures that lost their notes there; the author's files stay as they are.

    `left_out` are the hidden names and backups in the folder.
    """

    tree: Tree
    bared: tuple[RelPath, ...]
    left_out: tuple[str, ...]


def luggage_of(folder: Path) -> Luggage:
    """Look through a folder; `Refused` for a film that tells where it was taken, since that is not taken out here."""
    tree = DirTree(folder)
    bared = dict(_bared(tree))
    return Luggage(OverlayTree(tree, bared), tuple(bared), tuple(sorted(ignored_names(folder))))


def _bared(tree: Tree) -> Iterator[tuple[RelPath, bytes]]:
    for path in tree.paths():
        name = path.lower()
        if name.endswith(_PICTURES) and (bare := without_owner(tree.read(path))) is not None:
            yield path, bare
        if name.endswith(_FILMS) and _tells_place(tree, path):
            message = f"“{path}” tells where it was taken, which may be somebody's home. Nothing was packed."
            raise Refused("place-in-file", message, "Save it again without the place, then pack again.")


def _tells_place(tree: Tree, path: RelPath) -> bool:
    """Look through a film piece by piece; a picture in a film's container is looked at whole."""
    if is_film(tree.head(path, 12)):
        return streamed_film_holds_place(tree.pieces(path))
    return holds_place(tree.read(path))
