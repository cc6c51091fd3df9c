"""Every hostile bundle of `tests/cases/bundles/` is refused, each with its own code; Python's zipfile takes many."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from support.archives import good_draft, write
from support.bundle_cases import BundleCase, read_cases
from support.pace import ends
from support.threats import Threats

CASES = read_cases()

FAMILIES = {
    "zip": "Containers that two programs would read in two ways, or that are damaged",
    "bundle": "Containers that two programs would read in two ways, or that are damaged",
    "not": "Containers that two programs would read in two ways, or that are damaged",
    "zip64": "Containers that two programs would read in two ways, or that are damaged",
    "name": "Names that leave the folder, or that systems read differently",
    "limit": "Too large, too many, too deep; bombs",
    "json": "Manifests that parsers read differently",
    "manifest": "Manifests that say what no module says, or what its files do not",
    "wrong": "Entries missing, added, exchanged or unknown",
    "unknown": "Entries missing, added, exchanged or unknown",
    "file": "Entries missing, added, exchanged or unknown",
    "module": "Entries missing, added, exchanged or unknown",
    "type": "Files of types that run, or that are not what they say",
}
"""The row of the table of threats that a code counts for, by the code's first word."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_bundle_is_refused_with_its_code(case: BundleCase) -> None:
    with ends(), pytest.raises(Refused) as caught:
        open_bundle(case.data, case.limits)
    assert caught.value.code == case.code
    assert caught.value.exit_code == 4
    assert caught.value.message.endswith(".")
    assert caught.value.message.isprintable()


def test_what_was_tried_is_counted(threats: Threats) -> None:
    tried = Counter(FAMILIES[case.code.partition("-")[0]] for case in CASES)
    refused = Counter(FAMILIES[case.code.partition("-")[0]] for case in CASES if _refusal(case) == case.code)
    for threat, count in tried.items():
        threats.record("Bundles", threat, tried=count, refused=refused[threat])


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
