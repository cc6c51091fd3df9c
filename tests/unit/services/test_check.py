"""The service behind `chapbook check`: what it refuses before it looks at anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.diag.errors import UsageProblem
from chapbook.services.check import CheckOptions, check
from support.base import base_files


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "chapbook.yml").write_text("check:\n  ignore: [S1066]\n")
    for name, text in base_files().items():
        path = tmp_path / "modules" / "base" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_an_ignored_code_that_does_not_exist_is_a_mistake_in_the_command(workspace: Path) -> None:
    with pytest.raises(UsageProblem, match="no code “S1066”") as caught:
        check(CheckOptions(start=workspace, ignore=frozenset({"S106", "S1066"})))
    assert caught.value.exit_code == 2
    assert caught.value.hint == "Did you mean “S106”?"


def test_in_the_settings_it_is_a_finding_and_the_modules_are_checked(workspace: Path) -> None:
    report = check(CheckOptions(start=workspace, ignore=frozenset({"Q", "M206"})))

    (only,) = report.diagnostics
    assert (only.code, only.location.path, only.location.span.column) == ("S115", "./chapbook.yml", 12)
    assert report.checked == ("base",)
