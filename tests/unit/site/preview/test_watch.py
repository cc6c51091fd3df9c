"""Changes of a workspace's files are noticed, however they are made, and others are not."""

from __future__ import annotations

import errno
import importlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chapbook.site.preview import watch
from chapbook.site.preview.gathering import Changes
from chapbook.site.preview.poll import look
from chapbook.site.preview.scope import Scope
from chapbook.site.preview.watch import Watcher
from support.pace import HANGS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "ws"
    (root / "modules" / "tea" / "lessons").mkdir(parents=True)
    (root / "modules" / "tea" / "lessons" / "why.md").write_text("why")
    (root / "modules" / "tea" / "module.yml").write_text("id: tea")
    (root / "mkdocs.yml").write_text("site_name: Tea")
    return root


@contextmanager
def watching(scope: Scope, *, poll: bool = False) -> Iterator[Watcher]:
    watcher = Watcher(scope, poll=poll)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.close()


def until(watcher: Watcher, holds: Callable[[set[Path]], bool]) -> set[Path]:
    """Take changes until those seen so far are enough."""
    seen: set[Path] = set()
    end = time.monotonic() + HANGS
    while not holds(seen):
        assert time.monotonic() < end, seen
        if watcher.gathering.pending():
            seen |= watcher.take().paths
        else:
            time.sleep(0.005)
    return seen


WAYS = pytest.mark.parametrize("poll", [False, True], ids=["told", "looking"])


@WAYS
def test_every_way_to_save(root: Path, poll: bool) -> None:
    lesson = root / "modules" / "tea" / "lessons" / "why.md"
    with watching(Scope(root), poll=poll) as watcher:
        assert watcher.polls is poll
        lesson.write_text("in place")
        until(watcher, lambda seen: lesson in seen)
        helper = lesson.with_name("why.tmp")
        helper.write_text("beside, then renamed")
        helper.replace(lesson)
        until(watcher, lambda seen: lesson in seen)
        lesson.rename(lesson.with_name("why.md~"))
        lesson.write_text("the old one kept as a backup")
        seen = until(watcher, lambda seen: lesson in seen)
        assert lesson.with_name("why.md~") not in seen
        new = root / "modules" / "tea" / "assets" / "deep" / "cup.png"
        new.parent.mkdir(parents=True)
        new.write_bytes(b"cup")
        until(watcher, lambda seen: any(each in (new, *new.parents[:2]) for each in seen))
        new.write_bytes(b"another cup")
        until(watcher, lambda seen: new in seen)
        lesson.unlink()
        until(watcher, lambda seen: lesson in seen)


@WAYS
def test_modules_come_and_go_with_their_folders(root: Path, poll: bool) -> None:
    modules, imported = root / "modules", root / "imported"
    with watching(Scope(root), poll=poll) as watcher:
        shutil.copytree(modules / "tea", modules / "milk")
        until(watcher, lambda seen: any("milk" in each.parts for each in seen))
        (modules / "milk").rename(root.parent / "away")
        until(watcher, lambda seen: any("milk" in each.parts for each in seen))
        (root.parent / "away").rename(modules / "milk")
        until(watcher, lambda seen: any("milk" in each.parts for each in seen))
        (modules / "milk" / "module.yml").write_text("id: back")
        until(watcher, lambda seen: modules / "milk" / "module.yml" in seen)
        shutil.copytree(modules / "milk", imported / "ana" / "milk")
        until(watcher, lambda seen: any(each.is_relative_to(imported) for each in seen))
        file = imported / "ana" / "milk" / "module.yml"
        file.write_text("id: milk")
        until(watcher, lambda seen: file in seen)
        shutil.rmtree(modules)
        until(watcher, lambda seen: any(each.is_relative_to(modules) for each in seen))
        (modules / "tea").mkdir(parents=True)
        (modules / "tea" / "module.yml").write_text("id: tea")
        until(watcher, lambda seen: any(each.is_relative_to(modules) for each in seen))
        (modules / "tea" / "module.yml").write_text("id: tea2")
        until(watcher, lambda seen: modules / "tea" / "module.yml" in seen)


@WAYS
def test_settings_count_and_what_no_build_reads_does_not(root: Path, poll: bool) -> None:
    with watching(Scope(root), poll=poll) as watcher:
        (root / "site").mkdir()
        (root / "site" / "index.html").write_text("site")
        (root / "notes.txt").write_text("notes")
        for name in (".why.md.swp", "why.md~", ".git", "__pycache__"):
            (root / "modules" / "tea" / name).write_text("helper")
        (root / "modules" / ".staged").mkdir()
        (root / "modules" / ".staged" / "why.md").write_text("helper")
        (root / "chapbook.yml").write_text("title: Tea")
        (root / "mkdocs.new").write_text("site_name: Milk")
        (root / "mkdocs.new").replace(root / "mkdocs.yml")
        wanted = {root / "chapbook.yml", root / "mkdocs.yml"}
        assert until(watcher, lambda seen: wanted <= seen) == wanted


@WAYS
def test_links_are_followed_and_named_as_the_workspace_has_them(root: Path, poll: bool) -> None:
    away = root.parent / "elsewhere" / "milk"
    shutil.copytree(root / "modules" / "tea", away)
    (root / "modules" / "milk").symlink_to(away)
    linked = root.parent / "linked"
    linked.symlink_to(root)
    with watching(Scope(linked), poll=poll) as watcher:
        (away / "module.yml").write_text("id: milk")
        until(watcher, lambda seen: linked / "modules" / "milk" / "module.yml" in seen)
        (root / "modules" / "tea" / "module.yml").write_text("id: other")
        until(watcher, lambda seen: linked / "modules" / "tea" / "module.yml" in seen)
        (root / "mkdocs.yml").write_text("site_name: Cups")
        until(watcher, lambda seen: linked / "mkdocs.yml" in seen)


@WAYS
def test_other_places_that_mkdocs_yml_names(root: Path, poll: bool) -> None:
    folder, file = root.parent / "styles", root.parent / "base.yml"
    folder.mkdir()
    file.write_text("a: 1")
    with watching(Scope(root, (folder, file, root / "modules" / "tea")), poll=poll) as watcher:
        (folder / "own.css").write_text("p {}")
        file.write_text("a: 2")
        until(watcher, lambda seen: {folder / "own.css", file} <= seen)


def test_where_the_system_cannot_tell_it_looks_itself(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(watch._Native, "_probe", refuse)
    with watching(Scope(root)) as watcher:
        assert watcher.polls
        assert watcher.reason
        (root / "modules" / "tea" / "module.yml").write_text("id: milk")
        until(watcher, lambda seen: root / "modules" / "tea" / "module.yml" in seen)


def test_a_limit_that_is_reached_later_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with watching(Scope(root)) as watcher:
        assert not watcher.polls
        error = OSError(errno.ENOSPC, "inotify watch limit reached")
        monkeypatch.setattr(watch._Native, "_probe", lambda self: (_ for _ in ()).throw(error))
        (root / "modules" / "milk").mkdir()
        end = time.monotonic() + HANGS
        while not watcher.take().everything:
            assert time.monotonic() < end
        assert watcher.polls
        assert watcher.reason
        (root / "modules" / "milk" / "module.yml").write_text("id: milk")
        until(watcher, lambda seen: root / "modules" / "milk" / "module.yml" in seen)


def test_lost_events_mean_that_anything_may_have_changed(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with watching(Scope(root)) as watcher:
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        assert watcher.take() == Changes(everything=True)
    assert capfd.readouterr().err == ""


def test_moves_are_not_held_back(root: Path) -> None:
    with watching(Scope(root)):
        delays = []
        for module, name in watch._PAIRING:
            try:
                delays.append(getattr(importlib.import_module(module), name).delay)
            except ImportError:
                continue
    if os.name == "posix" and Path("/proc/sys/fs/inotify").exists():
        assert delays == [0.0], "watchdog pairs moves in another place now; see `_do_not_pair_moves`"


def test_a_look_survives_folders_that_are_not_there(tmp_path: Path) -> None:
    assert look(Scope(tmp_path / "nowhere")) == {}
