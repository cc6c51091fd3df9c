"""After any row of changes the site that was built step by step is, byte for byte, the one that is built from nothing.

A run of `CHAPBOOK_EDITS=300` tries so many changes; the usual one is shorter. Each seed is a row of its own.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from chapbook.diag.errors import ChapbookError
from chapbook.site import head_start
from chapbook.site.build import build_site
from chapbook.site.engine import Engine
from chapbook.site.result import BuildOptions, BuildResult
from chapbook.workspace.workspace import Workspace
from support.sites import SINGLE, lesson, module_yml, write_workspace

EDITS = int(os.environ.get("CHAPBOOK_EDITS", "24"))
SEEDS = (1, 2)
CONFIG = "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
NAMES = ("tea", "milk", "cups", "water", "sugar", "spoons")


class Desk:
    """An author at work: each method changes something, as the dice say."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.site = root.parent / "site"
        self.dice = random.Random(seed)
        self.count = 0

    def words(self) -> str:
        self.count += 1
        return f"{self.dice.choice(NAMES)} {self.count} {self.dice.choice(('steeps', 'cools', 'boils'))}"

    def modules(self) -> list[Path]:
        return sorted(each for each in (self.root / "modules").iterdir() if each.is_dir())

    def module(self) -> Path:
        return self.dice.choice(self.modules())

    def lesson(self) -> Path:
        found = sorted(self.module().glob("lessons/*.md"))
        return self.dice.choice(found) if found else self.module() / "lessons/new.md"

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit_lesson(self) -> None:
        path = self.lesson()
        self.write(path, lesson(path.stem, f"{self.words()}.\n\n## {self.words()}\n\n{self.words()}."))

    def edit_title(self) -> None:
        path = self.lesson()
        self.write(path, lesson(path.stem, self.words(), title=self.words()))

    def add_question(self) -> None:
        path = self.lesson()
        self.write(path, lesson(path.stem, f"{self.words()}\n\n{SINGLE}"))

    def link(self) -> None:
        path = self.lesson()
        other = self.dice.choice(NAMES)
        step = self.dice.choice(("", "/why", "/how", "#part"))
        self.write(path, lesson(path.stem, f"{self.words()} [there](module:{other}{step})"))

    def require(self) -> None:
        folder = self.module()
        lessons = tuple(f"lessons/{each.name}" for each in sorted(folder.glob("lessons/*.md")))
        more = f"requires:\n  - module: {self.dice.choice(NAMES)}\n"
        self.write(folder / "module.yml", module_yml(folder.name, lessons, number=self.count % 9, more=more))

    def retitle_module(self) -> None:
        path = self.module() / "module.yml"
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            lines = [f"title: {self.words()}" if each.startswith("title:") else each for each in lines]
            self.write(path, "\n".join(lines) + "\n")

    def add_module(self) -> None:
        name = self.dice.choice(NAMES)
        folder = self.root / "modules" / name
        self.write(folder / "lessons/why.md", lesson("why", self.words()))
        self.write(folder / "module.yml", module_yml(name, ("lessons/why.md",), number=NAMES.index(name)))

    def remove_module(self) -> None:
        if len(self.modules()) > 1:
            shutil.rmtree(self.module())

    def rename_module(self) -> None:
        new = self.root / "modules" / f"{self.dice.choice(NAMES)}-{self.count}"
        self.module().rename(new)

    def break_module(self) -> None:
        self.write(self.module() / "module.yml", self.dice.choice(("title: [", "", "format: 99\n")))

    def translate(self) -> None:
        folder = self.module() / "i18n/de"
        self.write(folder / "module.yml", f"title: {self.words()}\n")

    def say_what_changed(self) -> None:
        text = f"# Changes\n\n## 1.0.0 - 2026-10-0{1 + self.count % 9}\n\n- {self.words()}\n"
        self.write(self.module() / "CHANGELOG.md", text)

    def say_no_more(self) -> None:
        for path in self.root.glob("modules/*/CHANGELOG.md"):
            path.unlink()

    def draw(self) -> None:
        text = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{self.words()}</title></svg>'
        self.write(self.module() / "assets/cup.svg", text)

    def photograph(self) -> None:
        path = self.module() / "assets/leaf.csv"
        self.write(path, self.words())

    def import_module(self) -> None:
        name = self.dice.choice(NAMES)
        target = self.root / "imported/ana" / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.module(), target)

    def forget_peer(self) -> None:
        shutil.rmtree(self.root / "imported", ignore_errors=True)

    def configure(self) -> None:
        more = self.dice.choice(
            ("site_url: https://example.org/tea/\n", "site_description: Of leaves.\n", "")
        )
        self.write(self.root / "mkdocs.yml", CONFIG.replace("Tea", self.words()) + more)

    def set_up(self) -> None:
        self.write(self.root / "chapbook.yml", f"catalogue:\n  title: {self.words()}\n")

    def dress(self) -> None:
        self.write(self.root / "themes/chapbook/missing.html", f"<p>{self.words()}</p>\n")

    def touch(self) -> None:
        os.utime(self.lesson() if self.lesson().is_file() else self.root)

    def spoil_the_site(self) -> None:
        found = sorted(each for each in self.site.rglob("*") if each.is_file())
        if found:
            path = self.dice.choice(found)
            path.write_text("spoilt", encoding="utf-8") if self.dice.random() < 0.5 else path.unlink()

    def litter_the_site(self) -> None:
        self.write(
            self.site / self.dice.choice(("stray.html", "search/stray.js", "assets/stray.css")), "stray"
        )

    def clear_some_cache(self) -> None:
        packs = sorted((self.root.parent / "cache").rglob("modules/*"))
        for path in self.dice.sample(packs, len(packs) // 2):
            path.unlink()

    def lose_the_state(self) -> None:
        for path in (self.root.parent / "cache/build").glob("*/*.json"):
            path.unlink()

    def edits(self) -> list[Callable[[], None]]:
        often = [self.edit_lesson, self.edit_title, self.link, self.add_module, self.remove_module]
        names = (name for name in vars(Desk) if not name.startswith("_"))
        helpers = {"words", "modules", "module", "lesson", "write", "edits"}
        return [*often, *(getattr(self, name) for name in names if name not in helpers)]


def files_of(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def folders_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


@pytest.fixture
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    root = tmp_path / "workspace"
    files = {
        name: {
            "module.yml": module_yml(name, ("lessons/why.md", "lessons/how.md"), number=at),
            "lessons/why.md": lesson("why", "First words."),
            "lessons/how.md": lesson("how", "Second words."),
        }
        for at, name in enumerate(NAMES[:3])
    }
    write_workspace(root, files, CONFIG)
    return Desk(root, request.param)


def killed_build(workspace: Workspace, options: BuildOptions, seconds: float) -> None:
    """Build in a child, and kill it after so long."""
    child = os.fork()
    if not child:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            build_site(workspace, options)
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def outcome(
    workspace: Workspace, options: BuildOptions, engine: Engine | None
) -> tuple[BuildResult | None, str]:
    """Build; give the result, or what the build says when there is none."""
    try:
        return build_site(workspace, options, engine=engine), ""
    except ChapbookError as error:
        return None, error.message


@pytest.mark.parametrize("desk", SEEDS, indirect=True)
def test_a_site_built_step_by_step_is_the_one_built_from_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(head_start, "may_fork", lambda: sys.platform == "linux")
    workspace = Workspace(desk.root)
    options = BuildOptions(site_dir=desk.site, cache=tmp_path / "cache", jobs=1)
    clean = BuildOptions(site_dir=tmp_path / "clean")
    with Engine(workspace, options) as engine, Engine(workspace, clean) as other:
        for _ in range(EDITS):
            done = []
            for edit in desk.dice.choices(desk.edits(), k=desk.dice.choice((1, 1, 2, 3))):
                edit()
                done.append(edit.__name__)
            if desk.dice.random() < 0.1:
                killed_build(workspace, options, desk.dice.random() * 1.5)
                done.append("killed")
            expected, refusal = outcome(workspace, clean, other)
            resident = engine if desk.dice.random() < 0.6 else None
            jobs = desk.dice.choice((1, 2))  # with 2, a child renders ahead what few edits changed
            result, same_refusal = outcome(workspace, replace(options, jobs=jobs), resident)
            assert refusal == same_refusal, done
            if expected is None or result is None:
                continue
            assert files_of(desk.site) == files_of(tmp_path / "clean"), done
            assert folders_of(desk.site) == folders_of(tmp_path / "clean"), done
            assert (result.pages, result.modules) == (expected.pages, expected.modules), done
            assert sorted(map(repr, result.diagnostics)) == sorted(map(repr, expected.diagnostics)), done
