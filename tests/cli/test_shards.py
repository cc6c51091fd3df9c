"""A site that several machines build in parts is, byte for byte, the one that a single machine builds."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from chapbook.cli.main import run
from support.kills import fails_at
from support.sites import SINGLE, lesson, module_yml, write_workspace

CONFIG = "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
NAMES = ("cups", "leaves", "milk", "pots", "spoons", "sugar", "tea")
PARTS = 4


def modules() -> dict[str, dict[str, str]]:
    """Give modules that link to each other over the borders of parts, one of them with a day, one imported."""
    made = {}
    for number, name in enumerate(NAMES):
        other = NAMES[(number + 1) % len(NAMES)]
        more = f"requires:\n  - module: {other}\n" if number % 2 else ""
        made[name] = {
            "module.yml": module_yml(name, ("lessons/why.md",), number=number, more=more),
            "lessons/why.md": lesson("why", f"See [{other}](module:{other}/why).\n\n{SINGLE}"),
        }
    made["pots"]["CHANGELOG.md"] = "# Changes\n\n## 1.0.0 - 2026-10-01\n\n- First.\n"
    made["imported/ana/kettle"] = {
        "module.yml": module_yml("kettle", ("lessons/why.md",), number=9),
        "lessons/why.md": lesson("why", "Boil. See [tea](module:tea)."),
    }
    return made


def files_of(folder: Path) -> Mapping[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def machine(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give another machine: the same workspace in another folder, a cache of its own; stand in it."""
    folder = root / name / "home" / "workspace"
    if not folder.exists():
        write_workspace(folder, modules(), CONFIG)
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / name / "cache"))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make all parts, each on a machine of its own, and bring them to one folder."""
    root = tmp_path_factory.mktemp("machines")
    with pytest.MonkeyPatch.context() as patch:
        for number in range(1, PARTS + 1):
            folder = machine(root, f"worker-{number}", patch)
            assert run(["build", "--shard", f"{number}/{PARTS}", "--shard-dir", str(root / "parts")]) == 0
            assert not (folder / "site").exists()
    return root / "parts"


def test_four_parts_put_together_are_the_whole(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sorted(each.name for each in parts.iterdir()) == [f"{n}-of-4.zip" for n in range(1, 5)]
    together = machine(tmp_path, "together", monkeypatch)
    capsys.readouterr()
    assert run(["build", "--merge", "--shard-dir", str(parts), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["modules"], said["built"], said["reused"]) == (8, 0, 8)
    alone = machine(tmp_path, "alone", monkeypatch)
    assert run(["build"]) == 0
    assert files_of(together / "site") == files_of(alone / "site")


def test_what_changed_meanwhile_is_built_where_the_parts_are_put_together(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    together = machine(tmp_path, "together", monkeypatch)
    path = together / "modules/tea/lessons/why.md"
    path.write_text(lesson("why", "Quite another text."), encoding="utf-8")
    capsys.readouterr()
    assert run(["build", "--merge", "--shard-dir", str(parts), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["built"], said["reused"]) == (1, 7)
    merged = files_of(together / "site")
    assert b"Quite another text." in merged["tea/lessons/why/index.html"]
    assert run(["build", "--clean"]) == 0
    assert files_of(together / "site") == merged


def test_control_without_the_parts_everything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine(tmp_path, "alone", monkeypatch)
    assert run(["build", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["built"], said["reused"]) == (8, 0)


def test_a_missing_part_is_named(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = machine(tmp_path, "together", monkeypatch)
    shutil.copytree(parts, folder / "site-shards")
    (folder / "site-shards/3-of-4.zip").unlink()
    assert run(["build", "--merge"]) == 2
    said = capsys.readouterr().err
    assert "Of 4 parts these are missing" in said
    assert said.splitlines()[0].endswith(": 3.")
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--shard", "5/4"], 2),
        (["--shard", "0/4"], 2),
        (["--shard", "half"], 2),
        (["--shard", "1/2", "--merge"], 2),
        (["--merge", "--no-cache"], 2),
        (["--merge"], 2),
    ],
)
def test_what_makes_no_sense_is_refused(
    options: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = machine(tmp_path, "alone", monkeypatch)
    assert run(["build", *options]) == code
    assert not (folder / "site").exists()


def test_a_damaged_part_is_refused_and_one_with_other_pages_is_not_used(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = machine(tmp_path, "together", monkeypatch)
    shutil.copytree(parts, folder / "site-shards")
    victim = folder / "site-shards/2-of-4.zip"
    with zipfile.ZipFile(victim) as archive:
        entries = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(victim, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data[:-1] + bytes([data[-1] ^ 1]) if name != "shard.json" else data)
    assert run(["build", "--merge", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["built"], said["reused"]) == (2, 6)
    victim.write_bytes(b"no zip")
    assert run(["build", "--merge"]) == 4
    assert "2-of-4.zip" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_disk_that_is_full_is_not_taken_for_a_damaged_part(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = machine(tmp_path, "together", monkeypatch)
    cache = tmp_path / "together" / "cache"
    words = ["build", "--merge", "--shard-dir", str(parts)]
    for step in (4, 5, 6, 9):
        code, said = fails_at(step, lambda: run(words), cache)
        assert (code, "The disk is full. Make room" in said, "no part" in said) == (3, True, False)
        assert not (folder / "site").exists()
        assert not [*cache.rglob(".chapbook-*")]
    assert run(words) == 0
