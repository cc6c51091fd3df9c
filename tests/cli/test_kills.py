"""Commands that are killed: the old state or the new one, nothing of the author's is lost, the next run goes on.

Each command is killed right before steps of its work on the disk. CHAPBOOK_KILLS=300 tries so many points of each,
calls into C among them; that takes some minutes.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.cli.main import run
from chapbook.library.store import LOCK_NAME
from chapbook.services.rename import RenameOptions, rename
from chapbook.workspace.recovery import recover
from support.archives import pack, sample_files
from support.kills import POINTS, Action, killed_at, spread, steps_of, succeeds
from support.sites import SINGLE, lesson, module_yml
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

Files = Mapping[str, bytes]
_BY_CHANCE = re.compile(rb'"(?:imported|created)": ?"[^"]*"|(?m:^uid: .*$)')


@dataclass(frozen=True)
class Command:
    """A command under test: the words, how its workspace looks before, how many points are tried."""

    words: tuple[str, ...]
    before: Callable[[Path], None]
    points: int
    always_whole: tuple[str, ...] = ()
    """Folders that must be whole at once, before anything is mended: others read them."""
    only: str = ""
    """The folder to compare, when the rest is not the command's."""
    again: bool = False
    """Whether it may be run again when all is done."""


def author(root: Path) -> None:
    """Write a workspace with one module of three lessons, of which two link to the first."""
    files = {"lessons/pour.md": lesson("pour", "Pour.\n\n" + SINGLE)}
    for name in ("wait", "drink"):
        files[f"lessons/{name}.md"] = lesson(name, f"First [pour](pour.md), then {name}.")
    files["module.yml"] = module_yml("tea", tuple(files)).replace("status: published", "status: draft")
    for path, text in files.items():
        place = root / "modules/tea" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (root / "chapbook.yml").write_text("check:\n  ignore: [P, R, Q, A]\n", encoding="utf-8")


def slips(root: Path) -> None:
    """Write the author's workspace with what `check --fix` mends: keys with a slip, files with awkward names."""
    author(root)
    module = root / "modules/tea"
    (module / "assets").mkdir()
    (module / "assets/Tea Pot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    for name in ("wait", "drink"):
        path = module / f"lessons/{name}.md"
        path.write_text(path.read_text("utf-8") + "\n![A pot](../assets/Tea%20Pot.svg)\n", encoding="utf-8")
    text = (module / "module.yml").read_text("utf-8").replace("summary:", "sumary:")
    (module / "module.yml").write_text(text, encoding="utf-8")


def unlaid(root: Path) -> None:
    """Write the author's workspace with what `fmt` lays out anew."""
    author(root)
    module = root / "modules/tea"
    (module / "quizzes").mkdir()
    (module / "quizzes/check.yml").write_text("title:   Check\nid: check\nquestions: []\n", encoding="utf-8")
    text = (
        (module / "module.yml")
        .read_text("utf-8")
        .replace("language: en\n", "")
        .replace("id: tea", "id:   tea")
    )
    (module / "module.yml").write_text(text + "language:   en\n", encoding="utf-8")


def published(root: Path) -> None:
    """Write a module that can be packed."""
    for path, data in sample_files().items():
        place = root / "modules/pricing-basics" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (root / "chapbook.yml").write_text("", encoding="utf-8")


def receiver(root: Path) -> None:
    """Write a workspace with a bundle to import."""
    author(root)
    (root / "old.chapbook.zip").write_bytes(pack().data)
    files = {**sample_files(version="1.3.0"), "assets/more.txt": b"more"}
    (root / "new.chapbook.zip").write_bytes(
        pack({key: data for key, data in files.items() if "dot" not in key}).data
    )


def imported(root: Path) -> None:
    """Write a workspace in which a bundle is imported, and the next one is there."""
    receiver(root)
    os.chdir(root)
    assert run(["import", "old.chapbook.zip", "--as", "ana", "--yes", "--allow-unsigned"]) == 0


def built(root: Path) -> None:
    """Write a workspace whose site is built, and which changed since."""
    author(root)
    os.chdir(root)
    assert run(["build"]) == 0
    path = root / "modules/tea/lessons/drink.md"
    path.write_text(path.read_text("utf-8") + "\nThis is new.\n", encoding="utf-8")


COMMANDS = {
    "pack": Command(("pack", "pricing-basics"), published, 8, again=True),
    "import": Command(
        ("import", "new.chapbook.zip", "--as", "ana", "--yes", "--allow-unsigned"),
        receiver,
        16,
        ("imported/ana",),
        again=True,
    ),
    "import of an update": Command(
        ("import", "new.chapbook.zip", "--as", "ana", "--yes", "--allow-unsigned"),
        imported,
        20,
        ("imported/ana",),
        again=True,
    ),
    "build": Command(("build",), built, 8, ("site",), only="site", again=True),
    "mv": Command(("mv", "tea", "pour", "serve", "--kind", "lesson", "--write"), author, 16),
    "check --fix": Command(("check", "--fix"), slips, 16, again=True),
    "fmt": Command(("fmt",), unlaid, 10, again=True),
    "init": Command(("init", ".", "--title", "Tea", "--no-input"), lambda root: None, 12),
    "new module": Command(("new", "module", "cups"), author, 8),
    "remix": Command(
        ("remix", "ana/pricing-basics", "--as", "mine", "--author", "Me", "--yes"), imported, 12
    ),
}


@dataclass
class Outcome:
    """What killing one command came to."""

    tried: int = 0
    old: int = 0
    new: int = 0
    wrong: list[str] = field(default_factory=list)


def act(words: tuple[str, ...], root: Path) -> Callable[[], None]:
    """Give the command as an action."""

    def action() -> None:
        os.chdir(root)
        assert run(list(words)) == 0

    return action


def state(root: Path, only: str = "") -> Files:
    """Give what others see: all files but hidden ones of Chapbook, without what no two runs have in common."""
    folder = root / only
    return {
        path.relative_to(folder).as_posix(): _BY_CHANCE.sub(b"", path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".chapbook-") for part in path.parts)
    }


def leftovers(root: Path) -> list[str]:
    """Give what Chapbook left lying about."""
    return sorted(path.name for path in root.rglob(".chapbook-*") if path.name != LOCK_NAME)


def killed(command: Command, folder: Path, action: Callable[[Path], Action] | None = None) -> Outcome:
    """Kill a command, or what stands for it, at its points, each in a workspace of its own."""
    make = action or (lambda root: act(command.words, root))
    (folder / "template").mkdir()
    command.before(folder / "template")
    before = state(folder / "template", command.only)
    for name in ("here", "whole"):
        shutil.copytree(folder / "template", folder / name)
    make(folder / "here")()  # in this process: what it imports, the children have
    total = steps_of(make(folder / "whole"), folder / "whole", bool(POINTS))
    after = state(folder / "whole", command.only)
    assert before != after
    outcome = Outcome()
    for step in spread(total, POINTS or command.points):
        root = folder / "at"
        shutil.copytree(folder / "template", root)
        killed_at(step, make(root), root, bool(POINTS))
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
        threats.record(
            "Crashes", f"`{name}` killed half-way", tried=outcome.tried, refused=0, harmless=outcome.tried
        )


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


@pytest.mark.parametrize(
    ("name", "naive"),
    [("mv", _mv_in_place), ("import of an update", _import_in_place), ("build", _build_in_place)],
)
def test_control_writing_in_place_is_damaged_half_the_time(
    name: str, naive: Callable[[Path], Action], tmp_path: Path
) -> None:
    command = replace(COMMANDS[name], points=12, again=False)
    outcome = killed(command, tmp_path, naive)
    assert len(outcome.wrong) >= outcome.tried / 2, outcome
