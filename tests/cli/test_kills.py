"""Commands that are killed: the old state or the new one, nothing of the author's is lost, the next run goes on.

Each command is killed right before steps of its work on the disk. CHAPBOOK_KILLS=300 tries so many points of each,
calls into C among them; that takes some minutes. A build makes millions of those, so it is killed at steps alone; more
of builds is in `test_build_kills.py`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.services.rename import RenameOptions, rename
from chapbook.workspace.recovery import recover
from support.crash_commands import COMMANDS, Command, Files, act, built, leftovers, rehearsed, state
from support.kills import POINTS, Action, killed_at, spread, steps_of, succeeds
from support.sites import lesson, small_module, write_workspace
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@dataclass
class Outcome:
    """What killing one command came to."""

    tried: int = 0
    old: int = 0
    new: int = 0
    wrong: list[str] = field(default_factory=list)


def killed(command: Command, folder: Path, action: Callable[[Path], Action] | None = None) -> Outcome:
    """Kill a command, or what stands for it, at its points, each in a workspace of its own."""
    make = action or (lambda root: act(command.words, root))
    fine = bool(POINTS) and command.words[0] != "build"
    rehearsal = rehearsed(command, folder, make, fine=fine)
    before, after, total = rehearsal.before, rehearsal.after, rehearsal.steps
    assert before != after
    outcome = Outcome()
    for step in spread(total, POINTS or command.points):
        root = folder / "at"
        shutil.copytree(rehearsal.template, root)
        killed_at(step, make(root), root, fine)
        outcome.tried += 1
        found = problems(command, root, before, after, outcome)
        outcome.wrong += [f"step {step} of {total}: {problem}" for problem in found[:1]]
        shutil.rmtree(root)
    return outcome


def problems(command: Command, root: Path, before: Files, after: Files, outcome: Outcome) -> list[str]:
    """Look at what a killed command left: first as it is, then as the next command finds it, then after a rerun."""
    found = [
        f"{name} is neither old nor new"
        for name in command.always_whole
        if state(root, name) not in (_below(before, name, command), _below(after, name, command))
    ]
    recover(root)
    now = state(root, command.only)
    outcome.old += now == before
    outcome.new += now == after
    if now not in (before, after):
        found.append("a mix of old and new")
    if any(now.get(name) not in (text, after.get(name)) for name, text in before.items()):
        found.append("a file is lost")
    if (now != after or command.again) and not succeeds(act(command.words, root)):
        found.append("a rerun fails")
    if state(root, command.only) != after:
        found.append("a rerun does not get there")
    if leftovers(root):
        found.append(f"left lying about: {leftovers(root)}")
    return found


def _below(files: Files, name: str, command: Command) -> Files:
    if command.only == name:
        return files
    return {
        path.removeprefix(f"{name}/"): data for path, data in files.items() if path.startswith(f"{name}/")
    }


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_leaves_old_or_new(name: str, tmp_path: Path, threats: Threats) -> None:
    outcome = killed(COMMANDS[name], tmp_path)
    assert outcome.wrong == []
    assert outcome.old
    assert outcome.new
    if not POINTS:
        control = "written in place, half or more are damaged" if name in NAIVE else ""
        threats.record(
            "Crashes",
            f"`{name}` killed half-way",
            tried=outcome.tried,
            refused=0,
            harmless=outcome.tried,
            control=control,
        )


def test_a_killed_build_of_what_changed_is_finished_by_the_next(tmp_path: Path, threats: Threats) -> None:
    """Each module's folder and each other file is the old or the new one, and the next build puts the rest in its place.

    Copies of a workspace would be built as a whole, since their files are others; so each try begins with a build.
    """
    build, root = act(("build",), tmp_path / "at"), tmp_path / "at"

    def begin() -> Files:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        two_modules(root)
        return state(root, "site")

    before = begin()
    total = steps_of(build, root)
    after = state(root, "site")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {"index.html", "tea/index.html", "tea/lessons/sip/index.html", "cups/index.html"} <= changed
    assert "milk/lessons/why/index.html" in before.keys() - changed
    begin()
    patch = root / ".chapbook-patch-site"
    in_patch = steps_of(build, patch)
    assert in_patch < total
    tried = mixed = 0
    for step, where in (
        *((step, root) for step in spread(total, POINTS or 2)),
        *((step, patch) for step in spread(in_patch, POINTS or 6)),
    ):
        assert begin() == before
        killed_at(step, build, where)
        now = state(root, "site")
        mixed += now not in (before, after)
        for name in ("tea", "cups", "milk"):
            parts = [_below(each, name, COMMANDS["mv"]) for each in (now, before, after)]
            assert parts[0] in parts[1:], (step, where, name)
        for name, text in now.items():
            assert text in (before.get(name), after.get(name)), (step, where, name)
        assert succeeds(build), (step, where)
        assert state(root, "site") == after, (step, where)
        assert leftovers(root) == [], (step, where)
        tried += 1
    assert mixed, "some were killed while the new files took their places"
    if not POINTS:
        threats.record(
            "Crashes",
            "`build` of what changed, killed half-way",
            tried=tried,
            refused=0,
            harmless=tried,
            control="some leave a mixture of folders, which the next build has to finish",
        )


def two_modules(root: Path) -> None:
    """Write a workspace whose site is built, and in which a module changed since, one went and one stays."""
    for name, number in (("milk", 1), ("cups", 2)):
        write_workspace(root, {name: small_module(name, number)})
    built(root)
    shutil.rmtree(root / "modules/cups")
    (root / "modules/tea/lessons/wait.md").write_text(lesson("wait", "Waited.", title="Waited"), "utf-8")
    path = root / "modules/tea/module.yml"
    path.write_text(path.read_text("utf-8").replace("lessons/drink.md", "lessons/sip.md"), "utf-8")
    (root / "modules/tea/lessons/drink.md").rename(root / "modules/tea/lessons/sip.md")


def _mv_in_place(root: Path) -> Action:
    """Do what `mv` does as one would without thinking of crashes."""

    def action() -> None:
        planned = rename(RenameOptions(start=root, module="tea", old="pour", new="serve", kind="lesson"))
        for each in planned.files:
            (root / each.old_path).unlink()
            (root / each.new_path).write_text(each.after, encoding="utf-8")

    return action


def _import_in_place(root: Path) -> Action:
    """Do what an import of an update does as one would without thinking of crashes."""

    def action() -> None:
        bundle = open_bundle(root / "new.chapbook.zip")
        folder = root / "imported/ana/pricing-basics"
        shutil.rmtree(folder)
        for path in bundle.tree.paths():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(bundle.tree.read(path))
        text = (root / "chapbook.lock").read_text(encoding="utf-8")
        (root / "chapbook.lock").write_text(text.replace("1.2.0", "1.3.0"), encoding="utf-8")

    return action


def _build_in_place(root: Path) -> Action:
    """Do what a build does as one would without thinking of crashes."""

    def action() -> None:
        shutil.rmtree(root / "site")
        (root / "site").mkdir()
        for number in range(30):
            (root / f"site/{number}.html").write_text("new", encoding="utf-8")

    return action


NAIVE = {"mv": _mv_in_place, "import of an update": _import_in_place, "build": _build_in_place}


@pytest.mark.parametrize("name", NAIVE)
def test_control_writing_in_place_is_damaged_half_the_time(name: str, tmp_path: Path) -> None:
    outcome = killed(replace(COMMANDS[name], points=12, again=False), tmp_path, NAIVE[name])
    assert len(outcome.wrong) >= outcome.tried / 2, outcome
