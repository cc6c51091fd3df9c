"""Files laid over a tree."""

from __future__ import annotations

import pytest

from chapbook.tree.overlay import OverlayTree
from chapbook.tree.tree import MemoryTree, rel_path

BASE = MemoryTree({"a.md": b"old", "b.md": b"b"}, irregular={"c.md": "it is a pipe", "d": "it is a link"})


def test_what_is_laid_over_counts_and_the_rest_shines_through() -> None:
    tree = OverlayTree(BASE, {rel_path("a.md"): b"newer", rel_path("c.md"): b"c"})
    assert tree.paths() == ["a.md", "b.md", "c.md"]
    assert tree.read(rel_path("a.md")) == b"newer"
    assert tree.size(rel_path("a.md")) == 5
    assert tree.head(rel_path("a.md"), 3) == b"new"
    assert (tree.read(rel_path("b.md")), tree.size(rel_path("b.md"))) == (b"b", 1)
    assert tree.head(rel_path("b.md"), 9) == b"b"
    assert [list(tree.pieces(path)) for path in tree.paths()] == [[b"newer"], [b"b"], [b"c"]]
    assert tree.irregular() == {"d": "it is a link"}
    with pytest.raises(KeyError):
        tree.read(rel_path("nowhere"))
