"""What pack refuses, so that no peer has to."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.services.pack import pack
from chapbook.tree.write import write_file
from support.base import LESSON, base_files


def workspace(folder: Path, body: str, settings: str = "") -> Path:
    files = {f"modules/base/{path}": text for path, text in base_files(lesson=LESSON + body).items()}
    files["chapbook.yml"] = settings
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / path, text.encode())
    return folder


@pytest.mark.parametrize("settings", ["", "check: {ignore: [X]}\n"])
@pytest.mark.parametrize("body", ["\n![A pot](https://tea.example/pot.png)\n", "\nPour {{ cups }} cups.\n"])
def test_what_an_import_refuses_is_not_packed(tmp_path: Path, body: str, settings: str) -> None:
    result = pack("base", workspace(tmp_path, body, settings), None)
    assert result.path is None
    assert {each.code for each in result.report.diagnostics if each.severity == "error"} <= {"X803", "X808"}


def test_without_it_the_same_module_is_packed(tmp_path: Path) -> None:
    result = pack("base", workspace(tmp_path, "\nPour two cups.\n"), None)
    assert result.path is not None
    assert result.path.is_file()
