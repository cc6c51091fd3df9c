"""Changes come together, and none is lost."""

from __future__ import annotations

import threading
from pathlib import Path

from chapbook.site.preview.gathering import Changes, Gathering


def test_changes_of_a_moment_are_handed_on_together() -> None:
    gathering = Gathering()
    gathering.add(Path("a"))
    gathering.add(Path("b"))
    gathering.add(Path("a"))
    assert gathering.pending()
    assert gathering.take() == Changes(frozenset({Path("a"), Path("b")}))
    assert not gathering.pending()


def test_a_knock_ends_the_wait_without_a_change() -> None:
    gathering = Gathering()
    gathering.knock()
    assert not gathering.pending()
    assert not gathering.take()


def test_lost_changes_are_everything() -> None:
    gathering = Gathering()
    gathering.lost()
    taken = gathering.take()
    assert taken
    assert taken.everything


def test_none_is_lost_between_threads() -> None:
    gathering = Gathering()
    wanted = {Path(str(n)) for n in range(2000)}

    def tell() -> None:
        for each in wanted:
            gathering.add(each)

    thread = threading.Thread(target=tell)
    thread.start()
    taken: set[Path] = set()
    while taken != wanted:
        taken |= gathering.take().paths
    thread.join()
