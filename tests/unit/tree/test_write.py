"""Writing: whole or not at all; what a dead run left goes, and a live run is left alone."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.tree import swap as calls
from chapbook.tree import write
from chapbook.tree.staging import hold, let_go, staging_file, staging_folder, sweep
from chapbook.tree.swap import swap
from chapbook.tree.tree import MemoryTree
from chapbook.tree.write import (
    ASIDE_PREFIX,
    MANY,
    exchange,
    recover,
    require_space,
    sync_tree,
    write_file,
    write_tree,
)

posix = pytest.mark.skipif(os.name != "posix", reason="needs locks on folders")
STALE = f".chapbook-{'a' * 12}"


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


def test_two_names_are_exchanged_in_one_step(tmp_path: Path) -> None:
    one, other = _folder(tmp_path / "one", "1"), _folder(tmp_path / "other", "2")
    if not swap(one, other):
        pytest.skip("this system or file system exchanges no names")
    assert ((one / "a").read_text(encoding="utf-8"), (other / "a").read_text(encoding="utf-8")) == ("2", "1")
    with pytest.raises(FileNotFoundError):
        swap(one, tmp_path / "missing")


def test_without_that_call_the_old_folder_waits_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "swap", lambda one, other: False)
    target = _folder(tmp_path / "x", "old")
    exchange(_folder(tmp_path / "new", "new"), target)
    assert (target / "a").read_text(encoding="utf-8") == "new"
    assert _names(tmp_path) == ["x"]


def test_a_crash_between_two_renames_is_recovered(tmp_path: Path) -> None:
    target = _folder(tmp_path / "x", "old")
    target.rename(tmp_path / f"{ASIDE_PREFIX}x")
    recover(target)
    assert (target / "a").read_text(encoding="utf-8") == "old"
    _folder(tmp_path / f"{ASIDE_PREFIX}x", "older")
    recover(target)
    assert (target / "a").read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["x"]


def test_a_link_at_the_target_is_replaced_and_never_followed(tmp_path: Path) -> None:
    elsewhere = _folder(tmp_path / "elsewhere", "safe")
    (tmp_path / "x").symlink_to(elsewhere)
    write_tree(MemoryTree({"b": b"1"}), tmp_path / "x")
    assert not (tmp_path / "x").is_symlink()
    assert _names(elsewhere) == ["a"]
    assert _names(tmp_path) == ["elsewhere", "x"]


@posix
def test_sweeping_takes_what_nobody_holds(tmp_path: Path) -> None:
    for name in (STALE, f".chapbook-{'b' * 12}", ".chapbook-old-x", ".chapbook-import-lock", "other"):
        _folder(tmp_path / name, "x")
    held = hold(tmp_path / f".chapbook-{'b' * 12}")
    sweep(tmp_path)
    assert _names(tmp_path) == [f".chapbook-{'b' * 12}", ".chapbook-import-lock", ".chapbook-old-x", "other"]
    let_go(held)
    sweep(tmp_path)
    assert _names(tmp_path) == [".chapbook-import-lock", ".chapbook-old-x", "other"]


@posix
def test_what_is_being_written_is_never_swept(tmp_path: Path) -> None:
    with staging_folder(tmp_path) as folder, staging_file(tmp_path) as (file, _):
        sweep(tmp_path)
        assert folder.is_dir()
        assert file.is_file()
    assert _names(tmp_path) == []


def test_a_link_with_the_name_of_staging_is_left_alone(tmp_path: Path) -> None:
    inside = _folder(tmp_path / "mine", "x")
    (tmp_path / STALE).symlink_to(inside)
    sweep(tmp_path)
    assert _names(inside) == ["a"]


def test_a_file_is_replaced_whole_and_a_failure_names_it(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b", b"1")
    write_file(tmp_path / "a" / "b", b"2")
    assert (tmp_path / "a" / "b").read_bytes() == b"2"
    with pytest.raises(OperationFailed, match="cannot be written") as caught:
        write_file(tmp_path / "a" / "b" / "c", b"3")
    assert caught.value.code == "cannot-write"
    assert _names(tmp_path / "a") == ["b"]


@posix
def test_permissions_are_those_of_the_system_and_of_the_file_before(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "new" / "a", b"1")
        write_tree(MemoryTree({"b/c": b"1"}), tmp_path / "tree")
    finally:
        os.umask(mask)
    modes = {
        name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new", "new/a", "tree", "tree/b/c")
    }
    assert modes == {"new": 0o750, "new/a": 0o640, "tree": 0o750, "tree/b/c": 0o640}
    (tmp_path / "new/a").chmod(0o604)
    write_file(tmp_path / "new/a", b"2")
    assert stat.S_IMODE((tmp_path / "new/a").stat().st_mode) == 0o604


def test_through_a_link_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"1")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", b"2")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"2"


def test_room_is_looked_for_first(tmp_path: Path) -> None:
    require_space(tmp_path, 1)
    with pytest.raises(OperationFailed, match="are free") as caught:
        write_tree(_Huge({"a": b""}), tmp_path / "x")
    assert caught.value.code == "disk-full"
    assert _names(tmp_path) == []


class _Huge(MemoryTree):
    def size(self, path: str) -> int:
        return 2**62


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "Make room"),
        (errno.EROFS, "only be read"),
        (errno.EACCES, "permissions"),
        (errno.EIO, "Look at"),
    ],
)
def test_what_the_disk_says_comes_with_what_to_do(tmp_path: Path, number: int, said: str) -> None:
    problem = write.write_problem(tmp_path, OSError(number, os.strerror(number)))
    assert (problem.code, problem.exit_code) == ("cannot-write", 3)
    assert str(tmp_path) in problem.message
    assert said in problem.hint


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is made durable: inode numbers, or `disk`; the calls themselves are not made."""
    seen: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append(str(os.fstat(handle).st_ino)))

    def disk(handle: int) -> int:
        seen.append("disk")
        return 0

    monkeypatch.setattr(calls, "_sync", disk)
    return seen


def _files(folder: Path, count: int) -> set[str]:
    (folder / "sub").mkdir(parents=True)
    for number in range(count):
        (folder / "sub" / str(number)).write_bytes(b"1")
    return {str(path.stat().st_ino) for path in (folder, *folder.rglob("*"))}


linux = pytest.mark.skipif(
    not hasattr(os, "uname") or not calls._tells_of_failures(os.uname().release), reason="needs syncfs"
)


@posix
def test_few_files_are_made_durable_one_by_one(tmp_path: Path, synced: list[str]) -> None:
    wanted = _files(tmp_path / "x", MANY - 1)
    sync_tree(tmp_path / "x")
    assert set(synced) == wanted
    assert len(synced) == len(wanted)


@linux
def test_many_files_are_made_durable_with_one_call(tmp_path: Path, synced: list[str]) -> None:
    _files(tmp_path / "x", MANY)
    sync_tree(tmp_path / "x")
    assert synced == ["disk"]


@posix
@pytest.mark.parametrize("missing", ["the call", "its word"])
def test_without_such_a_call_each_of_many_files_is_made_durable(
    tmp_path: Path, synced: list[str], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "the call":
        monkeypatch.setattr(calls, "_sync", lambda handle: errno.ENOSYS)
    else:
        monkeypatch.setattr(calls, "_tells_of_failures", lambda release: False)
    wanted = _files(tmp_path / "x", MANY)
    sync_tree(tmp_path / "x")
    assert set(synced) == wanted


@linux
def test_a_disk_that_fails_on_many_files_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _folder(tmp_path / "x", "old")
    monkeypatch.setattr(calls, "_sync", lambda handle: errno.EIO)
    with pytest.raises(OperationFailed, match="cannot be written"):
        write_tree(MemoryTree({str(number): b"1" for number in range(MANY)}), tmp_path / "x")
    assert _names(tmp_path) == ["x"]
    assert (tmp_path / "x" / "a").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("release", "tells"),
    [("6.18.44-fc", True), ("5.8.0", True), ("5.8-rc1", True), ("5.7.19", False), ("4.18.0-553.el8", False)]
    + [(odd, False) for odd in ("", "6", "six.one", ".9")],
)
def test_an_old_linux_is_not_believed_that_all_is_well(release: str, tells: bool) -> None:
    assert calls._tells_of_failures(release) is tells


def test_a_system_that_takes_little_at_a_time_gets_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:3])))
    write_tree(MemoryTree({"a": b"0123456789", "b": b""}), tmp_path / "x")
    assert ((tmp_path / "x/a").read_bytes(), (tmp_path / "x/b").read_bytes()) == (b"0123456789", b"")
