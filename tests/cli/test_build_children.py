"""The processes that help to build end with the build, also when it is killed and can tell them nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.pace import HANGS
from support.sites import small_module, write_workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there pages are made in children")

RUN = "from chapbook.cli.main import main; main()"
WITHOUT = "from chapbook.site import pool; pool.end_with = lambda parent: None; "
"""The control: children that nobody ties to their parent."""


def waited_for(there: Callable[[], bool]) -> bool:
    until = time.monotonic() + HANGS
    while not there() and time.monotonic() < until:
        time.sleep(0.01)
    return there()


def children(process: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def look_of(process: int) -> str:
    """Give the letter for what a process does: R runs, S sleeps, Z is dead; "" when it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def killed(root: Path, program: str) -> list[int]:
    """Kill a build when it has two children, and give them."""
    names = [f"part-{number}" for number in range(8)]
    write_workspace(root, {name: small_module(name, number) for number, name in enumerate(names)})
    command = [sys.executable, "-c", program, "build", "--jobs", "2", "--no-cache"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
        assert waited_for(lambda: len(children(build.pid)) == 2 or build.poll() is not None)
        found = children(build.pid)
        build.kill()
    assert len(found) == 2, "the build was done before it had children"
    return found


def test_they_end_with_it(tmp_path: Path) -> None:
    found = killed(tmp_path, RUN)
    assert waited_for(lambda: all(look_of(each) in ("", "Z") for each in found))


def test_control_else_they_would_wait_for_ever(tmp_path: Path) -> None:
    found = killed(tmp_path, WITHOUT + RUN)
    try:
        assert waited_for(lambda: all(look_of(each) == "S" for each in found))
    finally:
        for each in found:
            os.kill(each, signal.SIGKILL)


ASLEEP = (
    "import time; from chapbook.site import head_start; head_start.begun_with = lambda *_: time.sleep(600); "
)
UNTIED = "head_start.end_with = lambda parent: None; "


def killed_after_an_edit(root: Path, program: str) -> list[int]:
    """Kill a build whose child renders what was edited and comes to no end, and give that child."""
    write_workspace(root, {"tea": small_module()})
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(root / "cache")}
    subprocess.run([sys.executable, "-c", RUN, "build"], cwd=root, env=surroundings, check=True)
    with (root / "modules/tea/lessons/why.md").open("a") as lesson:
        lesson.write("More words.\n")
    command = [sys.executable, "-c", program, "build", "--jobs", "2"]
    with subprocess.Popen(command, cwd=root, env=surroundings) as build:
        assert waited_for(lambda: [look_of(each) for each in children(build.pid)] == ["S"])
        found = children(build.pid)
        build.kill()
    return found


def test_the_one_that_renders_ahead_ends_with_it_too(tmp_path: Path) -> None:
    [found] = killed_after_an_edit(tmp_path, ASLEEP + RUN)
    assert waited_for(lambda: look_of(found) in ("", "Z"))


def test_control_else_it_would_stay(tmp_path: Path) -> None:
    [found] = killed_after_an_edit(tmp_path, ASLEEP + UNTIED + RUN)
    try:
        assert look_of(found) == "S"
    finally:
        os.kill(found, signal.SIGKILL)
