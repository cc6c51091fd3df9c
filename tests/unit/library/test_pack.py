"""Packing: deterministic, and nothing is written that would be refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from zipfile import ZIP_STORED, ZipFile

import pytest

from chapbook.bundle.limits import Limits
from chapbook.bundle.verify import open_bundle
from chapbook.bundle.zip_writer import Contents, write_archive, write_entries
from chapbook.diag.errors import Refused
from chapbook.library.pack import Seal, kept_signatures, pack_module
from chapbook.model.reader import read_module
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import MemoryTree, RelPath
from chapbook.tree.write import write_tree
from chapbook.trust.identity import signed
from support.archives import CREATED, TOOL, pack, sample_files
from support.identities import SecurityKey, identity, rotated, signer


def test_packing_twice_gives_equal_bytes() -> None:
    assert pack().data == pack().data
    reversed_files = dict(reversed(sample_files().items()))
    assert pack(reversed_files).data == pack().data


def test_the_name_says_module_and_version() -> None:
    assert pack().file_name == "pricing-basics-1.2.0.chapbook.zip"


def test_a_round_trip_through_disk_gives_equal_bytes(tmp_path: Path) -> None:
    packed = pack()
    write_tree(open_bundle(packed.data).tree, tmp_path / "pricing-basics")
    tree = DirTree(tmp_path / "pricing-basics")
    module = read_module(tree).module
    assert module is not None
    assert pack_module(module, tree, created=CREATED, tool=TOOL) == packed


def test_created_is_part_of_the_release_but_not_of_the_content() -> None:
    tree = MemoryTree(sample_files())
    module = read_module(tree).module
    assert module is not None
    later = pack_module(module, tree, created=CREATED + timedelta(days=1), tool=TOOL)
    assert later.release != pack().release
    assert later.manifest.content == pack().manifest.content


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("assets/run.exe", b"MZ", "type-not-allowed"),
        ("assets/a.png", b"<html>", "type-mismatch"),
        ("lessons/long.md", b"a" * 70_000, "limit-text-size"),
        ("assets/con.txt", b"a", "name-reserved"),
        ("assets/a:b.txt", b"a", "name-character"),
        ("Lessons/a.md", b"a", "name-clash"),
    ],
)
def test_what_a_reader_would_refuse_is_not_packed(path: str, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        pack({**sample_files(), path: data})
    assert caught.value.code == code


def test_limits_are_asked_before_anything_is_read() -> None:
    tree = MemoryTree(sample_files())
    module = read_module(tree).module
    assert module is not None
    for limits, code in (
        (Limits(entries=4), "limit-entries"),
        (Limits(total_bytes=100), "limit-total-size"),
        (Limits(read_bytes=100), "limit-read-size"),
        (Limits(file_bytes=100), "limit-file-size"),
    ):
        with pytest.raises(Refused) as caught:
            pack_module(module, tree, created=CREATED, tool=TOOL, limits=limits)
        assert caught.value.code == code


def test_a_text_that_packs_like_a_bomb_is_stored_and_accepted() -> None:
    files = sample_files() | {"assets/zeros.csv": b"0," * 1_000_000}
    packed = pack(files)
    assert open_bundle(packed.data).release == packed.release
    assert len(packed.data) > 2_000_000


def test_packed_types_are_stored_and_texts_deflated() -> None:
    data = write_archive(
        [("mimetype", b"x" * 99), ("a.txt", b"y" * 99), ("b.png", b"z" * 99), ("c.txt", b"q")]
    )
    assert b"x" * 99 in data
    assert b"y" * 99 not in data
    assert b"z" * 99 in data


@pytest.mark.parametrize("size", [1, 1000, 70_000, 10**9])
def test_contents_in_pieces_give_the_same_bytes(size: int, tmp_path: Path) -> None:
    noise = Random(1).randbytes(100_000)
    files = {
        "mimetype": b"x",
        "text.md": b"What one reads. " * 9000,
        "noise.txt": noise,
        "picture.png": noise,
        "bomb.csv": b"0," * 600_000,
        "empty.txt": b"",
    }

    def pieces(data: bytes) -> Contents:
        return lambda: (data[at : at + size] for at in range(0, len(data), size))

    with (tmp_path / "a.zip").open("w+b") as file:
        written = write_entries(file, ((name, pieces(data)) for name, data in files.items()))
        file.seek(0)
        found = file.read()
    assert found == write_archive(files.items())
    assert written == len(found)
    with ZipFile(tmp_path / "a.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
        stored = {each.filename for each in archive.infolist() if each.compress_type == ZIP_STORED}
    assert stored == set(files) - {"text.md"}


class _Changing(MemoryTree):
    """A tree whose picture is another one each time it is read whole."""

    times = 0

    def pieces(self, path: RelPath) -> Iterator[bytes]:
        self.times += path.endswith(".png")
        yield from super().pieces(path)
        yield bytes(self.times if path.endswith(".png") else 0)


def test_a_file_that_changes_meanwhile_is_found_out() -> None:
    tree = _Changing(sample_files())
    module = read_module(tree).module
    assert module is not None
    with pytest.raises(Refused) as caught:
        pack_module(module, tree, created=CREATED, tool=TOOL)
    assert caught.value.code == "file-size"


def test_a_signature_on_the_disk_is_kept_for_the_same_manifest(tmp_path: Path) -> None:
    sign, drawer = SecurityKey("ana"), signer("ana drawer")
    named = identity(sign=[sign], recover=[drawer])
    chain = signed(None, named, [sign, drawer])
    path = tmp_path / "a.chapbook.zip"
    path.write_bytes(pack(seal=Seal(chain, sign)).data)
    kept = kept_signatures(path, chain)
    again = SecurityKey("ana", counter=8)
    assert pack(seal=Seal(chain, again, kept)).data == path.read_bytes()
    other = pack(sample_files(version="1.3.0"), Seal(chain, again, kept))
    assert other.data == pack(sample_files(version="1.3.0"), Seal(chain, again)).data
    assert kept_signatures(path, rotated(chain, sign, signer("ana 2"))) == {}
    for data in (pack().data, b"PK", b""):
        path.write_bytes(data)
        assert kept_signatures(path, chain) == {}
    assert kept_signatures(tmp_path / "none.chapbook.zip", chain) == {}
