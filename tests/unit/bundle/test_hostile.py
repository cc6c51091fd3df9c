"""Every hostile bundle of `tests/cases/bundles/` is refused, each with its own code; Python's zipfile takes many."""

from __future__ import annotations

import struct
import tempfile
import tracemalloc
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from chapbook.bundle.limits import Limits
from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from chapbook.services.show import show
from support.archives import good_draft, write
from support.bundle_cases import BundleCase, read_cases
from support.pace import ends
from support.threats import Threats

CASES = read_cases()

MIB = 1024 * 1024

FAMILIES = {
    "Containers that two programs would read in two ways, or that are damaged": "bundle not zip zip64",
    "Names that leave the folder, or that systems read differently": "name",
    "Too large, too many, too deep; bombs": "limit json-too",
    "Manifests that parsers read differently": "json",
    "Manifests that say what no module says, or what its files do not": "manifest module attribution endorsement",
    "Entries missing, added, exchanged or unknown": "file unknown wrong",
    "Files of types that run, or that are not what they say": "type",
}
"""Rows of the table of threats, each with the first words of the codes that count for it."""

EXTRACTED = {"bundle": 70, "name": 80, "limit": 20, "json": 30, "manifest": 80, "file": 25, "type": 55}
"""How many of each family Python's zipfile unpacks, at least; by the first of the family's words."""


def family(case: BundleCase) -> str:
    """Give the row that a case counts for."""
    long = "json-too" if case.code.startswith("json-too") else case.code.partition("-")[0]
    return next(row for row, words in FAMILIES.items() if long in words.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_bundle_is_refused_with_its_code(case: BundleCase) -> None:
    with ends(), pytest.raises(Refused) as caught:
        open_bundle(case.data, case.limits)
    assert caught.value.code == case.code
    assert caught.value.exit_code == 4
    assert caught.value.message.endswith(".")
    assert caught.value.message.isprintable()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_was_tried_is_counted(threats: Threats, tmp_path: Path) -> None:
    """The control: of the same archives, Python's zipfile unpacks most into a folder of its own."""
    for row, words in FAMILIES.items():
        cases = [case for case in CASES if family(case) == row]
        refused = sum(_refusal(case) == case.code for case in cases)
        extracted = sum(_extracts(case.data, tmp_path / case.name) for case in cases)
        least = EXTRACTED[words.split()[0]]
        assert extracted >= least, row
        control = f"Python’s `zipfile` unpacks {least} or more"
        threats.record("Bundles", row, tried=len(cases), refused=refused, control=control)


def test_a_refusal_takes_little_memory() -> None:
    tracemalloc.start()
    try:
        for case in CASES:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            assert _refusal(case) == case.code
            assert tracemalloc.get_traced_memory()[1] - before < 64 * MIB, case.name
    finally:
        tracemalloc.stop()


def test_a_refusal_leaves_nothing_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, temporary = tmp_path / "workspace", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    workspace.mkdir()
    (workspace / "chapbook.yml").write_text("", encoding="utf-8")
    offer = workspace / "offer.chapbook.zip"
    offer.write_bytes(b"")
    before = _state(workspace)
    for case in CASES:
        if case.limits == Limits():
            offer.write_bytes(case.data)
            with pytest.raises(Refused) as caught:
                show(offer, workspace)
            assert caught.value.code == case.code
            assert _state(workspace) == before, case.name
            assert not list(temporary.iterdir()), case.name


def _state(folder: Path) -> dict[str, int]:
    """Give what lies in a folder, with the time of its last change; but not of the offer itself."""
    paths = (path for path in folder.rglob("*") if path.name != "offer.chapbook.zip")
    return {path.relative_to(folder).as_posix(): path.lstat().st_mtime_ns for path in paths}


def _refusal(case: BundleCase) -> str:
    try:
        open_bundle(case.data, case.limits)
    except Refused as error:
        return error.code
    return ""


def test_the_generator_without_a_change_makes_a_good_bundle() -> None:
    bundle = open_bundle(write(good_draft()))
    assert [entry.path for entry in bundle.manifest.files] == [
        "assets/dot.png",
        "lessons/why.md",
        "module.yml",
    ]


REFUSALS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    IndexError,
)
"""What zipfile raises for archives that it does not take; the last one is a bug of its own."""


def _extracts(data: bytes, folder: Path) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            archive.extractall(folder)
    except REFUSALS:
        return False
    return True


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name", ["prefix", "archive-comment", "gap-between-entries", "case-clash", "symlink", "hidden-file"]
)
def test_control_zipfile_extracts_it(name: str, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    assert _extracts(case.data, tmp_path)


def test_a_bundle_on_disk_is_named_in_the_message(tmp_path: Path) -> None:
    path = tmp_path / "offer.chapbook.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(Refused, match=r"offer\.chapbook\.zip: This is not a bundle") as caught:
        open_bundle(path)
    assert caught.value.code == "not-a-bundle"
