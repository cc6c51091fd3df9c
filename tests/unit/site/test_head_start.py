"""What an edit changed is rendered ahead by a child; the site is the one that is made without it."""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from chapbook.site import head_start, rendering
from chapbook.site.bounded import BoundedRenderer
from chapbook.site.build import build_site
from chapbook.site.content import Content
from chapbook.site.engine import Engine
from chapbook.site.head_start import Begun, HeadStart, begun_with
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.site.result import BuildOptions
from chapbook.workspace.workspace import Workspace, own_modules
from support.sites import lesson, small_module, write_workspace

CONFIG = "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
WHY = "modules/tea/lessons/why.md"

forks = pytest.mark.skipif(sys.platform != "linux", reason="only there is a child")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the threads of the tests' own runner count for nothing."""
    monkeypatch.setattr(head_start, "may_fork", lambda: sys.platform == "linux")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    modules = {"tea": small_module(), "milk": small_module("milk", 1)}
    return write_workspace(tmp_path / "ws", modules, CONFIG)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the pages that this process renders itself, as they come."""
    found: list[str] = []
    render = BoundedRenderer.page

    def page(self: BoundedRenderer, planned: PagePlan, module: ModulePlan) -> Content:
        if planned.uri not in self._ready:
            found.append(planned.uri)
        return render(self, planned, module)

    monkeypatch.setattr(BoundedRenderer, "page", page)
    return found


def options(tmp_path: Path) -> BuildOptions:
    return BuildOptions(site_dir=tmp_path / "site", cache=tmp_path / "cache", jobs=2)


def edit(workspace: Workspace, words: str) -> None:
    (workspace.root / WHY).write_text(lesson("why", words))


def page(folder: Path) -> str:
    return (folder / "tea/lessons/why/index.html").read_text(encoding="utf-8")


def files_of(folder: Path) -> Mapping[Path, bytes]:
    return {each.relative_to(folder): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def is_clean(workspace: Workspace, tmp_path: Path) -> bool:
    """Say whether the site is the one that is built from nothing."""
    build_site(workspace, BuildOptions(site_dir=tmp_path / "clean", jobs=1))
    return files_of(tmp_path / "site") == files_of(tmp_path / "clean")


@forks
def test_after_an_edit_the_child_has_rendered_all(
    workspace: Workspace, tmp_path: Path, rendered: list[str]
) -> None:
    build_site(workspace, options(tmp_path))
    assert "tea/lessons/why.md" in rendered
    rendered.clear()
    edit(workspace, "Warm the pot.")
    assert build_site(workspace, options(tmp_path)).built == 1
    assert rendered == []
    assert "Warm the pot." in page(tmp_path / "site")
    assert is_clean(workspace, tmp_path)


@forks
@pytest.mark.parametrize("one", [{"jobs": 1}, {"portable": True}, {"cache": None}])
def test_the_site_is_the_same_for_all_options(
    workspace: Workspace, tmp_path: Path, one: Mapping[str, object]
) -> None:
    some = replace(options(tmp_path), **one)  # type: ignore[arg-type]
    build_site(workspace, some)
    edit(workspace, "Warm the pot, see [how](how.md).")
    build_site(workspace, some)
    build_site(workspace, replace(some, site_dir=tmp_path / "clean", cache=None, jobs=1))
    assert files_of(tmp_path / "site") == files_of(tmp_path / "clean")


@forks
def test_one_process_means_one(workspace: Workspace, tmp_path: Path, rendered: list[str]) -> None:
    alone = replace(options(tmp_path), jobs=1)
    build_site(workspace, alone)
    rendered.clear()
    edit(workspace, "Warm the pot.")
    build_site(workspace, alone)
    assert "tea/lessons/why.md" in rendered


@forks
def test_pages_that_ask_other_modules_are_rendered_by_whoever_knows_them(
    workspace: Workspace, tmp_path: Path, rendered: list[str]
) -> None:
    build_site(workspace, options(tmp_path))
    rendered.clear()
    edit(workspace, "First [milk](module:milk/how).")
    assert build_site(workspace, options(tmp_path)).diagnostics == ()
    assert "tea/lessons/why.md" in rendered
    assert 'href="../../../milk/lessons/how/"' in page(tmp_path / "site")
    assert is_clean(workspace, tmp_path)


@forks
def test_control_without_asking_for_answers_the_link_would_lead_nowhere(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(workspace, options(tmp_path))
    monkeypatch.setattr(Begun, "fits", lambda *_: True)
    edit(workspace, "First [milk](module:milk/how).")
    build_site(workspace, options(tmp_path))
    assert 'href="../../../milk/lessons/how/"' not in page(tmp_path / "site")


def _die(*_: object) -> None:
    os._exit(9)


def _fail(*_: object) -> None:
    raise RuntimeError


def _say_nonsense(parent: int, folders: object, directory_urls: bool, writing: int) -> None:
    os.write(writing, b"\x80\x05nonsense")


@forks
@pytest.mark.parametrize(
    ("name", "instead"), [("begun_with", _die), ("begun_with", _fail), ("_render_all", _say_nonsense)]
)
def test_whatever_becomes_of_the_child_the_pages_are_made(
    workspace: Workspace,
    tmp_path: Path,
    rendered: list[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    instead: Callable[..., None],
) -> None:
    build_site(workspace, options(tmp_path))
    monkeypatch.setattr(head_start, name, instead)
    rendered.clear()
    edit(workspace, "Warm the pot.")
    build_site(workspace, options(tmp_path))
    assert "tea/lessons/why.md" in rendered
    assert is_clean(workspace, tmp_path)


@forks
def test_where_no_child_can_be_had_the_pages_are_made(
    workspace: Workspace, tmp_path: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError

    build_site(workspace, options(tmp_path))
    monkeypatch.setattr(os, "fork", refused)
    open_before = len([*Path("/proc/self/fd").iterdir()])
    edit(workspace, "Warm the pot.")
    build_site(workspace, options(tmp_path))
    assert "tea/lessons/why.md" in rendered
    assert len([*Path("/proc/self/fd").iterdir()]) == open_before


@forks
def test_nothing_of_the_child_stays_behind_when_the_build_fails(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(workspace, options(tmp_path))
    open_before = len([*Path("/proc/self/fd").iterdir()])
    children: list[int] = []
    fork = os.fork

    def forked() -> int:
        children.append(fork())
        return children[-1]

    monkeypatch.setattr(os, "fork", forked)
    monkeypatch.setattr(Engine, "build", _fail)
    edit(workspace, "Warm the pot.")
    with pytest.raises(RuntimeError):
        build_site(workspace, options(tmp_path))
    assert len([*Path("/proc/self/fd").iterdir()]) == open_before
    [child] = children
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


@forks
def test_modules_of_strangers_are_never_begun_with(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are rendered within limits of time and memory, which this child does not have."""
    stranger = workspace.root / "imported/eve/tea"
    stranger.parent.mkdir(parents=True)
    (workspace.root / "modules/tea").rename(stranger)
    build_site(workspace, options(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(HeadStart, "take", lambda self, key, content: asked.append(key))
    (stranger / "lessons/why.md").write_text(lesson("why", "Warm the pot."))
    assert build_site(workspace, options(tmp_path)).built == 1
    assert asked == []
    (workspace.root / "modules/milk/lessons/why.md").write_text(lesson("why", "Warm the pot."))
    assert build_site(workspace, options(tmp_path)).built == 1
    assert asked == ["milk"]  # the control


def test_a_module_is_taken_for_the_bytes_that_it_was_made_of(workspace: Workspace) -> None:
    begun = {each.key: begun_with(each, True) for each in own_modules(workspace)}
    told = io.BytesIO(b"".join(pickle.dumps(each) for each in begun.items()))
    made = HeadStart(told)
    milk, tea = begun["milk"], begun["tea"]
    assert milk is not None
    assert tea is not None
    assert made.take("milk", tea.content) is None
    again = made.take("tea", tea.content)
    assert again is not None
    assert again.insides == tea.insides
    assert made.take("milk", milk.content) is not None
    assert made.take("cups", "") is None


def test_a_module_that_is_written_to_meanwhile_is_not_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = own_modules(workspace)[1]
    assert begun_with(folder, True) is not None

    def meanwhile(*given: object) -> Content:
        edit(workspace, "Something else entirely.")
        return rendering.render_page(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(head_start, "render_page", meanwhile)
    assert begun_with(folder, True) is None


def test_a_module_without_pages_is_not_told(workspace: Workspace) -> None:
    (workspace.root / "modules/tea/module.yml").write_text("title: [")
    assert begun_with(own_modules(workspace)[1], True) is None


@forks
def test_several_changed_modules_are_all_begun_with(
    workspace: Workspace, tmp_path: Path, rendered: list[str]
) -> None:
    build_site(workspace, options(tmp_path))
    rendered.clear()
    for name in ("tea", "milk"):
        (workspace.root / f"modules/{name}/lessons/how.md").write_text(lesson("how", "Slowly."))
    assert build_site(workspace, options(tmp_path)).built == 2
    assert rendered == []
    assert is_clean(workspace, tmp_path)


@forks
def test_many_changed_modules_are_left_to_all_processors(
    workspace: Workspace, tmp_path: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(head_start, "_MOST", 1)
    build_site(workspace, options(tmp_path))
    rendered.clear()
    for name in ("tea", "milk"):
        (workspace.root / f"modules/{name}/lessons/how.md").write_text(lesson("how", "Slowly."))
    build_site(workspace, options(tmp_path))
    assert {"tea/lessons/how.md", "milk/lessons/how.md"} <= set(rendered)
