"""Looks at many folders are shared with a child, which changes nothing of what is seen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from chapbook.site import look
from chapbook.tree.seen import Seen, is_as_seen, look_at

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


@pytest.mark.parametrize("count", range(8))
def test_the_answer_is_the_same_with_a_child_and_without(looks: Looks, count: int) -> None:
    assert look._as_seen(looks[:count]) == SAME[:count] == [is_as_seen(*each) for each in looks[:count]]


def test_the_child_looks_at_half(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watched(root: str, each: Seen) -> bool:
        seen.append(Path(root).name)
        return is_as_seen(root, each)

    monkeypatch.setattr(look, "is_as_seen", watched)
    assert look._as_seen(looks) == SAME
    assert "".join(seen) == "aceg"
    monkeypatch.setattr(look, "may_fork", lambda: False)
    seen.clear()
    assert look._as_seen(looks) == SAME
    assert "".join(seen) == "abcdefg"


def test_what_a_child_that_dies_did_not_say_is_looked_at_again(
    looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()

    def deadly(root: str, each: Seen) -> bool:
        if os.getpid() != parent:
            os._exit(9)
        return is_as_seen(root, each)

    monkeypatch.setattr(look, "is_as_seen", deadly)
    assert look._as_seen(looks) == SAME


def test_where_no_child_can_be_had_all_is_looked_at(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    open_before = len([*Path("/proc/self/fd").iterdir()])
    assert look._as_seen(looks) == SAME
    assert len([*Path("/proc/self/fd").iterdir()]) == open_before
