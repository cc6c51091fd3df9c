"""Patches of large folders: all of it or nothing counts as made, and whoever comes next finishes what was begun."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.tree import swap
from chapbook.tree.patch import NEW, PLAN, apply_patch, finish_patch, is_patched_half

Tree = dict[str, bytes]

OLD: Tree = {
    ".nojekyll": b"",
    "index.html": b"old",
    "sw.js": b"old",
    "old.js": b"old",
    "assets/page.js": b"old",
    "assets/gone/a.css": b"old",
    "tea/index.html": b"old",
    "tea/lessons/why.html": b"old",
    "milk/index.html": b"stays",
    "cups/index.html": b"goes",
    "turn": b"a file that becomes a folder",
    "both/index.html": b"a folder that becomes a file",
    "imported/ana/pots/index.html": b"old",
    "imported/ben/pans/index.html": b"goes, and ben's folder with it",
    "imported/eve/mugs/index.html": b"goes",
    "imported/eve/jugs/index.html": b"stays",
}
STAGED: Tree = {
    "index.html": b"new",
    "sw.js": b"new",
    "assets/words/0.js": b"new",
    "tea/index.html": b"new",
    "tea/lessons/how.html": b"new",
    "turn/index.html": b"new",
    "both": b"new",
    "imported/ana/pots/index.html": b"new",
    "imported/zoe/bowls/index.html": b"new",
    "new/index.html": b"new",
}
PUT = (
    "tea",
    "turn",
    "imported/ana/pots",
    "imported/zoe/bowls",
    "new",
    "index.html",
    "sw.js",
    "assets/words/0.js",
    "both",
)
GONE = ("cups", "imported/ben/pans", "imported/eve/mugs", "old.js", "assets/gone/a.css", "never/was")
AFTER: Tree = {
    path: data
    for path, data in OLD.items()
    if not any(path == each or path.startswith(f"{each}/") for each in (*PUT, *GONE))
} | STAGED


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: a kill of the process loses nothing of what it wrote."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


class Killed(BaseException):
    """The process ends here."""


def write(folder: Path, files: Tree) -> None:
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def tree(folder: Path) -> Tree:
    """Give files with their bytes, and empty folders, which may not be left either."""
    if not folder.is_dir():
        return {"": folder.read_bytes()} if folder.exists() else {}
    found: Tree = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{path.relative_to(folder).as_posix()}/"] = b""
    return found


def marks(path: Path) -> tuple[int, int, int]:
    """Give what changes when a file or folder is touched."""
    at = path.stat()
    return at.st_ino, at.st_mtime_ns, at.st_ctime_ns


def part(files: Tree, unit: str) -> Tree:
    """Give what `tree` gives for one path below."""
    return {
        "" if path == unit else path.removeprefix(f"{unit}/"): data
        for path, data in files.items()
        if path == unit or path.startswith(f"{unit}/")
    }


def begin(root: Path) -> tuple[Path, Path]:
    """Give the folder and what is staged for it."""
    target, staged = root / "site", root / ".chapbook-0123456789ab"
    write(target, OLD)
    write(staged / NEW, STAGED)
    return target, staged


_CALLS = ("rename", "replace", "mkdir", "rmdir", "unlink", "remove", "fsync", "scandir")


class Steps:
    """Counts the calls of the system that change the disk, and ends the process before one of them."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.seen = 0

    def __call__(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """Give a call that counts."""

        def call(*words: Any, **more: Any) -> Any:
            self.seen += 1
            if self.seen == self.last:
                raise Killed
            return real(*words, **more)

        return call


@contextmanager
def steps(last: int = 0) -> Iterator[Steps]:
    """Count; with `last`, be killed right before that step."""
    made = Steps(last)
    with pytest.MonkeyPatch.context() as patch:
        for name in _CALLS:
            patch.setattr(os, name, made(getattr(os, name)))
        patch.setattr(swap, "_exchange", made(swap._exchange))
        patch.setattr(shutil, "_use_fd_functions", False)
        yield made


@pytest.fixture(params=["the system can exchange", "it cannot"])
def can_swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> bool:
    """Say whether two names can be exchanged; run with both."""
    if request.param == "it cannot":
        monkeypatch.setattr(swap, "_exchange", lambda one, other: 38)  # ENOSYS on Linux
        monkeypatch.setattr(swap, "_UNKNOWN", {38})
        return False
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    if not swap.swap(tmp_path / "one", tmp_path / "other"):
        pytest.skip("this disk exchanges no names")
    return True


def test_new_ones_come_old_ones_go_and_the_rest_is_not_touched(can_swap: bool, tmp_path: Path) -> None:
    target, staged = begin(tmp_path / "at")
    kept = marks(target / "milk"), marks(target / "milk/index.html")
    apply_patch(staged, target, PUT, GONE)
    assert tree(target) == AFTER
    assert (marks(target / "milk"), marks(target / "milk/index.html")) == kept
    assert [each.name for each in target.parent.iterdir()] == ["site"]
    assert not is_patched_half(target)


def test_a_patch_of_nothing_changes_nothing(tmp_path: Path) -> None:
    target, staged = begin(tmp_path)
    apply_patch(staged, target, (), ())
    assert tree(target) == OLD
    assert not staged.exists()


def test_without_a_patch_there_is_nothing_to_finish(tmp_path: Path) -> None:
    target, staged = begin(tmp_path)
    finish_patch(target)
    assert tree(target) == OLD
    assert tree(staged / NEW) == STAGED
    assert not is_patched_half(target)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    target, staged = begin(tmp_path)
    shutil.rmtree(target)
    apply_patch(staged, target, PUT, GONE)
    assert tree(target) == STAGED


def killed_at(step: int, root: Path) -> tuple[Path, bool]:
    """Patch, and be killed before a step; give the folder, and whether it came to that."""
    target, staged = begin(root)
    with steps(step):
        try:
            apply_patch(staged, target, PUT, GONE)
        except Killed:
            return target, True
    return target, False


def test_killed_at_any_step_it_is_finished_by_the_next(can_swap: bool, tmp_path: Path) -> None:
    old = new = step = 0
    while True:
        step += 1
        target, was_killed = killed_at(step, tmp_path / f"at{step}")
        if not was_killed:
            break
        half = is_patched_half(target)
        now = tree(target)
        if not half:
            assert now in (OLD, AFTER), step
        for unit in (*PUT, *GONE, "milk", ".nojekyll"):
            allowed = [part(OLD, unit), part(AFTER, unit)]
            if half and (not can_swap or unit == "both"):  # a file in the place of a folder is no exchange
                allowed.append({})
            assert part(now, unit) in allowed, (step, unit)
        finish_patch(target)
        assert tree(target) == (AFTER if half else now), step
        assert not is_patched_half(target)
        finish_patch(target)
        assert tree(target) == (AFTER if half else now), step
        old, new = old + (not half and now == OLD), new + half
    assert old >= 2
    assert new > 20
    assert tree(target) == AFTER


def test_killed_again_while_it_is_finished(can_swap: bool, tmp_path: Path) -> None:
    for first in (12, 24):
        for second in range(1, 60, 7):
            target, _ = killed_at(first, tmp_path / f"{first}-{second}")
            assert is_patched_half(target)
            with steps(second), suppress(Killed):
                finish_patch(target)
            finish_patch(target)
            assert tree(target) == AFTER, (first, second)
            assert not is_patched_half(target)


def put_by_hand(staged: Path, target: Path) -> None:
    """Do what a patch does as one would without thinking of crashes."""
    for path in PUT:
        shutil.rmtree(target / path, ignore_errors=True)
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (staged / NEW / path).replace(target / path)


def test_control_put_in_place_by_hand_a_kill_leaves_a_mixture(tmp_path: Path) -> None:
    """What the patch protects from: nobody knows what is missing, so nobody can finish it."""
    target, staged = begin(tmp_path)
    with steps(8), pytest.raises(Killed):
        put_by_hand(staged, target)
    finish_patch(target)
    assert tree(target) not in (OLD, AFTER)


def half_done(root: Path) -> Path:
    """Give a folder whose patch was begun: killed right after the patch got its name."""
    for step in range(1, 100):
        target, _ = killed_at(step, root)
        if is_patched_half(target):
            return target
        shutil.rmtree(root)
    raise AssertionError("no step begins the patch")


def test_a_folder_that_was_removed_in_between_is_made_of_what_is_new(tmp_path: Path) -> None:
    target = half_done(tmp_path / "at")
    shutil.rmtree(target)
    finish_patch(target)
    assert tree(target) == STAGED
    assert not is_patched_half(target)


def test_what_somebody_built_anew_in_between_is_patched_all_the_same(tmp_path: Path) -> None:
    target = half_done(tmp_path / "at")
    shutil.rmtree(target)
    write(target, {"tea/index.html": b"another", "own.html": b"own"})
    finish_patch(target)
    assert tree(target) == {**STAGED, "own.html": b"own"}


def test_a_new_patch_finishes_the_one_before_first(tmp_path: Path) -> None:
    target = half_done(tmp_path / "at")
    staged = target.parent / ".chapbook-ba9876543210"
    write(staged / NEW, {"milk/index.html": b"newest"})
    apply_patch(staged, target, ["milk"], [])
    assert tree(target) == {**AFTER, "milk/index.html": b"newest"}
    assert [each.name for each in target.parent.iterdir()] == ["site"]


@pytest.mark.parametrize(
    "plan",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"new": []}',
        b'{"new": [["a"]], "gone": []}',
        b'{"new": [["a", "x"]], "gone": []}',
        b"\xff",
    ],
)
def test_a_plan_that_cannot_be_read_is_said_and_nothing_is_touched(plan: bytes, tmp_path: Path) -> None:
    target = half_done(tmp_path / "at")
    patch = next(each for each in target.parent.iterdir() if each != target)
    (patch / PLAN).write_bytes(plan)
    with pytest.raises(OperationFailed) as caught:
        finish_patch(target)
    assert caught.value.code == "patch-unreadable"
    assert patch.name in caught.value.message
    assert tree(target) == OLD


def test_a_plan_that_is_missing_is_said_too(tmp_path: Path) -> None:
    target = half_done(tmp_path / "at")
    patch = next(each for each in target.parent.iterdir() if each != target)
    (patch / PLAN).unlink()
    with pytest.raises(OperationFailed, match="cannot be finished"):
        finish_patch(target)
    assert tree(target) == OLD


def test_the_plan_names_paths_and_their_numbers_only(tmp_path: Path) -> None:
    target = half_done(tmp_path / "at")
    patch = next(each for each in target.parent.iterdir() if each != target)
    plan = json.loads((patch / PLAN).read_bytes())
    assert [path for path, _ in plan["new"]] == list(PUT)
    assert [number for _, number in plan["new"]] == [(patch / NEW / each).lstat().st_ino for each in PUT]
    assert plan["gone"] == list(GONE)
