"""A bundle's bytes depend on the module only: twenty surroundings, one digest."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chapbook.services.pack import pack
from support.base import base_files
from support.process import chapbook
from support.threats import Threats

NAME = "base"
EPOCH_SECONDS = 1_790_000_000
EPOCH = str(EPOCH_SECONDS)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What is different on another machine. `day` is when the files were changed, `above` the folder they lie in."""

    zone: str = "UTC"
    language: str = "C.UTF-8"
    umask: int = 0o022
    day: int = 0
    above: str = "w"
    backwards: bool = False
    seed: str = ""
    """A hash seed: then the command is run in a process of its own."""


ALL = (
    Surroundings(),
    Surroundings(zone="Asia/Kathmandu"),
    Surroundings(zone="America/St_Johns"),
    Surroundings(zone="Pacific/Kiritimati"),
    Surroundings(zone="XXX+11:59"),
    Surroundings(language="C"),
    Surroundings(language="tr_TR.UTF-8"),
    Surroundings(language="POSIX", zone="Asia/Tokyo"),
    Surroundings(umask=0o077),
    Surroundings(umask=0o000),
    Surroundings(umask=0o027, day=3),
    Surroundings(day=1),
    Surroundings(day=400),
    Surroundings(day=9000),
    Surroundings(above="a b/ç/深い"),
    Surroundings(above="x" * 100, backwards=True),
    Surroundings(day=2, zone="Pacific/Kiritimati", backwards=True),
    Surroundings(seed="1", zone="Asia/Kathmandu", language="C", umask=0o077, day=5, backwards=True),
    Surroundings(umask=0o007, language="tr_TR.ISO-8859-9", above="é"),
    Surroundings(seed="random", language="ja_JP.SJIS", zone="America/St_Johns", day=77),
)


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Give what changes the environment of this process; time zone and umask are put back too."""
    umask = os.umask(0o022)
    yield monkeypatch
    monkeypatch.undo()
    os.umask(umask)
    time.tzset()


def write_module(folder: Path, *, backwards: bool = False) -> None:
    """Write a small module that passes every check; `backwards` makes its files in another order."""
    for path, text in sorted(base_files().items(), reverse=backwards):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def packed(where: Surroundings, folder: Path, patch: pytest.MonkeyPatch) -> str:
    """Pack a copy of the module in such surroundings; give the digest of the bundle."""
    words = {"TZ": where.zone, "LC_ALL": where.language, "LANG": where.language, "SOURCE_DATE_EPOCH": EPOCH}
    words["XDG_CONFIG_HOME"] = str(folder / "nobody")
    for name, value in words.items():
        patch.setenv(name, value)
    time.tzset()
    os.umask(where.umask)
    copy = folder / where.above / "modules" / NAME
    write_module(copy, backwards=where.backwards)
    for number, path in enumerate(sorted(copy.rglob("*"))):
        os.utime(path, (EPOCH_SECONDS - number, EPOCH_SECONDS - 86_400 * where.day - number))
    if where.seed:
        done = chapbook("pack", NAME, "--output", str(folder), cwd=copy.parent, PYTHONHASHSEED=where.seed)
        assert done.code == 0, done.err
    else:
        patch.chdir(copy.parent)
        assert pack(NAME, copy.parent, folder).path is not None
        patch.chdir(folder)
    (bundle,) = folder.glob("*.chapbook.zip")
    return hashlib.sha256(bundle.read_bytes()).hexdigest()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has no tzset")
def test_one_digest_whatever_the_surroundings(
    tmp_path: Path, surroundings: pytest.MonkeyPatch, threats: Threats
) -> None:
    digests = []
    for number, where in enumerate(ALL):
        folder = tmp_path / str(number)
        folder.mkdir()
        digests.append(packed(where, folder, surroundings))
    same = digests.count(digests[0])
    control = "another time in SOURCE_DATE_EPOCH gives other bytes"
    threats.record(
        "Bundles that differ without a reason",
        "Time zone, language, umask, folder, order and times of files, hash seed",
        tried=len(ALL),
        refused=0,
        harmless=same,
        control=control,
    )


def test_control_the_stated_time_is_in_the_bytes(tmp_path: Path, surroundings: pytest.MonkeyPatch) -> None:
    digests = set()
    module = tmp_path / "modules" / NAME
    write_module(module)
    for number, epoch in enumerate((EPOCH, "1790000001")):
        surroundings.setenv("SOURCE_DATE_EPOCH", epoch)
        surroundings.setenv("XDG_CONFIG_HOME", str(tmp_path))
        done = pack(str(module), tmp_path, tmp_path / str(number))
        assert done.packed is not None
        digests.add(done.packed.release)
    assert len(digests) == 2
