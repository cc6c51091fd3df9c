"""A large file goes through `pack` and `import` piece by piece: the memory does not grow with it."""

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
from chapbook.tree.tree import MemoryTree
from chapbook.tree.write import write_tree
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
try:
    main(sys.argv[1:])
finally:
    words = Path("/proc/self/status").read_text().split()
    Path("memory").write_text(words[words.index("VmHWM:") + 1])
"""
"""Runs the command, then writes the most memory that it held. `wait4` counts what was held before `exec` too."""


procfs = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="/proc says how much memory was held"
)


def memory_of(folder: Path, *words: str) -> int:
    """Run a command in a folder; give the most bytes that it held."""
    (folder / "chapbook.yml").write_text("", encoding="utf-8")
    homes = {name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], cwd=folder, env={**os.environ, **homes}, check=False
    )
    assert done.returncode == 0
    return int((folder / "memory").read_text(encoding="ascii")) * 1024


@procfs
def test_importing_a_large_film_takes_little_memory(tmp_path: Path) -> None:
    _bundle(tmp_path / "film.chapbook.zip")
    held = memory_of(tmp_path, "import", "film.chapbook.zip", "--as", "ana", "--allow-unsigned", "--yes")
    assert held < MOST
    film = tmp_path / "imported/ana/pricing-basics/zz.mp4"
    assert film.stat().st_size == VIDEO
    film.unlink()


@procfs
def test_packing_a_large_film_takes_little_memory(tmp_path: Path) -> None:
    module = tmp_path / "modules/pricing-basics"
    write_tree(MemoryTree(sample_files()), module)
    film = module / "assets/film.mp4"
    with film.open("wb") as file:  # Nothing but a hole of the file system, behind the beginning of a film.
        file.write(START + (VIDEO - len(START)).to_bytes(4) + b"mdat")
        file.truncate(VIDEO)
    assert memory_of(tmp_path, "pack", "pricing-basics") < MOST
    bundle = tmp_path / "dist/pricing-basics-1.2.0.chapbook.zip"
    assert bundle.stat().st_size > VIDEO
    bundle.unlink()
