"""How long it takes from the saving of a lesson until the preview serves the new words."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from process import environment

PAUSE = 0.005
"""Seconds between two looks at the page."""
REST = 2.0
"""Seconds between two edits, so that each is seen by itself."""


def free_port() -> int:
    """Give a port that nobody uses now."""
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        port: int = each.getsockname()[1]
        return port


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            text: str = answer.read().decode(errors="replace")
            return text
    except (OSError, urllib.error.URLError):
        return ""


def _until(good: Callable[[], bool], seconds: float, process: subprocess.Popen[bytes]) -> float | None:
    """Wait until something is so; give the seconds it took, or None when it took too long or the server ended."""
    start = time.perf_counter()
    while time.perf_counter() - start < seconds and process.poll() is None:
        if good():
            return time.perf_counter() - start
        time.sleep(PAUSE)
    return None


@contextmanager
def _running(command: list[str], folder: Path, cache: Path) -> Iterator[subprocess.Popen[bytes]]:
    silent = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, env=environment(cache), stdout=silent, stderr=silent, start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def edits(
    command: list[str],
    folder: Path,
    cache: Path,
    address: str,
    change: Callable[[int], str],
    runs: int,
    *,
    patience: float = 120,
) -> tuple[float | None, list[float]]:
    """Start a preview; give the seconds to its first page, and those from each edit to the new words.

    `change` makes an edit and gives the word that the page shall show.
    """
    taken: list[float] = []
    with _running(command, folder, cache) as process:
        first = _until(lambda: "<h1" in _get(address), 1800, process)
        for number in range(runs if first is not None else 0):
            time.sleep(REST)
            word = change(number)
            seconds = _until(lambda word=word: word in _get(address), patience, process)  # type: ignore[misc]
            if seconds is None:
                break
            taken.append(seconds)
    return first, taken
