"""A folder as a tree: what belongs to a module and what is never read."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import MemoryTree, rel_path


def test_files_are_listed_sorted_and_hidden_ones_never(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", ".env", ".git/config", "a/x.md~", "__pycache__/m.pyc"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    tree = DirTree(tmp_path)
    assert list(tree.paths()) == ["a/z.md", "b.md"]
    assert tree.read(rel_path("a/z.md")) == b"a/z.md"
    assert tree.size(rel_path("b.md")) == 4
    assert tree.irregular() == {}


def test_links_that_stay_inside_are_files_and_links_that_leave_are_not_read(tmp_path: Path) -> None:
    module = tmp_path / "module"
    module.mkdir()
    (tmp_path / "secret").write_text("secret")
    (module / "real.md").write_text("real")
    (module / "inside.md").symlink_to("real.md")
    (module / "outside.md").symlink_to("../secret")
    (module / "dangling.md").symlink_to("nowhere")
    (module / "folder").symlink_to(tmp_path, target_is_directory=True)
    tree = DirTree(module)
    assert list(tree.paths()) == ["inside.md", "real.md"]
    assert set(tree.irregular()) == {"outside.md", "dangling.md", "folder"}
    assert "leaves the module" in tree.irregular()["outside.md"]
    with pytest.raises(KeyError):
        tree.read(rel_path("outside.md"))


def test_a_folder_that_is_not_there_is_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(OperationFailed) as caught:
        DirTree(tmp_path / "missing")
    assert caught.value.code == "cannot-read"
    assert "missing" in caught.value.message


@pytest.mark.parametrize("path", ["", "/a", "a//b", "../a", "a/./b", "a\\b", "a/", "a\0"])
def test_only_plain_relative_paths_are_paths(path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        rel_path(path)


def test_a_large_file_comes_in_pieces(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4000
    (tmp_path / "a.png").write_bytes(content)
    tree = DirTree(tmp_path)
    pieces = list(tree.pieces(rel_path("a.png")))
    assert len(pieces) > 1
    assert b"".join(pieces) == content
    (tmp_path / "a.png").unlink()
    with pytest.raises(OperationFailed, match="cannot be read"):
        list(tree.pieces(rel_path("a.png")))


@pytest.mark.parametrize("length", [3, 4096, 9000])
def test_the_head_of_a_file_is_the_same_before_and_after_it_was_read(tmp_path: Path, length: int) -> None:
    path, content = rel_path("a.txt"), b"abc" * length
    (tmp_path / path).write_bytes(content[:length])
    tree = DirTree(tmp_path)
    before = [tree.head(path, count) for count in (0, 2, 4096, 8000, 20_000)]
    assert tree.read(path) == content[:length]
    assert [tree.head(path, count) for count in (0, 2, 4096, 8000, 20_000)] == before
    assert before[-1] == content[:length]


def test_memory_tree_answers_like_a_folder() -> None:
    tree = MemoryTree({"b": b"2", "a/c": b"1"})
    assert list(tree.paths()) == ["a/c", "b"]
    assert tree.read(rel_path("b")) == b"2"
    assert tree.size(rel_path("a/c")) == 1
