"""Looks at folders: every change shows, without a file being read, and what may yet change unseen is not trusted."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chapbook.tree.disk import is_ignored
from chapbook.tree.seen import CLOCK, Seen, files_sign, is_as_seen, look_at

HOUR = 3_600_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files of an hour ago."""
    for path in ("a.md", "lessons/b.md", "lessons/deep/c.md", ".hidden/d.md"):
        place = tmp_path / "tea" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("words", encoding="utf-8")
    for each in (tmp_path / "tea").rglob("*"):
        back(each)
    return tmp_path / "tea"


def back(path: Path, by: int = HOUR) -> None:
    """Set a time of change back; the system's own time, which nobody can set, stays."""
    at = path.lstat()
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns - by), follow_symlinks=False)


def look(folder: Path) -> Seen:
    return look_at(str(folder), is_ignored)


def later() -> None:
    """Wait until the disk's clock has moved on, whatever its steps are."""
    started = time.time_ns()
    while time.time_ns() < started + 30_000_000:
        time.sleep(0.005)


def rewrite(path: Path, content: bytes) -> None:
    """Write other bytes of the same number, and put the old time back, as `cp -p` and archives do."""
    at = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (at.st_size, at.st_mtime_ns)


def test_control_what_nobody_touched_looks_the_same(folder: Path) -> None:
    seen = look(folder)
    later()
    assert is_as_seen(str(folder), seen)
    assert look(folder).sign == seen.sign
    assert sorted(seen.files.split("\n")) == ["a.md", "lessons/b.md", "lessons/deep/c.md"]
    assert sorted(seen.folders.split("\n")) == ["", "lessons/", "lessons/deep/"]


def test_reading_changes_nothing(folder: Path) -> None:
    seen = look(folder)
    later()
    (folder / "a.md").read_bytes()
    assert is_as_seen(str(folder), seen)


def swap_in(folder: Path) -> None:
    """Put another file of the same size and time in the place of one, as editors do."""
    old = (folder / "a.md").stat()
    (folder / ".new").write_bytes(b"other")
    os.utime(folder / ".new", ns=(old.st_atime_ns, old.st_mtime_ns))
    (folder / ".new").replace(folder / "a.md")


def to_a_folder(folder: Path) -> None:
    (folder / "a.md").unlink()
    (folder / "a.md").mkdir()


CHANGES: dict[str, Callable[[Path], object]] = {
    "other bytes of the same number with the old time": lambda folder: rewrite(folder / "a.md", b"other"),
    "the same below two folders": lambda folder: rewrite(folder / "lessons/deep/c.md", b"other"),
    "another file with the old size and time": swap_in,
    "a new time": lambda folder: os.utime(folder / "a.md"),
    "a new file": lambda folder: (folder / "e.md").write_text("x"),
    "a new file of nothing": lambda folder: (folder / "lessons/deep/e.md").touch(),
    "a file in a new folder": lambda folder: (
        (folder / "new").mkdir(),
        (folder / "new/e.md").write_text("x"),
    ),
    "a removed file": lambda folder: (folder / "lessons/b.md").unlink(),
    "another name": lambda folder: (folder / "a.md").rename(folder / "z.md"),
    "moved to another folder": lambda folder: (folder / "a.md").rename(folder / "lessons/a.md"),
    "a file that becomes a folder": to_a_folder,
    "a link to nothing": lambda folder: (folder / "e.md").symlink_to("gone"),
    "a file that becomes a link": lambda folder: (
        (folder / "a.md").unlink(),
        (folder / "a.md").symlink_to("lessons/b.md"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_shows(name: str, folder: Path) -> None:
    seen = look(folder)
    later()
    CHANGES[name](folder)
    assert not is_as_seen(str(folder), seen)
    assert is_as_seen(str(folder), look(folder)), "control: the new look fits"


def test_control_size_and_time_alone_would_not_tell(folder: Path) -> None:
    """What the first of the changes above protects from: an old time and an old size say nothing."""
    before = (folder / "a.md").stat()
    later()
    rewrite(folder / "a.md", b"other")
    after = (folder / "a.md").stat()
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    assert before.st_ctime_ns < after.st_ctime_ns


def test_a_folder_that_is_gone_is_not_as_seen_and_cannot_be_looked_at(folder: Path) -> None:
    seen = look(folder)
    folder.rename(folder.with_name("other"))
    assert not is_as_seen(str(folder), seen)
    with pytest.raises(OSError, match="tea"):
        look(folder)


def test_a_link_that_leads_nowhere_has_a_look_of_its_own(folder: Path) -> None:
    link = folder / "e.md"
    link.symlink_to("gone")
    seen = look(folder)
    later()
    assert is_as_seen(str(folder), seen)
    link.unlink()
    link.symlink_to("elsewhere")
    assert not is_as_seen(str(folder), seen)


def test_what_a_link_leads_to_is_looked_at(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "outside.md"
    target.write_text("words")
    (folder / "e.md").symlink_to(target)
    seen = look(folder)
    later()
    assert is_as_seen(str(folder), seen)
    rewrite(target, b"other")
    assert not is_as_seen(str(folder), seen)


def test_a_link_that_starts_to_lead_somewhere_shows(folder: Path, tmp_path: Path) -> None:
    (folder / "e.md").symlink_to(tmp_path / "outside.md")
    seen = look(folder)
    later()
    (tmp_path / "outside.md").write_text("")
    assert not is_as_seen(str(folder), seen)


def test_ignored_names_and_folders_of_others_do_not_count(folder: Path) -> None:
    seen = look_at(str(folder), is_ignored, frozenset({"lessons/deep"}))
    assert sorted(seen.files.split("\n")) == ["a.md", "lessons/b.md"]
    later()
    (folder / "lessons/deep/new.md").write_text("x")
    (folder / "lessons/deep/c.md").write_text("more words")
    (folder / ".hidden/new.md").write_text("x")
    assert is_as_seen(str(folder), seen)
    (folder / "lessons/new.md").write_text("x")
    assert not is_as_seen(str(folder), seen), "control: what lies beside them does"


def test_an_empty_folder_has_a_look(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    seen = look(tmp_path / "empty")
    later()
    assert (seen.files, seen.settled) == ("", seen.settled)
    assert is_as_seen(str(tmp_path / "empty"), seen)
    (tmp_path / "empty/a.md").touch()
    assert not is_as_seen(str(tmp_path / "empty"), seen)


def test_what_was_written_a_moment_ago_is_not_settled(folder: Path) -> None:
    for each in [folder, *folder.rglob("*")]:
        back(each)
    assert look(folder).settled, "control: files of an hour ago are"
    (folder / "a.md").write_text("other")
    seen = look(folder)
    assert not seen.settled
    assert is_as_seen(str(folder), seen), "it looks as it did, but that proves nothing yet"
    back(folder / "a.md", 2 * CLOCK)
    assert look(folder).settled


@pytest.mark.parametrize("change", ["a file came", "a file went"])
def test_a_folder_that_changed_a_moment_ago_is_not_settled(folder: Path, change: str) -> None:
    """By a coarse clock, one more file may come into it without showing."""
    for each in [folder, *folder.rglob("*")]:
        back(each)
    assert look(folder).settled
    if change == "a file came":
        (folder / "old.md").write_text("x")
        back(folder / "old.md")
    else:
        (folder / "a.md").unlink()
    assert not look(folder).settled


def test_files_alone_can_be_told_by_one_line(folder: Path) -> None:
    sign = files_sign(str(folder), is_ignored)
    later()
    assert files_sign(str(folder), is_ignored) == sign
    (folder / ".hidden/new.md").write_text("x")
    (folder / "empty").mkdir()
    assert files_sign(str(folder), is_ignored) == sign, "folders do not count"
    for change in (CHANGES["the same below two folders"], CHANGES["a new file"], CHANGES["a removed file"]):
        change(folder)
        assert files_sign(str(folder), is_ignored) != sign
        sign = files_sign(str(folder), is_ignored)
