"""The last line of `make test` counts what ran; a run without a test that passed is a failure."""

from __future__ import annotations

from pathlib import Path

from support.run_all import Counts


def written(folder: Path, name: str, **numbers: int) -> Path:
    file = folder / f"{name}.xml"
    said = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0, **numbers}
    shown = " ".join(f'{key}="{number}"' for key, number in said.items())
    file.write_text(f"<testsuites><testsuite {shown}/></testsuites>", encoding="utf-8")
    return file


def test_runs_are_added_up_and_said_as_pytest_does(tmp_path: Path) -> None:
    counts = Counts()

    assert counts.add(written(tmp_path, "one", tests=8, skipped=1)) == 7
    assert counts.add(written(tmp_path, "two", tests=5, failures=1, errors=1)) == 3

    assert counts.line(61.5).strip("=") == " 2 failed, 10 passed, 1 skipped in 61.50s "
    assert len(counts.line(61.5)) == 80


def test_a_run_that_wrote_nothing_or_ran_nothing_is_none(tmp_path: Path) -> None:
    counts = Counts()

    assert counts.add(tmp_path / "missing.xml") == 0
    assert counts.add(written(tmp_path, "empty")) == 0
    assert counts.line(1) == " 0 passed in 1.00s ".center(80, "=")
