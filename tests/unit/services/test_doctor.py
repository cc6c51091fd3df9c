"""The doctor says what is missing and how to get it, and changes nothing."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import yaml

from chapbook.services import doctor
from support.sites import small_module, write_workspace

CONFIG = "site_name: T\nplugins: {search: {}, chapbook: {}}\n"


def said(folder: Path, level: str) -> str:
    return "\n".join(f"{each.what} {each.hint}" for each in doctor.diagnose(folder) if each.level == level)


def test_a_whole_workspace_is_well(tmp_path: Path) -> None:
    root = write_workspace(tmp_path, {"tea": small_module("tea")}, CONFIG).root
    assert said(root, "bad") == ""
    good = said(root, "good")
    for word in (
        "mkdocs-material",
        "Python 3",
        "1 module of your own",
        "names the chapbook plugin",
        "can be written",
    ):
        assert word in good


def test_what_is_not_as_it_should_be_is_named(tmp_path: Path) -> None:
    root = write_workspace(tmp_path, {"tea": small_module("tea")}, "site_name: T\n").root
    (root / "chapbook.yml").write_text("chekc: 1\n")
    bad = said(root, "bad")
    assert "does not name the chapbook plugin" in bad
    assert "chapbook.yml has problems" in bad


def test_outside_a_workspace_it_says_how_to_make_one(tmp_path: Path) -> None:
    assert "chapbook init" in said(tmp_path, "note")
    (tmp_path / "chapbook.yml").touch()
    assert "no modules yet" in said(tmp_path, "note")
    assert "No mkdocs.yml" in said(tmp_path, "note")


def test_a_missing_library_an_old_python_and_missing_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", missing)
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delattr(yaml, "CLoader", raising=False)
    assert "mkdocs-material is not installed" in said(tmp_path, "bad")
    assert "is too old" in said(tmp_path, "bad")
    assert "git is not installed" in said(tmp_path, "note")
    assert "slow parser" in said(tmp_path, "note")


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_workspace(tmp_path, {"tea": small_module("tea")}, CONFIG).root
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert "cannot be written to" in said(root, "bad")
