"""`chapbook build`: it makes what changed and says so; the site is that of `mkdocs build`, byte for byte."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.process import chapbook
from support.shell import Shell
from support.sites import SINGLE, lesson, small_module, write_workspace

CONFIG = """\
site_name: Tea
site_url: https://tea.example/
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
LINKED = small_module("milk", 1, why="[tea](module:tea/why)", how="Second words.")
MODULES = {
    "tea": small_module("tea", why=f"Hello.\n\n{SINGLE}", how="## Steep\n\nPatience.")
    | {"CHANGELOG.md": "## 1.0.0 - 2026-11-20\n\n- *New*", "assets/a.svg": "<svg/>"},
    "milk": LINKED | {"i18n/de/lessons/why.md": lesson("why", "Worte.")},
    "cups": small_module("cups", 2) | {"CHANGELOG.md": "## 1.0.0 - 2026-11-21\n\n- Warm\n"},
    "imported/ana/pots": small_module("pots", 3),
}
SAID = re.compile(
    r"Built site/index\.html  \((\d+) modules?, (\d+) pages; (\d+) built, (\d+) reused; \d+\.\d\d s\)\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "ws"
    return write_workspace(root, MODULES, CONFIG).root


@pytest.fixture
def shell(workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    made = Shell(monkeypatch, capsys)
    made.cd(workspace)
    return made


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    }


def numbers(shell: Shell, *words: str) -> tuple[int, ...]:
    """Build; give modules, pages, those that were built and reused."""
    ran = shell("build", *words)
    assert ran.code == 0, ran.err
    said = SAID.search(ran.out)
    assert said, ran.out
    return tuple(map(int, said.groups()))


def edit(root: Path, words: str = "Other words.") -> None:
    (root / "modules/tea/lessons/how.md").write_text(lesson("how", words), encoding="utf-8")


def cache() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "chapbook"


def test_the_summary_says_what_was_built_and_what_reused(shell: Shell, workspace: Path) -> None:
    modules, pages, built, reused = numbers(shell)
    assert (modules, built, reused) == (4, 4, 0)
    assert pages == len(list((workspace / "site").rglob("index.html")))
    assert numbers(shell) == (4, pages, 0, 4)
    edit(workspace)
    assert numbers(shell) == (4, pages, 1, 3)
    assert b"Other words" in (workspace / "site/tea/lessons/how/index.html").read_bytes()
    edit(workspace)
    assert numbers(shell) == (4, pages, 0, 4), "the same bytes again are no change"
    shutil.rmtree(workspace / "modules/cups")
    modules, fewer, built, reused = numbers(shell)
    assert (modules, built, reused) == (3, 0, 3)
    assert fewer < pages


def test_what_others_say_of_a_module_is_built_with_it(shell: Shell, workspace: Path) -> None:
    numbers(shell)
    text = (workspace / "modules/tea/lessons/why.md").read_text(encoding="utf-8")
    (workspace / "modules/tea/lessons/why.md").write_text(text.replace("id: why", "id: reason"), "utf-8")
    ran = shell("build")
    assert "2 built, 2 reused" in ran.out, "tea, and milk, whose link leads nowhere now"
    assert "has no lesson why" in " ".join(ran.err.split())
    again = shell("build")
    assert "0 built, 4 reused" in again.out
    assert again.err == ran.err, "what is wrong is said by each build, made anew or not"


def test_as_json(shell: Shell, workspace: Path) -> None:
    first = shell("build", "--json").json()
    assert (first["modules"], first["built"], first["reused"], first["published"]) == (4, 4, 0, True)
    assert first["site_dir"] == str(workspace / "site")
    assert first["archive"] is None
    assert first["seconds"] > 0
    edit(workspace)
    second = shell("build", "--json").json()
    assert (second["modules"], second["built"], second["reused"]) == (4, 1, 3)
    third = shell("build", "--json").json()
    assert (third["built"], third["reused"], third["pages"]) == (0, 4, first["pages"])
    assert first.keys() == second.keys() == third.keys()
    (workspace / "modules/cups/module.yml").write_text("id: [\n", encoding="utf-8")
    broken = shell("build", "--json").json()
    assert (broken["modules"], broken["built"], broken["reused"]) == (3, 0, 3)
    assert [each["code"] for each in broken["report"]["diagnostics"]] == ["SIT101"]
    again = shell("build", "--json").json()
    assert (again["modules"], again["built"], again["reused"]) == (3, 0, 3)
    assert again["report"] == broken["report"]


def test_clean_uses_nothing_and_keeps_what_it_made(shell: Shell, workspace: Path) -> None:
    numbers(shell)
    before = files_of(workspace / "site")
    assert numbers(shell, "--clean")[2:] == (4, 0)
    assert files_of(workspace / "site") == before
    assert numbers(shell)[2:] == (0, 4)


def test_without_a_cache_nothing_is_used_and_nothing_kept(shell: Shell, workspace: Path) -> None:
    assert numbers(shell, "--no-cache")[2:] == (4, 0)
    assert not cache().exists()
    assert numbers(shell, "--no-cache")[2:] == (4, 0)
    assert not cache().exists()
    before = files_of(workspace / "site")
    assert numbers(shell)[2:] == (4, 0)
    assert cache().exists(), "control: else something is kept"
    kept = files_of(cache())
    edit(workspace)
    assert numbers(shell, "--no-cache")[2:] == (4, 0)
    assert files_of(cache()) == kept
    edit(workspace, "## Steep\n\nPatience.")
    numbers(shell)
    assert files_of(workspace / "site") == before


def test_nothing_is_kept_in_the_workspace_or_at_home(workspace: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert chapbook("build", cwd=workspace, HOME=str(home)).code == 0
    assert files_of(home) == {}
    assert {each.name for each in workspace.iterdir()} == {"mkdocs.yml", "modules", "imported", "site"}
    assert cache().exists()


def test_many_processes_give_the_same_site_as_one(tmp_path: Path) -> None:
    modules = {f"m{n}": small_module(f"m{n}", n) for n in range(9)}
    root = write_workspace(tmp_path / "ws", modules, CONFIG).root
    assert "9 built" in chapbook("build", "--jobs", "1", "--no-cache", "-d", "../one", cwd=root).out
    assert "9 built" in chapbook("build", "-j", "2", "--no-cache", "-d", "../two", cwd=root).out
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_no_process_at_all_is_refused(jobs: str, shell: Shell) -> None:
    ran = shell("build", "--jobs", jobs)
    assert ran.code == 2
    assert "--jobs" in ran.err


def test_two_sites_of_one_workspace_do_not_disturb_each_other(shell: Shell, workspace: Path) -> None:
    numbers(shell)
    assert "0 built, 4 reused" in shell("build", "-d", "other").out, "the pages are the same"
    assert files_of(workspace / "other") == files_of(workspace / "site")
    assert "4 built" in shell("build", "--offline").out
    edit(workspace)
    assert numbers(shell)[2:] == (1, 3)
    assert "0 built, 4 reused" in shell("build", "-d", "other").out
    assert "1 built, 3 reused" in shell("build", "--offline").out
    assert numbers(shell)[2:] == (0, 4)
    assert files_of(workspace / "other") == files_of(workspace / "site")


@pytest.mark.parametrize("how", ["gone", "spoilt", "cut off", "a file"])
def test_a_cache_that_is_damaged_costs_only_time(how: str, shell: Shell, workspace: Path) -> None:
    numbers(shell)
    before = files_of(workspace / "site")
    if how in ("gone", "a file"):
        shutil.rmtree(cache())
    else:
        for path in (each for each in cache().rglob("*") if each.is_file()):
            path.write_bytes(b"spoilt" if how == "spoilt" else path.read_bytes()[:-40])
    if how == "a file":
        cache().touch()
    (workspace / "modules/tea/lessons/why.md").touch()
    ran = shell("build")
    if how == "a file":
        assert ran.code in (0, 3), ran.err
        assert "Traceback" not in ran.err
        return
    assert "4 built, 0 reused" in ran.out
    assert files_of(workspace / "site") == before


def test_a_strict_build_of_known_warnings_keeps_the_old_site(shell: Shell, workspace: Path) -> None:
    numbers(shell)
    before = files_of(workspace / "site")
    (workspace / "modules/milk/lessons/how.md").write_text(lesson("how", "[x](gone.md)"), encoding="utf-8")
    for _ in range(2):
        ran = shell("build", "--strict")
        assert ran.code == 1
        assert "gone.md" in ran.err
        assert files_of(workspace / "site") == before
    assert shell("build").code == 0
    after = files_of(workspace / "site")
    assert after != before
    ran = shell("build", "--strict")
    assert ran.code == 1, "also when there is nothing to build"
    assert "gone.md" in ran.err
    assert files_of(workspace / "site") == after


def by_mkdocs(root: Path, target: Path) -> dict[str, bytes]:
    """Build as plain `mkdocs build` does, from nothing; give the files."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(str(root / "mkdocs.yml"), site_dir=str(target))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    return files_of(target)


def touch(root: Path) -> None:
    for path in root.glob("modules/*/*/*.md"):
        path.touch()


STEPS: dict[str, Callable[[Path], object]] = {
    "the first time": lambda root: None,
    "again": lambda root: None,
    "after an edit": edit,
    "after touching": touch,
    "after a file of the site was removed": lambda root: (root / "site/tea/lessons/why/index.html").unlink(),
    "after a page of its own was spoilt": lambda root: (root / "site/index.html").write_text("spoilt"),
    "after a module was removed": lambda root: shutil.rmtree(root / "modules/tea"),
    "after an imported one came": lambda root: shutil.copytree(
        root / "modules/milk", root / "imported/ben/milk"
    ),
    "after all that was imported went": lambda root: shutil.rmtree(root / "imported"),
}


def test_each_build_gives_what_mkdocs_gives(shell: Shell, workspace: Path, tmp_path: Path) -> None:
    seen = []
    for at, (name, step) in enumerate(STEPS.items()):
        step(workspace)
        seen.append(numbers(shell))
        expected = by_mkdocs(workspace, tmp_path / f"plain{at}")
        assert files_of(workspace / "site") == expected, name
        assert len(expected) > 50, "control: there is something to compare"
    assert [built for _, _, built, _ in seen] == [4, 0, 1, 0, 0, 0, 1, 1, 0], (
        "and no more was made than had to be"
    )


def test_with_plugins_of_others_mkdocs_makes_every_page(shell: Shell, workspace: Path) -> None:
    (workspace / "spy.py").write_text(
        "def on_post_page(output, *, page, config):\n    return output + f'<!-- {page.title} -->'\n", "utf-8"
    )
    numbers(shell)
    (workspace / "mkdocs.yml").write_text(f"{CONFIG}hooks: [spy.py]\n", encoding="utf-8")
    for _ in range(2):
        assert numbers(shell)[2:] == (4, 0)
        assert "<!-- Why -->" in (workspace / "site/tea/lessons/why/index.html").read_text(encoding="utf-8")
    (workspace / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    numbers(shell)
    assert "<!-- Why -->" not in (workspace / "site/tea/lessons/why/index.html").read_text(encoding="utf-8")
