"""`chapbook remix` on the command line: a plan first, a yes, then one new folder."""

from __future__ import annotations

import json
from pathlib import Path

from support.imported import with_imported
from support.process import chapbook


def test_plan_then_yes(tmp_path: Path) -> None:
    with_imported(tmp_path)
    asked = chapbook("remix", "ana/base", "--as", "mine", cwd=tmp_path)
    assert asked.code == 2
    assert "Plan: modules/mine, made from ana/base." in asked.err
    assert "Add --yes" in asked.err
    assert not (tmp_path / "modules").exists()
    done = chapbook("remix", "ana/base", "--as", "mine", "--yes", "--json", cwd=tmp_path)
    said = json.loads(done.out)
    assert (said["schema"], said["id"], said["version"], said["author"]) == (1, "mine", "0.1.0", "Ben Stone")
    assert said["origin"]["authors"] == ["Jane Doe"]
    assert (tmp_path / "modules" / "mine" / "module.yml").is_file()
    again = chapbook("remix", "ana/base", "--as", "mine", "--yes", cwd=tmp_path)
    assert again.code == 2
    assert "is there already, and is never overwritten" in again.err
