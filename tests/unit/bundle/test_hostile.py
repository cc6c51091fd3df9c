"""Every hostile bundle of `tests/cases/bundles/` is refused, each with its own code; Python's zipfile takes many."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from support.archives import good_draft, write
from support.bundle_cases import BundleCase, read_cases
from support.pace import ends

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_bundle_is_refused_with_its_code(case: BundleCase) -> None:
    with ends(), pytest.raises(Refused) as caught:
        open_bundle(case.data, case.limits)
    assert caught.value.code == case.code
    assert caught.value.exit_code == 4
    assert caught.value.message.endswith(".")
    assert caught.value.message.isprintable()


def test_the_generator_without_a_change_makes_a_good_bundle() -> None:
    bundle = open_bundle(write(good_draft()))
    assert [entry.path for entry in bundle.manifest.files] == [
        "assets/dot.png",
        "lessons/why.md",
        "module.yml",
    ]


def _extracts(data: bytes, folder: Path) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return False
    return True


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_control_zipfile_extracts_many_of_them(tmp_path: Path) -> None:
    accepted = [case.name for case in CASES if _extracts(case.data, tmp_path / case.name)]
    assert len(CASES) >= 160
    assert len(accepted) >= 100
    assert {
        "prefix",
        "archive-comment",
        "gap-between-entries",
        "case-clash",
        "symlink",
        "hidden-file",
    } <= set(accepted)


def test_a_bundle_on_disk_is_named_in_the_message(tmp_path: Path) -> None:
    path = tmp_path / "offer.chapbook.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(Refused, match=r"offer\.chapbook\.zip: This is not a bundle") as caught:
        open_bundle(path)
    assert caught.value.code == "not-a-bundle"
