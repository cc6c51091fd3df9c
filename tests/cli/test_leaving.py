"""How the process ends: quickly, but with everything said and everybody told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LEAVE = "from chapbook.cli.leaving import leave\n"


def ended(
    program: str, *words: str, stdout: int | None = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words, "-c", LEAVE + program]
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    return subprocess.run(
        command, stdout=stdout, stderr=subprocess.PIPE, env=buffered, text=True, timeout=60, check=False
    )


def test_what_was_printed_is_written_and_who_asked_is_told() -> None:
    done = ended("import atexit; atexit.register(print, 'told')\nprint('printed', end=' ')\nleave(5)")
    assert (done.returncode, done.stdout, done.stderr) == (5, "printed told\n", "")


APART = "import os, sys\nclass Held:\n    def __del__(self, write=os.write): write(1, b'taken apart')\nheld = Held()\n"


@pytest.mark.parametrize(("words", "is_usual"), [((), False), (("-X", "dev"), True)])
def test_nothing_is_taken_apart_unless_somebody_looks_for_leaks(
    words: tuple[str, ...], is_usual: bool
) -> None:
    done = ended(APART + "leave(0)", *words)
    assert ("taken apart" in done.stdout) == is_usual
    assert "taken apart" in ended(APART + "sys.exit(0)").stdout, "the control"


def test_a_thread_that_works_is_waited_for() -> None:
    program = "import threading, time\n"
    program += "def work():\n    time.sleep(0.2)\n    print('done')\n"
    assert ended(program + "threading.Thread(target=work).start()\nleave(0)").stdout == "done\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(("code", "expected"), [(0, 3), (1, 1)])
def test_a_disk_without_room_for_the_output_is_said(code: int, expected: int) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = ended(f"print('report')\nleave({code})", stdout=full)
    finally:
        os.close(full)
    assert done.returncode == expected
    assert "could not be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_went_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = ended("print('report')\nleave(0)", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
