"""`chapbook cache`: what is kept is said and removed, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chapbook.cli.main import run
from support.sites import small_module, write_workspace


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a workspace; give the folder of the cache."""
    write_workspace(tmp_path / "desk", {"tea": small_module(), "milk": small_module("milk", 1)})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "cache/chapbook"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run(["cache", *words]) == 0
    return capsys.readouterr().out


def test_what_is_kept_is_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing" in said(capsys, "info")
    assert run(["build"]) == 0
    run(["check"])
    kinds = {each["name"]: each for each in json.loads(said(capsys, "info", "--json"))["kinds"]}
    packs = [path for path in (folder / "build").rglob("*") if path.is_file()]
    assert kinds["build"]["files"] == len(packs) >= 4
    assert kinds["build"]["bytes"] == sum(path.stat().st_size for path in packs)
    assert kinds["check"]["files"] == 1
    text = said(capsys, "info")
    assert text.startswith(str(folder))
    assert "pages that were built" in text


def test_it_is_removed_and_nothing_else_and_the_next_build_makes_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build"]) == 0
    (folder / "links.json").write_text("{}", encoding="utf-8")
    (folder / "mine.txt").write_text("not Chapbook's", encoding="utf-8")
    assert "Cleared the cache" in said(capsys, "clear")
    assert [each.name for each in folder.iterdir()] == ["mine.txt"]
    assert said(capsys, "clear") == "Nothing was kept.\n"
    assert all(each["files"] == 0 for each in json.loads(said(capsys, "clear", "--json"))["removed"])
    assert run(["build", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["built"] == 2


def test_control_what_is_kept_is_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for expected in (2, 0):
        capsys.readouterr()
        assert run(["build", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["built"] == expected
