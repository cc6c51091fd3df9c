"""Changes that a build must notice though no module's own files changed: each next build is a build from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chapbook.diag.errors import ChapbookError
from chapbook.site.build import build_site
from chapbook.site.engine import Engine
from chapbook.site.result import BuildOptions
from chapbook.workspace.lock import Lock, write_lock
from chapbook.workspace.workspace import Workspace
from support.locks import lock_entry
from support.sites import small_module, write_workspace

CONFIG = "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
RELEASE = f"sha256:{'b' * 64}"
Outcome = tuple[list[str], dict[str, bytes]]
Same = Callable[[], Outcome]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return write_workspace(tmp_path / "ws", {"tea": small_module()}, CONFIG)


@pytest.fixture
def same(workspace: Workspace, tmp_path: Path) -> Iterator[Same]:
    """Give what builds once more, and from nothing, and holds that both come to the same."""
    options = (
        BuildOptions(site_dir=tmp_path / "site", cache=tmp_path / "cache", jobs=1),
        BuildOptions(site_dir=tmp_path / "clean", jobs=1),
    )
    with Engine(workspace, options[0]) as one, Engine(workspace, options[1]) as other:

        def build() -> Outcome:
            next_one, clean = (
                _outcome(workspace, each, engine) for each, engine in zip(options, (one, other), strict=True)
            )
            assert next_one[0] == clean[0]
            assert next_one[1] == clean[1]
            return next_one

        build()
        yield build


def _outcome(workspace: Workspace, options: BuildOptions, engine: Engine) -> Outcome:
    """Build; give what was said, and the files."""
    assert options.site_dir
    try:
        said = sorted(map(repr, build_site(workspace, options, engine=engine).diagnostics))
    except ChapbookError as error:
        said = [error.code]
    files = {
        each.relative_to(options.site_dir).as_posix(): each.read_bytes()
        for each in options.site_dir.rglob("*")
        if each.is_file()
    }
    return said, files


def test_settings_that_lie_beside_imported_modules_are_said_and_taken_back(
    workspace: Workspace, same: Same
) -> None:
    (workspace.root / "imported/eve").mkdir(parents=True)
    (workspace.root / "imported/mkdocs.yml").touch()
    said, _ = same()
    assert ["SIT107" in each for each in said] == [True]
    (workspace.root / "imported/eve/mkdocs.yml").touch()
    assert len(same()[0]) == 2
    shutil.rmtree(workspace.root / "imported")
    assert same()[0] == []


def test_a_damaged_lock_file_stops_a_build_that_has_nothing_else_to_do(
    workspace: Workspace, same: Same
) -> None:
    workspace.lock.write_text("{", encoding="utf-8")
    assert same()[0] == ["lock-damaged"]
    workspace.lock.unlink()
    assert same()[0] == []


def test_who_is_asked_by_a_release_is_known_by_the_lock_file(workspace: Workspace, same: Same) -> None:
    path = workspace.modules / "tea/module.yml"
    more = f"derived_from:\n  - {{title: Pots, authors: [Ana], license: CC0-1.0, release: '{RELEASE}'}}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    write_workspace(workspace.root, {"imported/ana/pots": small_module("pots", 3)})
    for release, leads in ((RELEASE, True), (f"sha256:{'c' * 64}", False), (RELEASE, True)):
        write_lock(workspace.lock, Lock((lock_entry(petname="ana", slug="pots", release=release),)))
        page = same()[1]["tea/attribution/index.html"]
        assert (b"imported/ana/pots" in page) is leads
    shutil.rmtree(workspace.root / "imported")
    assert b"imported/ana/pots" not in same()[1]["tea/attribution/index.html"]


def test_of_modules_with_one_id_the_first_is_meant_whoever_comes_or_goes(
    workspace: Workspace, same: Same
) -> None:
    write_workspace(workspace.root, {"tea": small_module("tea", 0, why="[x](module:pots/why)", how="y")})
    pots = small_module("pots", 3)
    write_workspace(workspace.root, {"imported/ana/pots": pots})

    def leads() -> bytes:
        return same()[1]["tea/lessons/why/index.html"].partition(b'/lessons/why/">x</a>')[0][-30:]

    assert leads().endswith(b"imported/ana/pots")
    write_workspace(workspace.root, {"zz": pots})
    assert leads().endswith(b"../zz")
    write_workspace(workspace.root, {"aa": pots})
    assert leads().endswith(b"../aa")
    shutil.rmtree(workspace.modules / "aa")
    assert leads().endswith(b"../zz")
    shutil.rmtree(workspace.modules / "zz")
    assert leads().endswith(b"imported/ana/pots")


def test_a_file_of_the_theme_may_become_a_folder_and_back(workspace: Workspace, same: Same) -> None:
    place = workspace.root / "themes/assets/own"
    place.parent.mkdir(parents=True)
    place.write_text("a file", encoding="utf-8")
    assert same()[1]["assets/own"] == b"a file"
    place.unlink()
    place.mkdir()
    (place / "a.css").write_text("p {}", encoding="utf-8")
    assert same()[1]["assets/own/a.css"] == b"p {}"
    shutil.rmtree(place)
    place.write_text("a file", encoding="utf-8")
    assert same()[1]["assets/own"] == b"a file"


def test_what_somebody_did_to_the_site_is_undone(workspace: Workspace, same: Same, tmp_path: Path) -> None:
    before = same()[1]
    site = tmp_path / "site"
    (site / "tea/stray.txt").write_text("stray", encoding="utf-8")
    (site / "new").mkdir()
    (site / "new/stray.txt").write_text("stray", encoding="utf-8")
    assert same()[1] == before
    (site / "tea/search/index.js").write_text("spoilt", encoding="utf-8")
    shutil.rmtree(site / "tea/lessons")
    assert same()[1] == before
    shutil.rmtree(site)
    assert same()[1] == before
