"""A site built in parts, on several machines: each makes some modules, and one puts them together.

A part is a zip file of packs (`packs.py`), which go into the cache of the machine that builds the whole: putting
together is building with a cache that knows it all. What a part lacks, or was made with other settings or versions, is
made again, so the site is right in any case, only later.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import Refused, UsageProblem
from chapbook.site.packs import Packs
from chapbook.tree.staging import staging_file
from chapbook.tree.write import disk_errors, make_folder

SHARD = "shard.json"
SCHEMA = 1
LARGEST = 2 * 2**30
"""Bytes that the packs of one part may have when they are unpacked: more is no part of a site."""

_NUMBERS = re.compile(r"([1-9][0-9]{0,4})/([1-9][0-9]{0,4})")
_PACK = re.compile(r"[0-9a-f]{40}")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile)
"""What `zipfile` and `json` raise for damaged files: a `RuntimeError` for what is encrypted, packed in ways that they
do not know (`NotImplementedError`), or nested too deeply (`RecursionError`)."""


@dataclass(frozen=True, slots=True)
class Share:
    """The part `number` of `of`: every so-many-th module of the site."""

    number: int
    of: int

    @property
    def file_name(self) -> str:
        """Give the name of its file."""
        return f"{self.number}-of-{self.of}.zip"

    def takes(self, place: int) -> bool:
        """Say whether the module at this place, counted from 0, belongs to it."""
        return place % self.of == self.number - 1


def share_of(text: str) -> Share:
    """Read `2/4`; `UsageProblem` when it is no part of anything."""
    share = _share(text)
    if share is None:
        raise UsageProblem(
            "no-such-shard",
            f"“{text}” names no part of a site.",
            "Write which part of how many, such as --shard 2/4.",
        )
    return share


def _share(text: str) -> Share | None:
    found = _NUMBERS.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        return None
    return Share(int(found[1]), int(found[2]))


def write_share(folder: Path, share: Share, packs: Packs, names: Mapping[str, str]) -> Path:
    """Write a part into a folder; `names` are the packs of its modules, by key. Gives the file."""
    head = {"schema": SCHEMA, "number": share.number, "of": share.of, "modules": names}
    target = folder / share.file_name
    with disk_errors(target):
        make_folder(folder)
        with staging_file(folder) as (staged, file):
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(zipfile.ZipInfo(SHARD, _FIRST_DAY), json.dumps(head, sort_keys=True))
                for name in sorted(set(names.values())):
                    data = packs.data(name)
                    if data is not None:
                        archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), data)
            file.flush()
            os.fsync(file.fileno())
            staged.replace(target)
    return target


def read_shares(folder: Path, packs: Packs) -> int:
    """Put all parts of a folder into the cache; give how many there were.

    `UsageProblem` when one is missing, `Refused` when a file is no part, `OperationFailed` when the disk refuses them.
    """
    with disk_errors(folder):
        files = sorted(folder.glob("*-of-*.zip")) if folder.is_dir() else []
    shares = [_read(path, packs) for path in files]
    _require_all(folder, shares)
    return len(shares)


def _require_all(folder: Path, shares: Sequence[Share]) -> None:
    if not shares:
        raise UsageProblem(
            "no-shards",
            f"There are no parts of a site in {folder}.",
            "Make them with --shard 1/4, --shard 2/4 and so on, and bring them to one folder.",
        )
    counts = {each.of for each in shares}
    missing = sorted(set(range(1, max(counts) + 1)) - {each.number for each in shares})
    if len(counts) > 1:
        said = " and ".join(f"of {each}" for each in sorted(counts))
        message = f"{folder} holds parts of different divisions ({said})."
        raise UsageProblem(
            "mixed-shards", message, "Empty the folder, and bring only the parts of one run to it."
        )
    if missing:
        said = ", ".join(map(str, missing[:10]))
        message = f"Of {max(counts)} parts these are missing in {folder}: {said}."
        raise UsageProblem(
            "missing-shards", message, "Make them with --shard, and bring them to the same folder."
        )


def _read(path: Path, packs: Packs) -> Share:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(each.file_size for each in entries) > LARGEST:
                raise ValueError("it is too large")
            if any(each.compress_type != zipfile.ZIP_STORED for each in entries):
                raise ValueError("its packs are compressed once more")
            head = json.loads(archive.read(SHARD))
            if head["schema"] != SCHEMA or not isinstance(head["modules"], dict):
                raise ValueError("it was made by another version of Chapbook")
            share = _share(f"{head['number']}/{head['of']}")
            if share is None:
                raise ValueError("it does not say which part it is")
            for each in entries:
                if _PACK.fullmatch(each.filename):
                    packs.put(each.filename, archive.read(each))
    except _UNREADABLE as error:
        raise Refused(
            "shard-unreadable",
            f"{path} is no part of a site that can be read: {str(error) or 'it is cut off'}.",
            "Make it again with `chapbook build --shard`. Nothing was changed.",
        ) from error
    return share
