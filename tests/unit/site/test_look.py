"""Looks at many folders are shared with a child, which changes nothing of what is seen."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chapbook.site import look
from chapbook.tree.seen import Seen, is_as_seen, look_at
from support.pace import HANGS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there is a child")

Looks = list[tuple[str, Seen]]


@pytest.fixture
def looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Give looks at seven folders, three of which changed afterwards, and let so few be worth a child."""
    found = []
    for name in "abcdefg":
        (tmp_path / name / "inside").mkdir(parents=True)
        (tmp_path / name / "inside/file").write_text(name)
        found.append((str(tmp_path / name), look_at(str(tmp_path / name), lambda name: False)))
    (tmp_path / "a/inside/file").write_text("other")
    (tmp_path / "d/new").touch()
    (tmp_path / "f/inside/file").unlink()
    monkeypatch.setattr(look, "_MANY", 2)
    monkeypatch.setattr(look, "may_fork", lambda: True)
    return found


SAME = [False, True, True, False, True, False, True]


def ask(looks: Looks, first: int = 0, get_ready: Callable[[], object] = lambda: None) -> list[bool]:
    return look._as_seen(looks[:first], looks[first:], get_ready)


@pytest.mark.parametrize("count", range(8))
@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("at_once", [1, 2, 8])
def test_the_answer_is_the_same_with_a_child_and_without(
    looks: Looks, count: int, first: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "_AT_ONCE", at_once)
    assert ask(looks[:count], first) == SAME[:count] == [is_as_seen(*each) for each in looks[:count]]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Give the folders that this process looks at; it looks at its first when a child has looked at the others."""
    found: list[str] = []
    parent = os.getpid()
    through = tmp_path / "through"

    def watched(root: str, each: Seen) -> bool:
        if os.getpid() == parent:
            found.append(Path(root).name)
            until = time.monotonic() + HANGS
            while vars(look)["may_fork"]() and not through.exists() and time.monotonic() < until:
                time.sleep(0.001)
        elif root.endswith("/a"):  # the last for the child, which has said all else by now
            through.touch()
        return is_as_seen(root, each)

    monkeypatch.setattr(look, "is_as_seen", watched)
    return found


def test_what_the_child_has_seen_is_not_looked_at_again(
    looks: Looks, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "_AT_ONCE", 1)
    assert ask(looks) == SAME
    assert "".join(seen) == "a"
    monkeypatch.setattr(look, "may_fork", lambda: False)
    seen.clear()
    assert ask(looks) == SAME
    assert "".join(seen) == "abcdefg"


def test_one_gets_ready_when_the_first_kind_is_through_and_something_changed(
    looks: Looks, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "may_fork", lambda: False)
    ready: list[str] = []
    assert ask(looks, 3, lambda: ready.append("".join(seen))) == SAME
    assert ready == ["abc"]
    same = [each for each, stays in zip(looks, SAME, strict=True) if stays]
    assert all(ask(same, 3, lambda: ready.append("again")))
    assert ready == ["abc"]
    assert not all(ask([*same, looks[0]], 3, lambda: ready.append("for the second kind")))
    assert ready == ["abc"]


def test_what_a_child_that_dies_did_not_say_is_looked_at_by_its_parent(
    looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()

    def deadly(root: str, each: Seen) -> bool:
        if os.getpid() != parent and root.endswith("/e"):
            os._exit(9)
        return is_as_seen(root, each)

    monkeypatch.setattr(look, "is_as_seen", deadly)
    assert ask(looks) == SAME


def test_where_no_child_can_be_had_all_is_looked_at(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    open_before = len([*Path("/proc/self/fd").iterdir()])
    assert ask(looks) == SAME
    assert len([*Path("/proc/self/fd").iterdir()]) == open_before


def test_no_child_and_no_pipe_stay_behind(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    fork = os.fork

    def forked() -> int:
        children.append(fork())
        return children[-1]

    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(os, "fork", forked)
    open_before = len([*Path("/proc/self/fd").iterdir()])
    assert ask(looks) == SAME
    with pytest.raises(RuntimeError):
        ask(looks, 3, broken)
    assert len([*Path("/proc/self/fd").iterdir()]) == open_before
    assert len(children) == 2
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)
