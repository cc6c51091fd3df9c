"""Packs of finished modules: what was put in comes out, and whatever is damaged counts as missing."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from chapbook.site.packs import Pack, Packs

HEAD = {
    "facts": {"title": "Tee – mit ü und \u2028", "n": 3},
    "asked": {"module:milk": ""},
    "said": [["a", None]],
}
WORDS = "steep milk\nü 茶"
FILES = {
    "index.html": b"<p>one</p>" * 9,
    "lessons/why/index.html": b"<p>two</p>",
    "lessons/why/empty.txt": b"",
    "a cup \xc3\xbc.svg".encode("latin-1").decode("utf-8"): bytes(range(256)),
}


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    made = Packs(tmp_path / "cache/modules")
    made.write("one", HEAD, WORDS, FILES)
    return made


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    }


def unpacked(pack: Pack, folder: Path) -> dict[str, bytes]:
    pack.write_files(folder)
    return files_of(folder)


def test_what_was_put_in_comes_out(packs: Packs, tmp_path: Path) -> None:
    pack = packs.find("one")
    assert pack is not None
    assert {key: pack.head[key] for key in HEAD} == HEAD
    assert pack.words == WORDS
    assert unpacked(pack, tmp_path / "out") == FILES
    head = packs.head("one")
    assert head == pack.head


def test_the_same_module_is_the_same_bytes(packs: Packs, tmp_path: Path) -> None:
    packs.write("two", HEAD, WORDS, FILES)
    folder = tmp_path / "cache/modules"
    assert (folder / "one").read_bytes() == (folder / "two").read_bytes()


def test_a_pack_without_files(packs: Packs, tmp_path: Path) -> None:
    packs.write("none", {}, "", {})
    pack = packs.read("none")
    assert pack is not None
    assert unpacked(pack, tmp_path / "out") == {}


def test_what_is_not_there_is_missing(packs: Packs, tmp_path: Path) -> None:
    for each in (packs, Packs(tmp_path / "nowhere")):
        assert each.find("two") is None
        assert each.read("two") is None
        assert each.head("two") is None


def test_who_wants_all_anew_finds_nothing_and_may_still_look(packs: Packs, tmp_path: Path) -> None:
    anew = Packs(tmp_path / "cache/modules", use=False)
    assert anew.find("one") is None
    assert anew.read("one") == packs.read("one")
    anew.write("two", HEAD, WORDS, FILES)
    assert packs.find("two") is not None


def test_damage_at_any_byte_counts_as_missing(packs: Packs, tmp_path: Path) -> None:
    path = tmp_path / "cache/modules/one"
    whole = path.read_bytes()
    front = packs.head("one")
    assert packs.read("one") is not None, "control: undamaged it is there"
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert packs.read("one") is None, at
        assert packs.head("one") in (None, front), (at, "another head is worse than none")


def test_a_pack_that_is_cut_off_counts_as_missing(packs: Packs, tmp_path: Path) -> None:
    path = tmp_path / "cache/modules/one"
    whole = path.read_bytes()
    front = packs.head("one")
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert packs.read("one") is None, length
        assert packs.head("one") in (None, front), length
    path.write_bytes(whole + b"\0")
    assert packs.read("one") is None
    path.write_bytes(whole)
    assert packs.read("one") is not None


@pytest.mark.parametrize("data", [b"", b"x" * 15, bytes(16), bytes(64), os.urandom(500), b"\xff" * 64])
def test_what_is_no_pack_counts_as_missing(data: bytes, packs: Packs, tmp_path: Path) -> None:
    (tmp_path / "cache/modules/one").write_bytes(data)
    assert packs.read("one") is None
    assert packs.head("one") is None


def test_a_folder_in_the_place_of_a_pack_counts_as_missing(packs: Packs, tmp_path: Path) -> None:
    (tmp_path / "cache/modules/two").mkdir()
    assert packs.read("two") is None
    assert packs.head("two") is None


def test_files_that_cannot_be_inflated_are_said() -> None:
    whole = zlib.compress(b"words" * 100)
    for data in (b"", b"no zip", whole[:-6], whole[:4] + b"\0" + whole[5:]):
        with pytest.raises(ValueError, match="damaged"):
            Pack({"files": [["a.html", 500]]}, "", data).write_files(Path("/nowhere"))


@pytest.mark.parametrize(
    "path", ["../a.html", "/tmp/a.html", "lessons/../../a.html", "c:/a.html", "..\\a.html"]
)
def test_paths_that_lead_out_of_the_folder_are_refused(path: str, packs: Packs, tmp_path: Path) -> None:
    """Whoever can write into the cache writes packs with the right digests too."""
    packs.write("evil", HEAD, WORDS, {"good.html": b"good", path: b"evil"})
    pack = packs.read("evil")
    assert pack is not None
    with pytest.raises(ValueError, match="leads out"):
        pack.write_files(tmp_path / "out")
    assert b"evil" not in [each.read_bytes() for each in tmp_path.rglob("*.html")]


def test_pruning_leaves_what_is_needed(packs: Packs, tmp_path: Path) -> None:
    folder = tmp_path / "cache/modules"
    packs.write("two", HEAD, WORDS, FILES)
    packs.write("three", HEAD, WORDS, FILES)
    (folder / ".chapbook-0123456789ab").write_bytes(b"left by a writer that died")
    packs.prune({"one", "three", "never was"})
    assert sorted(each.name for each in folder.iterdir()) == ["one", "three"]
    assert packs.read("one") is not None
    packs.prune(set())
    assert list(folder.iterdir()) == []
    packs.write("one", HEAD, WORDS, FILES)
    assert packs.read("one") is not None, "and it goes on"


def test_pruning_where_nothing_is_kept(tmp_path: Path) -> None:
    Packs(tmp_path / "nowhere").prune({"one"})
    assert not (tmp_path / "nowhere").exists()


def test_a_disk_that_refuses_is_no_error_and_nothing_lies_about(packs: Packs, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    Packs(tmp_path / "file/modules").write("one", HEAD, WORDS, FILES)
    folder = tmp_path / "cache/modules"
    (folder / "two").mkdir()
    (folder / "two/in the way").touch()
    packs.write("two", HEAD, WORDS, FILES)
    assert sorted(each.name for each in folder.iterdir()) == ["one", "two"]
    assert packs.read("two") is None
    assert packs.read("one") is not None


def test_a_pack_is_replaced_as_a_whole(packs: Packs, tmp_path: Path) -> None:
    packs.write("one", {"new": True}, "", {"a.html": b"new"})
    pack = packs.read("one")
    assert pack is not None
    assert pack.head["new"]
    assert unpacked(pack, tmp_path / "out") == {"a.html": b"new"}
    assert [each.name for each in (tmp_path / "cache/modules").iterdir()] == ["one"]
