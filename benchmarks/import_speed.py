"""Measure the import of a bundle beside `unzip` and Python's `zipfile` on the same bytes; print a Markdown table.

    python benchmarks/import_speed.py [--runs 9]

The import reads, verifies, checks, plans and writes; the others only unpack. What counts is the processor's work beyond the
start of the process: ours and `zipfile` within one process, `unzip` as a process less what an empty call takes. “Bare
writing” is what the system alone takes: the same names and bytes, opened, written and closed in a loop. All in turn,
A B C A B C …; the table has medians, and the median of the ratios turn by turn. Making the files durable is waiting
rather than work, and neither peer does it, so it is counted by itself, on the wall; the work that it takes is in ours.

Two things made writing 1,000 files up to ten times as much work, for everybody alike, and are kept away. An ext4 without a
journal looks for a new file's place around all that were deleted in the last minutes: nothing is deleted before the end,
and it is best to wait five minutes before measuring again in the same place. And a virtual machine fetches memory that
it never used from its host: what was written is synced and dropped from memory before the next measurement.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chapbook.library.pack import pack_module
from chapbook.model.reader import read_module
from chapbook.services.import_bundle import carry_out, prepare
from chapbook.services.show import show
from chapbook.tree import swap
from chapbook.tree.tree import MemoryTree

SIZES = ((37, 1.8), (370, 18.0), (1000, 53.0))
"""Files, and megabytes in all."""
WORDS = (
    "price",
    "offer",
    "client",
    "hour",
    "day",
    "month",
    "cost",
    "rent",
    "tax",
    "value",
    "week",
    "work",
    "letter",
)
MODULE = """\
format: 1
id: measured
uid: 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10
title: A module to measure with
summary: It has lessons and pictures.
language: en
version: 1.0.0
status: published
authors: [{name: Ana Ruiz}]
license: CC-BY-SA-4.0
objectives:
  - {id: floor, text: Compute the lowest price that you can live on, bloom: apply}
lessons:
"""


def lesson(dice: random.Random, number: int) -> bytes:
    """Write a lesson of about 900 words."""
    paragraphs = (" ".join(dice.choice(WORDS) for _ in range(12)).capitalize() + "." for _ in range(75))
    text = "\n".join(f"{each}\n" if n % 5 == 4 else each for n, each in enumerate(paragraphs))
    return f"---\nid: l{number}\ntitle: Lesson {number}\nobjectives: [floor]\n---\n\n{text}\n".encode()


def bundle(files: int, megabytes: float) -> bytes:
    """Pack a module of so many files: a dozen lessons or two, the rest pictures that do not pack further."""
    dice = random.Random(7)
    lessons = min(24, files // 3)
    content = {f"lessons/l{number}.md": lesson(dice, number) for number in range(lessons)}
    content["module.yml"] = (MODULE + "".join(f"  - {path}\n" for path in content)).encode()
    pictures = files - len(content)
    each = int(megabytes * 1e6 - sum(map(len, content.values()))) // pictures
    for number in range(pictures):
        content[f"assets/picture-{number}.png"] = b"\x89PNG\r\n\x1a\n" + dice.randbytes(each - 8)
    tree = MemoryTree(content)
    module = read_module(tree).module
    assert module is not None
    return pack_module(module, tree, created=datetime(2026, 1, 1, tzinfo=UTC), tool="chapbook").data


class Synced:
    """Counts the time spent in making things durable while it is entered."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._calls = (os.fsync, swap._sync)

    def __enter__(self) -> Synced:
        os.fsync, swap._sync = map(self._timed, self._calls)
        return self

    def __exit__(self, *_: object) -> None:
        os.fsync, swap._sync = self._calls

    def _timed(self, call: Callable[[int], Any]) -> Callable[[int], Any]:
        def timed(file: int) -> object:
            start = time.perf_counter()
            try:
                return call(file)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


def work(task: Callable[[], object], who: int = resource.RUSAGE_SELF) -> float:
    """Give the seconds of processor time that something takes, the system's for it included."""
    before = resource.getrusage(who)
    task()
    after = resource.getrusage(who)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def unzip(offer: Path, to: Path) -> float:
    """Unpack with Info-ZIP; give the work beyond that of a call that unpacks nothing."""
    children = resource.RUSAGE_CHILDREN
    empty = work(lambda: subprocess.run(["unzip", "-v"], stdout=subprocess.DEVNULL, check=True), children)
    return (
        work(lambda: subprocess.run(["unzip", "-q", str(offer), "-d", str(to)], check=True), children) - empty
    )


def unpack(offer: Path, to: Path) -> None:
    """Unpack with Python's zipfile."""
    with zipfile.ZipFile(offer) as archive:
        archive.extractall(to)


def bare(offer: Path, to: Path) -> float:
    """Write the same files with nothing but calls of the system; give the work."""
    with zipfile.ZipFile(offer) as archive:
        content = {f"{to}/{name}": archive.read(name) for name in archive.namelist()}
    for folder in sorted({os.path.dirname(name) for name in content}):  # noqa: PTH120 - as bare as the rest
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103

    def write() -> None:
        for name, data in content.items():
            handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            os.write(handle, data)
            os.close(handle)

    return work(write)


def new_workspace(folder: Path) -> Path:
    """Make a workspace that holds nothing."""
    folder.mkdir(parents=True)
    (folder / "chapbook.yml").write_text("", encoding="utf-8")
    return folder


def settle(folder: Path) -> None:
    """Let the disk come to rest, and give back the memory that holds what was written."""
    os.sync()
    if hasattr(os, "posix_fadvise"):
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def turn(offer: Path, folder: Path) -> dict[str, float]:
    """Measure everything once, each into a folder of its own."""
    workspace = new_workspace(folder / "workspace")
    found = {"show": work(lambda: show(offer, workspace))}

    def whole() -> None:
        carry_out(prepare(offer, workspace, petname="ana", allow_unsigned=True), frozenset())

    with Synced() as synced:
        found["import"] = work(whole)
    found["fsync"] = synced.seconds
    settle(workspace)
    found["zipfile"] = work(lambda: unpack(offer, folder / "zipfile"))
    settle(folder / "zipfile")
    found["unzip"] = unzip(offer, folder / "unzip")
    settle(folder / "unzip")
    found["bare"] = bare(offer, folder / "bare")
    settle(folder / "bare")
    return found


MEMORY = """
import sys
from pathlib import Path
from chapbook.cli.main import main
try:
    main(["import", sys.argv[1], "--as", "ana", "--allow-unsigned", "--yes", "--json"])
finally:
    words = Path("/proc/self/status").read_text().split()
    sys.stderr.write(words[words.index("VmHWM:") + 1])
"""


def memory(offer: Path, workspace: Path) -> float:
    """Give the most MiB that a whole `chapbook import` holds, as Linux says it."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(offer)],
        cwd=new_workspace(workspace),
        capture_output=True,
        check=True,
    )
    return int(done.stderr.split()[-1]) / 1024


def row(folder: Path, files: int, megabytes: float, runs: int) -> tuple[str, float]:
    """Measure one size in a folder; give its row, and the median of the import's work."""
    folder.mkdir()
    offer = folder / "offer.chapbook.zip"
    offer.write_bytes(bundle(files, megabytes))
    turn(offer, folder / "first")
    turns = [turn(offer, folder / str(number)) for number in range(runs)]
    peak = memory(offer, folder / "memory")
    middle = {key: statistics.median(each[key] for each in turns) for key in turns[0]}
    ratio = {
        peer: statistics.median(each["import"] / each[peer] for each in turns)
        for peer in ("unzip", "zipfile")
    }
    times = (f"{1000 * middle[key]:.0f} ms" for key in ("show", "import", "bare", "fsync"))
    peers = (f"{1000 * middle[peer]:.0f} ms, {ratio[peer]:.1f}" for peer in ("unzip", "zipfile"))
    return "| " + " | ".join(
        (f"{files:,} files, {megabytes} MB", *times, *peers, f"{peak:.0f} MiB")
    ) + " |", middle["import"]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--runs", type=int, default=9)
    runs = arguments.parse_args().runs
    print(
        "| bundle | verified and checked | imported | bare writing | durable, besides | `unzip`, ratio "
        "| `zipfile`, ratio | memory |"
    )
    print("|---|---|---|---|---|---|---|---|")
    seconds = []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        for files, megabytes in SIZES:
            line, own = row(Path(name) / str(files), files, megabytes, runs)
            seconds.append(own)
            print(line)
            sys.stdout.flush()
    print(
        f"\nFrom {SIZES[0][0]} to {SIZES[-1][0]} files: {seconds[-1] / seconds[0]:.1f} times the work, ",
        end="",
    )
    print(
        f"{SIZES[-1][0] / SIZES[0][0]:.0f} times the files, {SIZES[-1][1] / SIZES[0][1]:.0f} times the bytes."
    )


if __name__ == "__main__":
    main()
