"""What is published is durable first: a small change by itself, a whole site with all else on its disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chapbook.site.build import build_site
from chapbook.site.result import BuildOptions
from chapbook.tree import swap
from support.sites import lesson, small_module, write_workspace

pytestmark = pytest.mark.skipif(
    not hasattr(os, "uname") or not swap._tells_of_failures(os.uname().release), reason="needs syncfs"
)


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the numbers of the files and folders that are made durable, and `disk` for all at once."""
    found: list[str] = []
    fsync = os.fsync

    def one(handle: int) -> None:
        found.append(str(os.fstat(handle).st_ino))
        fsync(handle)

    def all_of_it(folder: Path) -> bool:
        found.append("disk")
        return swap.sync_disk(folder)

    monkeypatch.setattr(os, "fsync", one)
    monkeypatch.setattr("chapbook.tree.write.sync_disk", all_of_it)
    return found


def test_an_edit_does_not_wait_for_what_others_write(tmp_path: Path, synced: list[str]) -> None:
    workspace = write_workspace(tmp_path / "ws", {"tea": small_module(), "milk": small_module("milk", 1)})
    options = BuildOptions(site_dir=tmp_path / "site", cache=tmp_path / "cache", jobs=1)
    build_site(workspace, options)
    assert "disk" in synced
    synced.clear()
    (workspace.root / "modules/tea/lessons/why.md").write_text(lesson("why", "Warm the pot."))
    assert build_site(workspace, options).built == 1
    assert "disk" not in synced
    files = [each for each in (tmp_path / "site/tea").rglob("*") if each.is_file()]
    assert len(files) > 5
    assert {str(each.stat().st_ino) for each in files} <= set(synced)
