"""A large file goes through the import piece by piece: the memory does not grow with it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import rfc8785

from chapbook.bundle.manifest import role_of
from support.archives import DraftEntry, content_of, good_draft, manifest_for, sample_files, write

MIB = 1024 * 1024
VIDEO = 256 * MIB
MOST = 128 * MIB
START = b"\0\0\0\x20ftypisom"


def _pieces() -> Iterator[bytes]:
    yield START
    left = VIDEO - len(START)
    while left:
        yield bytes(min(left, MIB))
        left -= min(left, MIB)


def _bundle(path: Path) -> None:
    """Write a bundle with a film of zeros, without holding it: the file is sparse."""
    digest, crc = hashlib.sha256(), 0
    for piece in _pieces():
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
    files = sample_files()
    stated = manifest_for(files)
    film = {"path": "zz.mp4", "sha256": digest.hexdigest(), "size": VIDEO, "role": role_of("zz.mp4")}
    stated["files"] = [*stated["files"], film]
    stated["content"] = content_of(stated["files"])
    draft = good_draft(files, rfc8785.dumps(stated))
    facts = {"crc": crc, "packed": VIDEO, "size": VIDEO}
    draft.entries.append(DraftEntry(b"module/zz.mp4", START, local=facts, central=dict(facts)))
    draft.end = {"directory_offset": 0}
    short = write(draft)
    split = short.index(b"PK\x01\x02")
    draft.end = {"directory_offset": split + VIDEO - len(START)}
    short = write(draft)
    with path.open("wb") as file:
        file.write(short[:split])
        file.seek(split + VIDEO - len(START))
        file.write(short[split:])


SCRIPT = """
import sys
from pathlib import Path
from chapbook.cli.main import main
sys.argv = ["chapbook", *sys.argv[1:]]
try:
    main()
finally:
    words = Path("/proc/self/status").read_text().split()
    Path("memory").write_text(words[words.index("VmHWM:") + 1])
"""
"""Runs the command, then writes the most memory that it held. `wait4` counts what was held before `exec` too."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="/proc says how much memory was held")
def test_importing_a_large_film_takes_little_memory(tmp_path: Path) -> None:
    _bundle(tmp_path / "film.chapbook.zip")
    (tmp_path / "chapbook.yml").write_text("", encoding="utf-8")
    words = ("import", "film.chapbook.zip", "--as", "ana", "--allow-unsigned", "--yes")
    homes = {name: str(tmp_path / "home") for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], cwd=tmp_path, env={**os.environ, **homes}, check=False
    )
    assert done.returncode == 0
    film = tmp_path / "imported/ana/pricing-basics/zz.mp4"
    assert film.stat().st_size == VIDEO
    assert int((tmp_path / "memory").read_text(encoding="ascii")) < MOST // 1024
    film.unlink()
