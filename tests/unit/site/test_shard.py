"""A part of a site that was damaged on its way is refused with a message, whatever the damage is."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from chapbook.diag.errors import Refused
from chapbook.site.packs import Packs
from chapbook.site.shard import SCHEMA, SHARD, read_shares

NAME = "0" * 40
HEAD: Mapping[str, object] = {"schema": SCHEMA, "number": 1, "of": 1, "modules": {"tea": NAME}}
PACK = random.Random(1).randbytes(60)
ENTRY = b"PK\x01\x02"


def write_part(folder: Path, head: object = HEAD, compression: int = zipfile.ZIP_STORED) -> Path:
    path = folder / "1-of-1.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr(SHARD, head if isinstance(head, str) else json.dumps(head))
        archive.writestr(NAME, PACK)
    return path


def read(folder: Path) -> bytes | None:
    """Give the pack that was read. `Refused` when the part cannot be."""
    packs = Packs(folder / "cache")
    assert read_shares(folder, packs) == 1
    return packs.data(NAME)


def test_control_a_whole_part_is_read(tmp_path: Path) -> None:
    write_part(tmp_path)
    assert read(tmp_path) == PACK


@pytest.mark.parametrize(
    "head",
    [
        "",
        "[]",
        "7",
        "[" * 100_000,
        "\x00",
        {**HEAD, "schema": 0},
        {**HEAD, "modules": []},
        {**HEAD, "of": 10**12},
        {**HEAD, "of": float("inf")},
        {**HEAD, "number": 2},
        {**HEAD, "number": -1},
        {**HEAD, "number": None},
        {"schema": SCHEMA, "modules": {}},
    ],
)
def test_a_part_with_another_head_is_refused(head: object, tmp_path: Path) -> None:
    write_part(tmp_path, head)
    with pytest.raises(Refused, match=r"1-of-1\.zip is no part of a site that can be read: .+\."):
        read(tmp_path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_by_another_tool_is_refused(compression: int, tmp_path: Path) -> None:
    write_part(tmp_path, compression=compression)
    with pytest.raises(Refused, match="compressed once more"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("at", "value"), [(8, 0x01), (8, 0x20), (8, 0x40), (6, 99), (10, 99)], ids=lambda each: hex(each)
)
def test_what_zipfile_does_not_know_is_refused(at: int, value: int, tmp_path: Path) -> None:
    """Bits of encryption and patches, a version and a way of compression that nobody has: APPNOTE 6.3.10, 4.3.12."""
    path = write_part(tmp_path)
    data = bytearray(path.read_bytes())
    data[data.index(ENTRY) + at] = value
    path.write_bytes(data)
    with pytest.raises(Refused):
        read(tmp_path)


def damages(data: bytes) -> Callable[[], bytes]:
    """Give parts with some bytes changed, often to those that mean something in a zip file, or cut off."""
    dice = random.Random(7)

    def damaged() -> bytes:
        found = bytearray(data)
        for _ in range(dice.randint(1, 6)):
            found[dice.randrange(len(found))] = dice.choice((0, 1, 8, 12, 14, 255, dice.randrange(256)))
        return bytes(found[: dice.choice((None, dice.randrange(len(found))))])

    return damaged


def test_no_damage_ends_in_anything_but_a_refusal_or_a_part(tmp_path: Path) -> None:
    path = write_part(tmp_path)
    damaged = damages(path.read_bytes())
    outcomes: set[object] = set()
    for _ in range(3000):
        path.write_bytes(damaged())
        try:
            outcomes.add(read(tmp_path) is not None)
        except Refused as refusal:
            outcomes.add(str(refusal.message))
    assert True in outcomes
    assert len(outcomes) > 5
