"""Commands that write, with a workspace for each: for tests that kill them, stop them or take away the disk."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from chapbook.cli.main import run
from chapbook.library.store import LOCK_NAME
from chapbook.tree.write import MANY
from support.archives import pack, sample_files
from support.kills import steps_of
from support.sites import SINGLE, lesson, module_yml

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


def receiver_of_many(root: Path) -> None:
    """Write a workspace with a bundle of so many files that one call makes them durable."""
    author(root)
    files = sample_files() | {f"assets/{number}.txt": b"text" for number in range(MANY)}
    (root / "new.chapbook.zip").write_bytes(pack(files).data)


def imported(root: Path) -> None:
    """Write a workspace in which a bundle is imported, and the next one is there."""
    receiver(root)
    os.chdir(root)
    assert run(["import", "old.chapbook.zip", "--as", "ana", "--yes", "--allow-unsigned"]) == 0


def built(root: Path) -> None:
    """Write a workspace whose site is built, and which changed since."""
    author(root)
    os.chdir(root)
    own_cache(("build",), root)
    assert run(["build"]) == 0
    path = root / "modules/tea/lessons/drink.md"
    path.write_text(path.read_text("utf-8") + "\nThis is new.\n", encoding="utf-8")


COMMANDS = {
    "pack": Command(("pack", "pricing-basics"), published, 6, again=True),
    "import": Command(
        ("import", "new.chapbook.zip", "--as", "ana", "--yes", "--allow-unsigned"),
        receiver,
        16,
        ("imported/ana",),
        again=True,
    ),
    "import of many files": Command(
        ("import", "new.chapbook.zip", "--as", "ana", "--yes", "--allow-unsigned"),
        receiver_of_many,
        10,
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
    "build": Command(("build",), built, 6, ("site",), only="site", again=True),
    "mv": Command(("mv", "tea", "pour", "serve", "--kind", "lesson", "--write"), author, 16),
    "check --fix": Command(("check", "--fix"), slips, 16, again=True),
    "fmt": Command(("fmt",), unlaid, 10, again=True),
    "init": Command(("init", ".", "--title", "Tea", "--no-input"), lambda root: None, 12),
    "new module": Command(("new", "module", "cups"), author, 8),
    "remix": Command(
        ("remix", "ana/pricing-basics", "--as", "mine", "--author", "Me", "--yes"), imported, 12
    ),
}


def act(words: tuple[str, ...], root: Path) -> Callable[[], None]:
    """Give the command as an action."""

    def action() -> None:
        os.chdir(root)
        own_cache(words, root)
        assert run(list(words)) == 0

    return action


def own_cache(words: tuple[str, ...], root: Path) -> None:
    """Let a build keep what it made in its workspace: it is gone with that, and what is left lying there is seen."""
    if words[0] == "build":
        os.environ["XDG_CACHE_HOME"] = str(root / ".cache")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A workspace to copy, how it looks before the command and after it, and the steps that the command takes."""

    template: Path
    before: Files
    after: Files
    steps: int


def rehearsed(
    command: Command,
    folder: Path,
    action: Callable[[Path], Callable[[], object]] | None = None,
    *,
    fine: bool = False,
) -> Rehearsal:
    """Carry a command out, or what stands for it, in copies of its workspace below `folder`.

    Once it is done in this process, so that the children of later tests have what it imports.
    """
    make = action or (lambda root: act(command.words, root))
    template, here, whole = (folder / name for name in ("template", "here", "whole"))
    template.mkdir()
    command.before(template)
    for copy in (here, whole):
        shutil.copytree(template, copy)
    make(here)()
    steps = steps_of(make(whole), whole, fine)
    return Rehearsal(template, state(template, command.only), state(whole, command.only), steps)


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
