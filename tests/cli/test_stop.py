"""Ctrl-C and SIGTERM in the middle of the work: one line, the right exit code, old or new, and nothing lies about."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from chapbook.cli.screen import Working
from support.crash_commands import COMMANDS, act, leftovers, own_cache, rehearsed, state
from support.kills import signalled_at, spread
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

STEPS = {"pack": 4, "import of an update": 6, "build": 3, "mv": 6, "check --fix": 6, "init": 4, "remix": 4}


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


@pytest.mark.parametrize("name", STEPS)
def test_a_stopped_command_leaves_old_or_new(name: str, tmp_path: Path, threats: Threats) -> None:
    command = COMMANDS[name]
    rehearsal = rehearsed(command, tmp_path)
    wanted = [rehearsal.before, rehearsal.after]
    tried = 0
    for step in spread(rehearsal.steps, STEPS[name]):
        first = signal.SIGTERM if tried % 2 else signal.SIGINT
        root = tmp_path / "at"
        shutil.copytree(rehearsal.template, root)
        own_cache(command.words, root)
        code, said = signalled_at(command.words, root, {step: first})
        assert code == 128 + first, said
        assert said.endswith(
            "Stopped. Nothing is half-written: your files are as they were, or all was done already.\n"
        )
        assert "Traceback" not in said
        assert state(root, command.only) in wanted
        assert leftovers(root) == []
        shutil.rmtree(root)
        tried += 1
    threats.record(
        "Crashes", f"`{name}` stopped by Ctrl-C or a signal", tried=tried, refused=0, harmless=tried
    )


def test_a_second_ctrl_c_gives_no_traceback_either_and_the_next_run_cleans_up(tmp_path: Path) -> None:
    command = COMMANDS["import of an update"]
    (tmp_path / "template").mkdir()
    command.before(tmp_path / "template")
    wanted = state(tmp_path / "template")
    for step in range(6, 26, 4):
        root = tmp_path / "at"
        shutil.copytree(tmp_path / "template", root)
        code, said = signalled_at(command.words, root, {step: signal.SIGINT, step + 1: signal.SIGINT})
        assert code == 130, said
        assert "Traceback" not in said
        act(command.words, root)()
        assert leftovers(root) == []
        assert state(root) != wanted
        shutil.rmtree(root)


def test_the_line_that_shows_progress_ends_with_the_work() -> None:
    working = Working("Working", delay=60.0)
    with pytest.raises(KeyboardInterrupt), working:
        raise KeyboardInterrupt
    assert not working._thread.is_alive()
