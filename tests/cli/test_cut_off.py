"""Whatever command comes next takes up what one that was cut off left: plain `mkdocs build` too."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from chapbook.cli.main import run
from chapbook.tree.changes_plan import PLAN
from chapbook.tree.staging import JOURNAL
from support.crash_commands import author

OLD = "Old.\n"
NEW = "New.\n"


@pytest.fixture
def cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file of a module whose new text waits in the journal of a dead run."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    root = tmp_path / "work"
    root.mkdir()
    author(root)
    path = root / "modules/tea/CHANGELOG.md"
    path.write_text(OLD, encoding="utf-8")
    journal = root / JOURNAL
    journal.mkdir()
    (journal / "0.new").write_text(NEW, encoding="utf-8")
    (journal / "0.old").write_text(OLD, encoding="utf-8")
    before, after = (hashlib.sha256(text.encode()).hexdigest() for text in (OLD, NEW))
    name = path.relative_to(root).as_posix()
    plan = {"format": 1, "entries": [{"path": name, "before": before, "after": after, "is_folder": False}]}
    (journal / PLAN).write_text(json.dumps(plan), encoding="utf-8")
    monkeypatch.chdir(root)
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "tea"),
        ("check", "modules/tea/lessons/wait.md"),
        ("fmt", "--check"),
        ("report", "tea"),
        ("diff", "tea"),
        ("new", "module", "cups"),
        ("mv", "tea", "wait", "rest"),
        ("init", ".", "--no-input"),
        ("pack", "tea"),
        ("build",),
    ],
)
def test_every_command_takes_it_up(cut_off: Path, words: tuple[str, ...]) -> None:
    run(list(words))
    assert cut_off.read_text(encoding="utf-8") == NEW
    assert not (Path.cwd() / JOURNAL).exists()


def test_plain_mkdocs_takes_it_up(cut_off: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    Path("mkdocs.yml").write_text(
        "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n",
        encoding="utf-8",
    )
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    assert cut_off.read_text(encoding="utf-8") == NEW


def test_an_edit_in_between_is_kept_and_the_rest_taken_back(cut_off: Path) -> None:
    cut_off.write_text("Mine.\n", encoding="utf-8")
    run(["check"])
    assert cut_off.read_text(encoding="utf-8") == "Mine.\n"
    assert not (Path.cwd() / JOURNAL).exists()


def test_what_cannot_be_read_is_said(cut_off: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (Path.cwd() / JOURNAL / PLAN).write_text("{", encoding="utf-8")
    assert run(["check"]) == 3
    said = capsys.readouterr().err
    assert "cut off half-way" in said
    assert "move" in said
