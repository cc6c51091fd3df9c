"""Writing: whole or not at all; what waits aside is never lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.tree.tree import MemoryTree
from chapbook.tree.write import (
    aside_of,
    put_back,
    put_in_place,
    recover,
    settle,
    sweep,
    write_file,
    write_tree,
)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _folder(path: Path, content: str) -> Path:
    path.mkdir()
    (path / "a").write_text(content, encoding="utf-8")
    return path


def test_a_tree_replaces_the_folder_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_tree(MemoryTree({"a/b.md": b"1", "c.md": b"2"}), target)
    write_tree(MemoryTree({"a/d.md": b"3"}), target)
    assert [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()] == ["a/d.md"]
    assert _names(tmp_path) == ["out"]


def test_what_was_put_aside_comes_back_or_goes(tmp_path: Path) -> None:
    target = _folder(tmp_path / "x", "old")
    put_in_place(_folder(tmp_path / "new", "new"), target)
    assert (target / "a").read_text(encoding="utf-8") == "new"
    assert (aside_of(target) / "a").read_text(encoding="utf-8") == "old"
    put_back(target)
    assert (target / "a").read_text(encoding="utf-8") == "old"
    put_in_place(_folder(tmp_path / "new", "new"), target)
    settle(target)
    assert (target / "a").read_text(encoding="utf-8") == "new"
    assert _names(tmp_path) == ["x"]


def test_putting_back_where_nothing_was_leaves_nothing(tmp_path: Path) -> None:
    put_in_place(_folder(tmp_path / "new", "new"), tmp_path / "x")
    put_back(tmp_path / "x")
    assert _names(tmp_path) == []


def test_a_crash_between_the_renames_is_recovered(tmp_path: Path) -> None:
    target = _folder(tmp_path / "x", "old")
    target.rename(aside_of(target))
    recover(target)
    assert (target / "a").read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["x"]


def test_a_link_at_the_target_is_replaced_and_never_followed(tmp_path: Path) -> None:
    elsewhere = _folder(tmp_path / "elsewhere", "safe")
    (tmp_path / "x").symlink_to(elsewhere)
    write_tree(MemoryTree({"b": b"1"}), tmp_path / "x")
    assert not (tmp_path / "x").is_symlink()
    assert _names(elsewhere) == ["a"]


def test_sweeping_takes_old_staging_only(tmp_path: Path) -> None:
    for name in (".chapbook-0123456789ab", ".chapbook-old-x", ".chapbook-import-lock", "other"):
        _folder(tmp_path / name, "x")
    sweep(tmp_path)
    assert len(_names(tmp_path)) == 4
    os.utime(tmp_path / ".chapbook-0123456789ab", (0, 0))
    sweep(tmp_path)
    assert _names(tmp_path) == [".chapbook-import-lock", ".chapbook-old-x", "other"]


def test_a_file_is_replaced_whole_and_a_failure_names_it(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b", b"1")
    write_file(tmp_path / "a" / "b", b"2")
    assert (tmp_path / "a" / "b").read_bytes() == b"2"
    with pytest.raises(OperationFailed, match="cannot be written") as caught:
        write_file(tmp_path / "a" / "b" / "c", b"3")
    assert caught.value.code == "cannot-write"
    assert _names(tmp_path / "a") == ["b"]
