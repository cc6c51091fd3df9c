"""`chapbook check --fix` on whole files: names with the links to them, photos with a place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.base import LESSON, MODULE, base_files
from support.photos import SCAN, jpeg, tiff
from support.process import chapbook, snapshot

LINK = "![A pot](../assets/Tea%20Pot.svg) and [the times](<../assets/Brewing_Times.csv#a>).\n\n"
PHOTO = jpeg(b"Exif\0\0" + tiff(turned=6), scan=SCAN)
M = "modules/base/"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    lesson = LESSON.replace("You want", LINK + "You want")
    for path, text in base_files(lesson=lesson).items():
        write(tmp_path, path, text.encode())
    write(tmp_path, "assets/Tea Pot.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    write(tmp_path, "assets/Brewing_Times.csv", b"tea,minutes\n")
    (tmp_path / "chapbook.yml").write_text("check:\n  ignore: [M202, M205, M206, P, R, Q, A]\n")
    return tmp_path


def write(workspace: Path, path: str, data: bytes) -> Path:
    file = workspace / M / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def found(workspace: Path, *words: str) -> list[dict[str, object]]:
    """Give what a check with `words` reports."""
    report: dict[str, list[dict[str, object]]] = json.loads(
        chapbook("check", "--json", *words, cwd=workspace).out
    )
    return report["diagnostics"]


def test_files_get_their_better_names_and_links_follow(workspace: Path) -> None:
    assert len(found(workspace, "--select", "S111")) == 2
    first = chapbook("check", "--fix", cwd=workspace)
    assert "2 findings mended in 3 files." in first.err
    after = snapshot(workspace)
    assert {each for each in after if "assets" in each} == {
        M + "assets/tea-pot.svg",
        M + "assets/brewing-times.csv",
    }
    lesson = after[M + "lessons/why.md"].decode()
    assert "![A pot](../assets/tea-pot.svg)" in lesson
    assert "(<../assets/brewing-times.csv#a>)" in lesson
    assert found(workspace) == []

    second = chapbook("check", "--fix", cwd=workspace)
    assert "0 findings mended in 0 files." in second.err
    assert snapshot(workspace) == after


def test_dry_run_shows_the_plan_and_writes_nothing(workspace: Path) -> None:
    write(workspace, "assets/pot.jpg", PHOTO)
    before = snapshot(workspace)
    shown = chapbook("check", "--fix", "--dry-run", cwd=workspace)
    assert f"move {M}assets/Tea Pot.svg → {M}assets/tea-pot.svg\n" in shown.out
    assert f"take the place out of {M}assets/pot.jpg\n" in shown.out
    assert "+![A pot](../assets/tea-pot.svg)" in shown.out
    assert shown.err.endswith("3 findings in 4 files would be mended. Nothing was changed.\n")
    assert snapshot(workspace) == before


def test_lessons_folders_and_translations_move_too(workspace: Path) -> None:
    old = workspace / M / "lessons" / "why.md"
    old.rename(old.with_name("Why Commit.md"))
    write(workspace, "module.yml", MODULE.replace("lessons/why.md", "lessons/Why Commit.md").encode())
    write(workspace, "i18n/fr/lessons/Why Commit.md", LESSON.encode())
    write(workspace, "assets/More Things/a.csv", b"a\n")
    result = chapbook("check", "--fix", cwd=workspace)
    after = snapshot(workspace)
    assert M + "lessons/why-commit.md" in after, result.err
    assert M + "i18n/fr/lessons/why-commit.md" in after
    assert M + "assets/more-things/a.csv" in after
    assert b"  - lessons/why-commit.md\n" in after[M + "module.yml"]
    assert not (workspace / M / "assets" / "More Things").exists()
    assert b"../assets/tea-pot.svg" in after[M + "lessons/why-commit.md"]
    assert not [name for name in after if " " in name]


def test_text_in_a_file_that_moves_is_mended_with_it(workspace: Path) -> None:
    old = workspace / M / "lessons" / "why.md"
    text = old.read_text(encoding="utf-8").replace("title: Why commit", "titel: Why commit")
    old.rename(old.with_name("Why.md"))
    write(workspace, "lessons/Why.md", text.replace("\n", "\r\n").encode())
    write(workspace, "module.yml", MODULE.replace("lessons/why.md", "lessons/Why.md").encode())
    chapbook("check", "--fix", cwd=workspace)
    mended = (workspace / M / "lessons" / "why.md").read_bytes()
    assert b"title: Why commit\r\n" in mended
    assert mended.count(b"\n") == mended.count(b"\r\n")
    assert sorted(each.name for each in (workspace / M / "lessons").iterdir()) == ["why.md"]


@pytest.mark.parametrize("taken", ["assets/tea-pot.svg", "assets/Tea_Pot.svg", "assets/tea-pot.svg/a.csv"])
def test_a_name_that_is_taken_is_left_to_the_author(workspace: Path, taken: str) -> None:
    write(workspace, taken, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    chapbook("check", "--fix", cwd=workspace)
    after = snapshot(workspace)
    assert M + "assets/Tea Pot.svg" in after
    assert M + taken in after
    assert M + "assets/brewing-times.csv" in after


@pytest.mark.parametrize("name", ["茶 1.csv", "C O N.csv", "-con-.csv"])
def test_only_a_name_with_the_same_letters_is_offered(workspace: Path, name: str) -> None:
    write(workspace, f"assets/{name}", b"a\n")
    (about,) = [each for each in found(workspace, "--select", "S111") if each["path"] == f"{M}assets/{name}"]
    offered = about["file_fix"]
    assert (offered is not None) == (name == "C O N.csv")


def test_the_file_that_was_named_is_checked_under_its_new_name(workspace: Path) -> None:
    result = chapbook("check", "--fix", M + "assets/Tea Pot.svg", cwd=workspace)
    assert result.code == 0, result.err
    assert (workspace / M / "assets" / "tea-pot.svg").is_file()
    assert (workspace / M / "assets" / "Brewing_Times.csv").is_file()


def test_what_lies_hidden_at_the_new_name_is_not_overwritten(workspace: Path) -> None:
    (workspace / M / "assets" / "tea-pot.svg").symlink_to("nothing")
    chapbook("check", "--fix", "--select", "S111", cwd=workspace)
    assert (workspace / M / "assets" / "Tea Pot.svg").is_file()
    assert (workspace / M / "assets" / "tea-pot.svg").is_symlink()


def test_a_photo_loses_its_place_and_stays_the_right_way_up(workspace: Path) -> None:
    file = write(workspace, "assets/My Pot.jpg", PHOTO)
    (about,) = found(workspace, "--select", "X809")
    path = M + "assets/My Pot.jpg"
    assert about["file_fix"] == {"action": "take-out-place", "path": path}
    result = chapbook("check", "--fix", cwd=workspace)
    assert "4 findings mended in 4 files." in result.err
    assert not file.exists()
    bare = (workspace / M / "assets" / "my-pot.jpg").read_bytes()
    assert bare.endswith(SCAN)
    assert b"\x12\x01\x03\0\x01\0\0\0\x06\0" in bare
    assert found(workspace, "--select", "X809") == []


def test_a_photo_that_cannot_be_read_to_its_end_is_left_alone(workspace: Path) -> None:
    file = write(workspace, "assets/pot.jpg", PHOTO.removesuffix(SCAN))
    (about,) = found(workspace, "--select", "X809")
    assert about["file_fix"] is None
    chapbook("check", "--fix", cwd=workspace)
    assert file.read_bytes() == PHOTO.removesuffix(SCAN)
