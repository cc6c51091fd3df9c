"""A build that is killed: the old site or the new one, by whole folders, and the next build makes what a clean one does.

The workspace is built, edited and built again in place, so that what earlier builds kept is at hand, as it is for an
author. CHAPBOOK_KILLS=100 tries so many points of each kind of build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.crash_commands import act, leftovers, state
from support.kills import POINTS, killed_at, spread, steps_of, succeeds
from support.process import snapshot
from support.sites import lesson, small_module, write_workspace
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

CONFIG = (
    "site_name: {}\ndocs_dir: modules\ntheme: {{name: material}}\nplugins: {{search: {{}}, chapbook: {{}}}}\n"
)
BUILD = ("build", "--jobs", "1")
PATCH = ".chapbook-patch-site"
Files = Mapping[str, bytes]


def edit_one(root: Path) -> None:
    """Change a lesson, write a module, delete another: folders come, change and go."""
    (root / "modules/tea/lessons/how.md").write_text(lesson("how", "Other words."), encoding="utf-8")
    shutil.rmtree(root / "modules/milk")
    write_workspace(root, {"cups": small_module("cups", 2)})


def edit_all(root: Path) -> None:
    """Give the site another name, which stands on every page."""
    (root / "mkdocs.yml").write_text(CONFIG.format("Academy of milk"), encoding="utf-8")


def first(root: Path) -> None:
    """Change nothing: there is no site yet."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of build: what the author does before it, and at how many points it is killed in the usual run."""

    edit: Callable[[Path], None]
    points: int
    is_built: bool = True
    is_patched: bool = False


KINDS = {
    "of some modules": Kind(edit_one, 16, is_patched=True),
    "of all pages": Kind(edit_all, 4),
    "for the first time": Kind(first, 4, is_built=False),
}


@dataclass
class Seen:
    """What kills left: how often the old site, the new one, one whose folders are old or new; and what is wrong."""

    old: int = 0
    new: int = 0
    half: int = 0
    wrong: list[str] = field(default_factory=list)


def sources(root: Path) -> Files:
    """Give all that the author wrote."""
    return {
        path: data
        for path, data in snapshot(root).items()
        if not path.startswith(("site/", ".cache/", ".chapbook-"))
    }


def write(root: Path) -> None:
    """Write the workspace as it is before the edit, with what was built and kept gone."""
    for path in root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    write_workspace(root, {"tea": small_module("tea"), "milk": small_module("milk", 1)}, CONFIG.format("Tea"))


def ready(root: Path, kind: Kind) -> Files:
    """Bring the workspace to the moment before the build; give its old site."""
    write(root)
    if kind.is_built:
        act(BUILD, root)()
    old = state(root, "site")
    kind.edit(root)
    return old


def clean(root: Path) -> Files:
    """Give the site that is built of the edited workspace from nothing."""
    shutil.rmtree(root / "site", ignore_errors=True)
    shutil.rmtree(root / ".cache", ignore_errors=True)
    act(BUILD, root)()
    return state(root, "site")


def killed(kind: Kind, root: Path, step: int, old: Files, new: Files, seen: Seen) -> list[str]:
    """Kill the build at a step and look at what is there, then at what the next build makes of it."""
    written = sources(root)
    killed_at(step, act(BUILD, root), root)
    left = state(root, "site")
    is_half = (root / PATCH).exists()
    seen.half += is_half
    seen.old += left == old and not is_half
    seen.new += left == new and not is_half
    found = []
    if sources(root) != written:
        found.append("a file of the author is lost or changed")
    if left not in (old, new) and not is_half:
        found.append("the site is neither old nor new")
    if any(data not in (old.get(path), new.get(path)) for path, data in left.items()):
        found.append("a file is neither old nor new")
    if any(
        _of(module, left) not in (_of(module, old), _of(module, new)) for module in ("tea", "milk", "cups")
    ):
        found.append("the folder of a module is neither old nor new")
    if kind.is_built and old.keys() & new.keys() - left.keys():
        found.append("a file that both sites have is missing")
    if not succeeds(act(BUILD, root)):
        found.append("the next build fails")
    if state(root, "site") != new:
        found.append("the next build does not make what a clean one makes")
    if leftovers(root):
        found.append(f"left lying about: {leftovers(root)}")
    return found


def _of(module: str, site: Files) -> Files:
    return {path: data for path, data in site.items() if path.startswith(f"{module}/")}


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


@pytest.mark.parametrize("name", KINDS)
def test_a_killed_build(name: str, tmp_path: Path, threats: Threats) -> None:
    kind, root = KINDS[name], tmp_path / "at"
    root.mkdir()
    ready(root, kind)
    new = clean(root)
    old = ready(root, kind)
    assert old != new
    total = steps_of(act(BUILD, root), root)
    assert state(root, "site") == new
    points = spread(total, POINTS or kind.points)
    seen = Seen()
    for step in points:
        ready(root, kind)
        seen.wrong += [f"step {step} of {total}: {each}" for each in killed(kind, root, step, old, new, seen)]
    assert seen.wrong == []
    assert seen.old
    assert seen.new
    assert bool(seen.half) == kind.is_patched
    if not POINTS:
        threats.record(
            "Crashes",
            f"A build {name} killed half-way",
            tried=len(points),
            refused=0,
            harmless=len(points),
            control="written in place, it is a mix" if kind.is_patched else "",
        )


def test_control_a_site_written_in_place_is_a_mix(tmp_path: Path) -> None:
    root = tmp_path / "at"
    root.mkdir()
    kind = KINDS["of some modules"]
    ready(root, kind)
    new = clean(root)
    old = ready(root, kind)

    def in_place() -> None:
        shutil.rmtree(root / "site")
        for path, data in new.items():
            (root / "site" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "site" / path).write_bytes(data)

    seen = Seen()
    for step in spread(steps_of(in_place, root), 4)[1:-1]:
        ready(root, kind)
        killed_at(step, in_place, root)
        seen.wrong += [str(step)] * (state(root, "site") not in (old, new))
    assert len(seen.wrong) == 2
