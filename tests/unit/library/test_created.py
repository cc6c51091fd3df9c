"""The moment of a release: stated, committed, or the newest file; never the clock."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chapbook.diag.errors import UsageProblem
from chapbook.library.created import created_for


def _folder(root: Path) -> Path:
    folder = root / "modules" / "a"
    folder.mkdir(parents=True)
    for name, moment in (("module.yml", 1_600_000_000), ("note.md", 1_700_000_000)):
        (folder / name).write_text("x", encoding="utf-8")
        os.utime(folder / name, (moment, moment))
    return folder


def _git(root: Path, *arguments: str, moment: int = 0) -> None:
    stamp = f"{moment} +0200"
    env = {
        **os.environ,
        "GIT_AUTHOR_DATE": stamp,
        "GIT_COMMITTER_DATE": stamp,
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=root, env=env, check=True, capture_output=True)


def test_the_environment_goes_first(tmp_path: Path) -> None:
    assert created_for(_folder(tmp_path), {"SOURCE_DATE_EPOCH": "1764000000"}) == datetime.fromtimestamp(
        1764000000, UTC
    )


@pytest.mark.parametrize("text", ["today", "-1", "1e9", "²", "9" * 30])
def test_a_senseless_environment_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageProblem, match="SOURCE_DATE_EPOCH") as caught:
        created_for(_folder(tmp_path), {"SOURCE_DATE_EPOCH": text})
    assert caught.value.code == "bad-source-date-epoch"


def test_then_the_last_commit_of_the_folder(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    _git(tmp_path, "init")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-m", "one", moment=1_650_000_000)
    (tmp_path / "other.md").write_text("x", encoding="utf-8")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-m", "two", moment=1_660_000_000)
    assert created_for(folder, {}) == datetime.fromtimestamp(1_650_000_000, UTC)


def test_then_the_newest_file_and_never_before_1980(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    _git(tmp_path, "init")
    assert created_for(folder, {}) == datetime.fromtimestamp(1_700_000_000, UTC)
    assert created_for(folder, {"SOURCE_DATE_EPOCH": "0"}) == datetime(1980, 1, 1, tzinfo=UTC)
