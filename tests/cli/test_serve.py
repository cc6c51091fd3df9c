"""`chapbook serve`: the page follows the files, a broken file does not end it, Ctrl-C does."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chapbook.cli.serve import _tell
from chapbook.diag.diagnostic import Diagnostic, Location, Severity, Span
from chapbook.diag.report import Report
from chapbook.services.serve import Round
from chapbook.services.serve_findings import Found
from chapbook.site.preview.builds import Built
from chapbook.site.preview.news import Failure
from support.base import LESSON, base_files
from support.process import CHAPBOOK, chapbook

PATIENCE = 60.0


class Server:
    """A running preview; `said` is what it wrote to stderr so far."""

    def __init__(self, folder: Path, *words: str, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.process = subprocess.Popen(
            [CHAPBOOK, "serve", "--port", str(self.port), *words],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "NO_COLOR": "1", "XDG_CACHE_HOME": str(folder / ".cache"), **environment},
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


def test_it_opens_the_browser_and_looks_itself_when_asked(workspace: Path) -> None:
    seen, opener = workspace / "seen", workspace / "opener"
    opener.write_text(f'#!/bin/sh\necho "$1" > "{seen}"\n', encoding="utf-8")
    opener.chmod(0o755)
    server = Server(workspace, "--open", "--poll", BROWSER=f"{opener} %s")
    assert server.until(seen.exists), server.said
    assert server.until(lambda: seen.read_text().strip() == f"http://127.0.0.1:{server.port}/")
    lesson = workspace / "modules" / "base" / "lessons" / "why.md"
    lesson.write_text(LESSON.replace("recipes", "letters"), encoding="utf-8")
    assert server.until(lambda: "letters" in server.page("base/lessons/why/")), server.said
    assert server.until(lambda: "modules/base/lessons/why.md" in server.said), server.said
    assert server.stop() == 0


def test_a_port_in_use_is_one_clear_message(workspace: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = chapbook("serve", "--port", str(taken.getsockname()[1]), cwd=workspace)
    assert result.code == 3
    assert "another program uses port" in result.err
    assert "--port" in result.err


def warning(line: int) -> Diagnostic:
    place = Location("modules/tea/lessons/why.md", Span(line, 1, line, 2))
    return Diagnostic(
        code="L305",
        slug="some-name",
        severity=Severity.WARNING,
        message="It is odd.",
        location=place,
        hint="Mend it.",
    )


def told(capsys: pytest.CaptureFixture[str], **values: Any) -> str:
    _tell(Round(url="http://127.0.0.1:8000/", **values))
    said = capsys.readouterr()
    assert said.out == ""
    return re.sub(r"^\d\d:\d\d:\d\d", "NOW", said.err)


def test_one_line_a_round(capsys: pytest.CaptureFixture[str]) -> None:
    site, lesson = Path("site"), "modules/tea/lessons/why.md"
    first = Built(site=site, seconds=1.24, built=2, reused=1, pages=21)
    assert told(capsys, number=1, built=first) == (
        "NOW  3 modules, 21 pages in 1.2 s\nReady at http://127.0.0.1:8000/  (Ctrl-C stops)\n"
    )
    built, nothing = Built(site=site, seconds=0.0841), Report.of((), ("tea",))
    found = Found(nothing, Report(()), 0)
    assert (
        told(capsys, number=2, changed=(lesson,), built=built, found=found)
        == f"NOW  {lesson}  84 ms  nothing found\n"
    )
    several = (lesson, "modules/tea/module.yml", "mkdocs.yml")
    assert told(capsys, number=3, changed=several, built=built) == f"NOW  {lesson} and 2 more  84 ms\n"
    one = Report.of([warning(3), warning(5)], ("tea",))
    said = told(
        capsys, number=4, changed=(lesson,), built=built, found=Found(one, Report.of([warning(5)]), 1)
    )
    assert said.startswith(
        f"NOW  {lesson}  84 ms  2 warnings, 1 mended\n\n{lesson}:5:1  warning L305 some-name\n"
    )
    assert f"{lesson}:3" not in said
    quiet = replace(warning(7), severity=Severity.INFO)
    found = Found(Report.of([quiet], ("tea",)), Report.of([quiet]), 0)
    assert (
        told(capsys, number=5, changed=(lesson,), built=built, found=found)
        == f"NOW  {lesson}  84 ms  1 info\n"
    )


def test_what_goes_wrong_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    failure = Failure("mkdocs.yml cannot be used.", "Mend it.")
    said = told(capsys, number=2, changed=("mkdocs.yml",), failure=failure)
    assert said == (
        "NOW  mkdocs.yml  no new site\nmkdocs.yml cannot be used.\n  Mend it.\n  The last good site is still shown.\n"
    )
    assert "this goes on" in told(capsys, number=1, failure=failure)
    assert (
        told(capsys, notice=Failure("The limit is reached.", "Do this."))
        == "The limit is reached.\n  Do this.\n"
    )
