"""Several files change together; a run that died half-way is finished or taken back, and no edit is lost."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.tree import turns
from chapbook.tree.changes_plan import PLAN, Entry
from chapbook.tree.staging import JOURNAL, hold, let_go
from chapbook.tree.together import Change, NewFolder, finish, replace_together
from chapbook.tree.tree import MemoryTree

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
OLD = {"a.md": b"old a", "b/b.md": b"old b", "gone/c.md": b"old c", "other": b"other"}
NEW = {"a.md": b"new a", "b/b.md": b"new b", "made/d.md": b"new d", "other": b"other"}


def _write(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def _read(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def _changes(root: Path) -> list[Change]:
    names = [name for name in {**OLD, **NEW} if name != "other"]
    return [Change(root / name, NEW.get(name), OLD.get(name)) for name in names]


def _died_after(root: Path, ended: int) -> Path:
    """Give a root in which a change died after so many of its four files had taken their place."""
    _write(root, OLD)
    child = os.fork()
    if child == 0:
        real, code = turns.apply, 1

        def apply(root: Path, number: int, entry: Entry) -> None:
            if number == ended:
                os._exit(9)
            real(root, number, entry)

        try:
            turns.apply = apply
            replace_together(root, _changes(root))
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    return root


def test_all_files_change_and_empty_folders_go(tmp_path: Path) -> None:
    _write(tmp_path, OLD)
    replace_together(tmp_path, _changes(tmp_path))
    assert _read(tmp_path) == NEW
    assert not (tmp_path / "gone").exists()


def test_a_folder_changes_with_a_file(tmp_path: Path) -> None:
    _write(tmp_path, {"lock": b"1", "in/x/old.md": b"1"})
    tree = MemoryTree({"new.md": b"2", "deep/er.md": b"3"})
    replace_together(tmp_path, [Change(tmp_path / "lock", b"2", b"1")], NewFolder(tmp_path / "in/x", tree))
    assert _read(tmp_path) == {"lock": b"2", "in/x/new.md": b"2", "in/x/deep/er.md": b"3"}


@forks
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_change_that_died_is_finished(tmp_path: Path, turns: int) -> None:
    _died_after(tmp_path, turns)
    assert (tmp_path / JOURNAL).is_dir()
    finish(tmp_path)
    assert _read(tmp_path) == NEW
    assert not (tmp_path / "gone").exists()


@forks
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_an_edit_before_a_files_turn_takes_the_others_back(tmp_path: Path, turns: int) -> None:
    _died_after(tmp_path, turns)
    waiting = [each.path for each in _changes(tmp_path)][turns]
    waiting.parent.mkdir(exist_ok=True)
    waiting.write_bytes(b"mine")
    finish(tmp_path)
    assert _read(tmp_path) == {**OLD, waiting.relative_to(tmp_path).as_posix(): b"mine"}


@forks
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_an_edit_after_a_files_turn_stays(tmp_path: Path, turns: int) -> None:
    _died_after(tmp_path, turns)
    (tmp_path / "a.md").write_bytes(b"new a and mine")
    finish(tmp_path)
    assert _read(tmp_path) == {**NEW, "a.md": b"new a and mine"}


@forks
def test_taking_back_that_died_is_taken_up(tmp_path: Path) -> None:
    _died_after(tmp_path, 2)
    (tmp_path / JOURNAL / "0.old").replace(tmp_path / "a.md")
    finish(tmp_path)
    assert _read(tmp_path) == OLD


def test_a_file_that_is_not_as_it_was_read_stops_all(tmp_path: Path) -> None:
    _write(tmp_path, {**OLD, "b/b.md": b"mine"})
    with pytest.raises(OperationFailed) as caught:
        replace_together(tmp_path, _changes(tmp_path))
    assert caught.value.code == "changed-meanwhile"
    assert _read(tmp_path) == {**OLD, "b/b.md": b"mine"}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_whatever_stops_it_takes_all_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int, stop: type[BaseException]
) -> None:
    _write(tmp_path, OLD)
    real = turns.apply

    def apply(root: Path, number: int, entry: Entry) -> None:
        if number == turn:
            raise stop
        real(root, number, entry)

    monkeypatch.setattr(turns, "apply", apply)
    with pytest.raises((stop, OperationFailed)):
        replace_together(tmp_path, _changes(tmp_path))
    assert _read(tmp_path) == OLD
    assert not (tmp_path / "made").exists()


def test_a_live_run_is_waited_for_and_named(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir()
    (tmp_path / JOURNAL / PLAN).write_text(
        '{"run": {"process": 7, "computer": "desk", "since": "08:00:00 UTC"}}', encoding="utf-8"
    )
    held = hold(tmp_path / JOURNAL)
    if held is None:
        pytest.skip("this system has no locks on folders")
    with pytest.raises(OperationFailed, match=r"\(process 7 on desk, since 08:00:00 UTC\)") as caught:
        finish(tmp_path, patience=0.1)
    assert caught.value.code == "workspace-busy"
    let_go(held)


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "[]",
        '{"format": 2, "entries": []}',
        '{"format": 1, "entries": [{}]}',
        '{"format": 1, "entries": [{"path": "../x", "before": "", "after": ""}]}',
        '{"format": 1, "entries": [{"path": "/etc/x", "before": "", "after": ""}]}',
        '{"format": 1, "entries": [{"path": "link/x", "before": "", "after": ""}]}',
    ],
)
def test_a_plan_of_a_stranger_changes_nothing_elsewhere(tmp_path: Path, plan: str) -> None:
    root = _write(tmp_path / "root", {f"{JOURNAL}/{PLAN}": plan.encode(), f"{JOURNAL}/0.new": b"evil"})
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(OperationFailed) as caught:
        finish(root)
    assert caught.value.code == "change-unreadable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["root"]


def test_something_else_of_that_name_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_bytes(b"mine")
    with pytest.raises(OperationFailed) as caught:
        replace_together(tmp_path, [Change(tmp_path / "a", b"1")])
    assert caught.value.code == "change-unreadable"
    assert _read(tmp_path) == {JOURNAL: b"mine"}


def test_two_at_once_do_not_lose_each_others_change(tmp_path: Path) -> None:
    _write(tmp_path, {"count": b"0"})
    refused: list[OperationFailed] = []

    def count() -> None:
        for _ in range(20):
            before = (tmp_path / "count").read_bytes()
            after = str(int(before) + 1).encode()
            try:
                replace_together(tmp_path, [Change(tmp_path / "count", after, before)])
            except OperationFailed as error:
                refused.append(error)

    threads = [threading.Thread(target=count) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {error.code for error in refused} <= {"changed-meanwhile"}
    assert int((tmp_path / "count").read_bytes()) == 60 - len(refused)
    assert _read(tmp_path).keys() == {"count"}
