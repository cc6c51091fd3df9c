"""Several files are written as one, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.services.writing import Change, refuse_existing, write_changes


def everything(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_files_and_their_folders_are_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"1")
    write_changes([Change(tmp_path / "a/b/new", b"2"), Change(tmp_path / "old", b"3", before=b"1")])
    assert everything(tmp_path) == {"a": None, "a/b": None, "a/b/new": b"2", "old": b"3"}


def test_a_file_in_the_way_of_a_folder_takes_everything_back(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"1")
    (tmp_path / "wall").write_bytes(b"")
    before = everything(tmp_path)
    changes = [
        Change(tmp_path / "old", b"2", before=b"1"),
        Change(tmp_path / "made/new", b"3"),
        Change(tmp_path / "wall/new", b"4"),
    ]
    with pytest.raises(OperationFailed, match="Nothing was changed") as caught:
        write_changes(changes)
    assert "wall" in caught.value.message
    assert everything(tmp_path) == before


@pytest.mark.parametrize("now", [b"other", None])
def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path, now: bytes | None) -> None:
    if now is not None:
        (tmp_path / "old").write_bytes(now)
    with pytest.raises(OperationFailed, match="another program"):
        write_changes([Change(tmp_path / "new", b"2"), Change(tmp_path / "old", b"2", before=b"1")])
    assert everything(tmp_path) == ({"old": now} if now is not None else {})


def test_a_new_file_that_has_appeared_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "new").write_bytes(b"precious")
    with pytest.raises(OperationFailed, match="Nothing was changed"):
        write_changes([Change(tmp_path / "new", b"2")])
    assert (tmp_path / "new").read_bytes() == b"precious"


def test_a_dangling_link_counts_as_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(UsageProblem, match="link is there already"):
        refuse_existing(tmp_path / "link", tmp_path, "")


def test_a_file_that_goes_comes_back_when_another_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"1")
    (tmp_path / "other").write_bytes(b"changed meanwhile")
    gone = Change(tmp_path / "old", None, before=b"1")
    with pytest.raises(OperationFailed):
        write_changes([gone, Change(tmp_path / "other", b"2", before=b"1")])
    assert (tmp_path / "old").read_bytes() == b"1"
    write_changes([gone])
    assert not (tmp_path / "old").exists()


def test_through_a_link_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"1")
    (tmp_path / "link").symlink_to("real")
    write_changes([Change(tmp_path / "link", b"2", before=b"1")])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"2"


def test_a_link_is_not_moved_or_removed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"1")
    (tmp_path / "link").symlink_to("real")
    before = everything(tmp_path)
    with pytest.raises(OperationFailed, match="symbolic link") as caught:
        write_changes([Change(tmp_path / "new", b"1"), Change(tmp_path / "link", None, before=b"1")])
    assert caught.value.code == "symbolic-link"
    assert everything(tmp_path) == before


def test_two_workspaces_change_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "chapbook.yml").write_bytes(b"")
        (tmp_path / name / "a").write_bytes(b"1")
    changes = [
        Change(tmp_path / "one/a", b"2", before=b"1"),
        Change(tmp_path / "two/a", b"2", before=b"other"),
    ]
    before = everything(tmp_path)
    with pytest.raises(OperationFailed, match="another program"):
        write_changes(changes)
    assert everything(tmp_path) == before
