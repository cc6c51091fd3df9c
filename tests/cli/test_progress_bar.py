"""The bar on long work: what it shows, and when."""

from __future__ import annotations

import io
import time

import pytest

from chapbook.cli import screen
from chapbook.cli.screen import Progress


class Terminal(io.StringIO):
    """What would be seen."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """Give what was drawn, one after the other."""
        return [each.strip() for each in self.getvalue().split("\r") if each.strip()]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(screen, "width", lambda: 100)
    return now


def look(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal()
    monkeypatch.setattr("sys.stderr", made)
    return made


def test_the_time_left_counts_from_the_first_module_and_not_from_getting_ready(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = look(monkeypatch)
    progress = Progress("Building", "modules")
    clock[0] += 3  # libraries are loaded
    progress.update(1, 100)
    clock[0] += 2
    progress.update(21, 100)
    assert [each.partition(" ")[2].lstrip("█░ ") for each in terminal.lines()] == [
        "1/100 modules",
        "21/100 modules, 8 s left",
    ]
    clock[0] += 60
    progress.update(31, 100)
    assert terminal.lines()[-1].endswith("31/100 modules, 2 min 23 s left")
    progress.end()
    assert terminal.getvalue().endswith(" \r"), "nothing is left of it"


def test_short_work_shows_none(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = look(monkeypatch)
    with Progress("Building", "modules") as progress:
        for done in range(1, 10):
            clock[0] += 0.1
            progress.update(done, 9)
    assert terminal.getvalue() == ""


def test_it_is_drawn_ten_times_a_second_at_most(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = look(monkeypatch)
    progress = Progress("Building", "modules", delay=0)
    for done in range(1, 1001):
        clock[0] += 0.001
        progress.update(done, 1000)
    assert len(terminal.lines()) in (10, 11)


def test_nothing_is_drawn_where_nobody_looks(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr("sys.stderr", file)
    progress = Progress("Building", "modules", delay=0)
    clock[0] += 5
    progress.update(1, 9)
    progress.end()
    assert file.getvalue() == ""
