"""`chapbook serve`: the page follows the files, a broken file does not end it, Ctrl-C does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.base import LESSON, base_files
from support.process import CHAPBOOK, chapbook

PATIENCE = 60.0


class Server:
    """A running preview; `said` is what it wrote to stderr so far."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.process = subprocess.Popen(
            [CHAPBOOK, "serve", "--port", str(self.port)],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "NO_COLOR": "1"},
        )
        self.said = ""
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line

    def page(self, path: str) -> str:
        """Fetch a page; an empty text while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError):
            return ""

    def until(self, holds: Callable[[], bool]) -> bool:
        """Wait until something holds; False when it never does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if holds():
                return True
            time.sleep(0.1)
        return False

    def stop(self) -> int:
        """Press Ctrl-C; give the exit code."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self._reader.join()
            assert self.process.stderr is not None
            self.process.stderr.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for path, text in base_files().items():
        file = tmp_path / "modules" / "base" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "chapbook.yml").touch()
    return tmp_path


@pytest.fixture
def server(workspace: Path) -> Iterator[Server]:
    running = Server(workspace)
    yield running
    if running.process.poll() is None:
        running.stop()


def test_a_page_follows_its_file_and_survives_a_broken_one(workspace: Path, server: Server) -> None:
    page = "base/lessons/why/"
    assert server.until(lambda: "recipes" in server.page(page)), server.said
    lesson = workspace / "modules" / "base" / "lessons" / "why.md"

    lesson.write_text(LESSON.replace("recipes", "letters"), encoding="utf-8")
    assert server.until(lambda: "letters" in server.page(page)), server.said

    quiz = workspace / "modules" / "base" / "quizzes" / "check.yml"
    quiz.write_text(
        quiz.read_text(encoding="utf-8").replace("Knowledge check", "Final check"), encoding="utf-8"
    )
    assert server.until(lambda: "Final check" in server.page("base/")), server.said

    module = workspace / "modules" / "base" / "module.yml"
    good = module.read_text(encoding="utf-8")
    module.write_text("title: `broken`\n", encoding="utf-8")
    assert server.until(lambda: "SIT101" in server.said), server.said
    assert server.process.poll() is None

    module.write_text(good.replace("first commit", "second commit"), encoding="utf-8")
    assert server.until(lambda: "second commit" in server.page("base/")), server.said
    assert server.stop() in (0, 130)
    assert "Traceback" not in server.said


def test_a_port_in_use_is_one_clear_message(workspace: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = chapbook("serve", "--port", str(taken.getsockname()[1]), cwd=workspace)
    assert result.code == 3
    assert "--port" in result.err
