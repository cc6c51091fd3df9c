"""The first build of a preview, made ahead in a child: the preview finds it made, and nothing stays behind."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from chapbook.site import child
from chapbook.site.preview.ahead import Ahead, build_ahead
from chapbook.site.preview.builds import SiteBuilds
from chapbook.site.result import Progress, no_progress
from support.sites import small_module, write_workspace

CONFIG = (
    "site_name: Academy\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
)
MODULES = {"tea": small_module(), "milk": small_module("milk", 1)}

forks = pytest.mark.skipif(sys.platform != "linux", reason="only there it is safe")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the threads of the tests' own runner count for nothing."""
    monkeypatch.setattr("chapbook.site.preview.ahead.may_fork", lambda: sys.platform == "linux")


@forks
def test_the_preview_finds_it_made(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    workspace = write_workspace(tmp_path / "ws", MODULES, CONFIG)
    preview = SiteBuilds(
        workspace, tmp_path / "run", tmp_path / "cache", lambda done, total: heard.append((done, total))
    )
    preview.begin(lambda: None)
    first = preview.build(None)
    assert (first.built, first.reused) == (0, 2)
    assert (first.site / "tea/lessons/why/index.html").is_file()
    assert heard[-1] == (2, 2)
    preview.close()


@forks
def test_what_is_wrong_is_told_by_the_preview_itself(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "ws", MODULES, "site_name: [")
    preview = SiteBuilds(workspace, tmp_path / "run", tmp_path / "cache")
    preview.begin(lambda: None)
    with pytest.raises(Exception, match=r"mkdocs\.yml"):
        preview.build(None)
    workspace.mkdocs_config.write_text(CONFIG)
    assert preview.build(None).built == 2
    preview.close()


def _begun(build: object, leave: object = lambda: None) -> Ahead:
    ahead = build_ahead(build, leave)  # type: ignore[arg-type]
    assert ahead is not None
    return ahead


@forks
def test_a_child_that_dies_keeps_nobody_waiting() -> None:
    ahead = _begun(lambda progress: os._exit(3))
    ahead.wait(no_progress)
    ahead.close()


@forks
def test_the_end_of_the_preview_ends_it(tmp_path: Path) -> None:
    reading, writing = os.pipe()

    def never_done(progress: Progress) -> None:
        try:
            progress(0, 1)
            threading.Event().wait()
        finally:
            os.write(writing, b"tidied up")

    ahead = _begun(never_done)
    assert ahead._told.poll(60), "it runs"
    ahead.close()
    os.close(writing)
    assert os.read(reading, 20) == b"tidied up", "as Ctrl-C ends it"
    os.close(reading)


@forks
def test_it_leaves_what_is_its_parents_first() -> None:
    reading, writing = os.pipe()
    ahead = _begun(lambda progress: os.write(writing, b"builds"), lambda: os.write(writing, b"left, "))
    ahead.wait(no_progress)
    ahead.close()
    os.close(writing)
    assert os.read(reading, 20) == b"left, builds"
    os.close(reading)


def test_with_threads_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chapbook.site.preview.ahead.may_fork", child.may_fork)
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    try:
        assert build_ahead(lambda progress: None, lambda: None) is None
    finally:
        ended.set()
        other.join()
