"""Where nothing can be kept, sites are built all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chapbook.cli.main import run
from support.sites import small_module, write_workspace


def test_without_a_folder_for_caches_everything_is_built_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path / "desk", {"tea": small_module()})
    (tmp_path / "cache").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path / "desk")
    for _ in range(2):
        assert run(["build", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["built"], said["reused"]) == (1, 0)
    assert (tmp_path / "desk/site/tea/index.html").is_file()


def test_packs_that_cannot_be_kept_are_kept_beside_the_site_for_as_long_as_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_workspace(tmp_path / "desk", {"tea": small_module(), "milk": small_module("milk", 1)})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path / "desk")
    assert run(["build"]) == 0
    (folder,) = (tmp_path / "cache/chapbook/build").iterdir()
    for each in (folder / "modules").iterdir():
        each.unlink()
    (folder / "modules").rmdir()
    (folder / "modules").write_text("a file where a folder should be", encoding="utf-8")
    path = tmp_path / "desk/modules/tea/module.yml"
    path.write_text(path.read_text("utf-8").replace("About tea", "All about tea"), "utf-8")
    capsys.readouterr()
    assert run(["build", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["built"] == 2
    assert "All about tea" in (tmp_path / "desk/site/index.html").read_text("utf-8")
