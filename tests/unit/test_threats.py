"""The recorder of threats tells the truth: numbers that differ, or get through, fail; rows name tests that are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.threats import FOLDER, ROOT, Threats, read_rows


def test_what_is_written_is_what_holds(tmp_path: Path) -> None:
    writer = Threats("tests/a.py::test_a", tmp_path, write=True)
    writer.record("Some area", "b", tried=5, refused=3, harmless=2, control="all of them")
    writer.record("Some area", "a", tried=2, refused=2)
    writer.record("Some area", "b", tried=6, refused=4, harmless=2)
    assert [row.threat for row in read_rows(tmp_path, "Some area")] == ["a", "b"]
    reader = Threats("tests/a.py::test_a", tmp_path)
    reader.record("Some area", "b", tried=6, refused=4, harmless=2)
    with pytest.raises(AssertionError, match=r"CHAPBOOK_THREATS=write python -m pytest tests/a\.py"):
        reader.record("Some area", "b", tried=7, refused=5, harmless=2)
    with pytest.raises(AssertionError, match="out of date"):
        reader.record("Some area", "c", tried=1, refused=1)


@pytest.mark.parametrize("write", [False, True])
def test_what_got_through_fails_whatever_the_file_says(tmp_path: Path, write: bool) -> None:
    recorder = Threats("tests/a.py::test_a", tmp_path, write=write)
    with pytest.raises(AssertionError, match="1 of 5 got through"):
        recorder.record("Some area", "a", tried=5, refused=3, harmless=1)
    with pytest.raises(AssertionError, match="1 of 5 got through"):
        recorder.record("Some area", "a", tried=5, refused=4, survived=1)
    with pytest.raises(AssertionError, match="add up"):
        recorder.record("Some area", "a", tried=5, refused=4, survived=0)
    with pytest.raises(AssertionError, match="nothing was tried"):
        recorder.record("Some area", "a", tried=0, refused=0)
    assert read_rows(tmp_path, "Some area") == []


def test_every_row_names_a_test_that_is_there() -> None:
    for path in sorted(FOLDER.glob("*.json")):
        for row in read_rows(FOLDER, json.loads(path.read_text(encoding="utf-8"))["area"]):
            file, _, function = row.test.partition("::")
            assert f"def {function.rpartition('::')[2]}(" in (ROOT / file).read_text(encoding="utf-8"), row
