"""What a user types becomes modules: ids, folders, files, a workspace, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.diag.errors import UsageProblem
from chapbook.services.targets import one_target, targets_of
from support.sites import small_module, write_workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    modules = {
        "tea": small_module("tea"),
        "milk": small_module("milk", 1),
        "imported/ana/cups": small_module("cups", 2),
    }
    write_workspace(tmp_path / "w", modules, "site_name: T\n")
    return tmp_path / "w"


def found(root: Path, *names: str, start: str = "") -> list[tuple[str, str]]:
    return [(each.folder.slug, each.only) for each in targets_of(names, root / start)]


def test_nothing_means_every_module_of_ones_own(root: Path) -> None:
    assert found(root) == [("milk", ""), ("tea", "")]
    assert found(root, start="modules/tea/lessons") == [("milk", ""), ("tea", "")]


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("tea", "", [("tea", "")]),
        ("modules/tea", "", [("tea", "")]),
        ("modules/tea/lessons/why.md", "", [("tea", "lessons/why.md")]),
        ("lessons", "modules/tea", [("tea", "lessons")]),
        (".", "modules/tea", [("tea", "")]),
        ("..", "modules/tea", [("milk", ""), ("tea", "")]),
        ("modules", "", [("milk", ""), ("tea", "")]),
        (".", "", [("milk", ""), ("tea", "")]),
        ("imported/ana/cups", "", [("cups", "")]),
    ],
)
def test_names(root: Path, name: str, start: str, expected: list[tuple[str, str]]) -> None:
    assert found(root, name, start=start) == expected


def test_a_module_named_twice_counts_once(root: Path) -> None:
    assert found(root, "tea", "modules/tea", "milk") == [("tea", ""), ("milk", "")]


def test_a_folder_without_module_yml_in_modules_is_taken_so_that_check_can_say_so(root: Path) -> None:
    (root / "modules" / "empty").mkdir()
    assert found(root, "modules/empty") == [("empty", "")]


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("tee", "no-such-module", "Did you mean “tea”?"),
        ("modules", "many-modules", "Name one of them."),
        ("..", "not-a-module", "chapbook new module"),
        ("x.chapbook.zip", "not-a-module", "chapbook show x.chapbook.zip"),
    ],
)
def test_what_is_no_module_is_said(root: Path, name: str, code: str, hint: str) -> None:
    (root / "x.chapbook.zip").touch()
    with pytest.raises(UsageProblem) as caught:
        one_target(name, root)
    assert caught.value.code == code
    assert hint in caught.value.hint


def test_outside_any_workspace(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as caught:
        targets_of((), tmp_path)
    assert caught.value.code == "no-workspace"
