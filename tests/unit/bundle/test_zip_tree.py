"""The tree of a bundle: verified bytes only, whether they are kept in memory or read again, and never much memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from random import Random

import pytest

from chapbook.bundle import zip_tree
from chapbook.bundle.verify import open_bundle
from chapbook.bundle.zip_tree import ZipTree
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.tree.tree import MemoryTree, Tree, rel_path
from support.archives import PNG, Draft, good_draft, sample_files, write

NOTE = rel_path("assets/note.txt")
LARGE = rel_path("assets/large.png")
MIB = 1024 * 1024


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Give a bundle on disk with a file of 3 MiB in it."""
    path = tmp_path / "a.chapbook.zip"
    files = sample_files() | {NOTE: b"good", LARGE: PNG + Random(1).randbytes(3 * MIB)}
    path.write_bytes(write(good_draft(files)))
    return path


def exchanged(path: Path) -> None:
    """Put another text into the bundle, after it was verified."""
    draft: Draft = good_draft(sample_files() | {NOTE: b"good"})
    draft.named(f"module/{NOTE}").content = b"evil"
    path.write_bytes(write(draft))


@pytest.mark.parametrize("kept", [0, 20_000, 32 * MIB])
def test_it_reads_the_same_however_much_is_kept(
    bundle: Path, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_tree, "KEPT", kept)
    tree = open_bundle(bundle).tree
    same: Tree = MemoryTree({path: tree.read(path) for path in tree.paths()})
    for path in tree.paths():
        assert b"".join(tree.pieces(path)) == same.read(path)
        assert b"".join(same.pieces(path)) == same.read(path)
        for count in (0, 1, 100, 4096, 5000, 4 * MIB):
            assert tree.head(path, count) == same.head(path, count)


def test_a_file_exchanged_after_it_was_verified_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_tree, "KEPT", 0)
    path = tmp_path / "a.chapbook.zip"
    path.write_bytes(write(good_draft(sample_files() | {NOTE: b"good"})))
    tree = open_bundle(path).tree
    assert tree.read(NOTE) == b"good"
    exchanged(path)
    for read in (
        ZipTree.read,
        lambda tree, name: tree.head(name, 2),
        lambda tree, name: list(tree.pieces(name)),
    ):
        with pytest.raises(Refused) as caught:
            read(tree, NOTE)
        assert caught.value.code in {"zip-crc", "file-digest"}


def test_a_file_that_is_kept_is_the_one_that_was_verified(tmp_path: Path) -> None:
    path = tmp_path / "a.chapbook.zip"
    path.write_bytes(write(good_draft(sample_files() | {NOTE: b"good"})))
    tree = open_bundle(path).tree
    exchanged(path)
    assert tree.read(NOTE) == b"good"
    assert tree.head(NOTE, 2) == b"go"


def test_what_is_kept_is_bounded(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_tree, "KEPT", MIB)
    tracemalloc.start()
    tree = open_bundle(bundle).tree
    held, peak = tracemalloc.get_traced_memory()
    length = sum(len(piece) for piece in tree.pieces(LARGE))
    assert tracemalloc.get_traced_memory()[1] < peak + MIB
    tracemalloc.stop()
    assert length == len(PNG) + 3 * MIB
    assert held < 2 * MIB
    assert peak < 3 * MIB


def test_the_source_can_be_held_open_and_is_closed_after(bundle: Path) -> None:
    tree = open_bundle(bundle).tree
    with tree.archive.held_open():
        assert [len(tree.read(path)) for path in tree.paths()] == [tree.size(path) for path in tree.paths()]
        bundle.unlink()
        assert len(list(tree.archive.stream(tree.archive.entries[0]))) == 1
    with pytest.raises(OperationFailed) as caught:
        list(tree.archive.stream(tree.archive.entries[0]))
    assert caught.value.code == "cannot-read"
