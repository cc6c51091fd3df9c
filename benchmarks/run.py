"""Measure Chapbook beside named peers, in turn, in the same run; print a Markdown table.

    python benchmarks/run.py [--runs 5] [--modules 100] [--large 1000]

Whole processes are timed, A B A B …; the table has the median of each and the median of the ratios pair by pair, so
that a machine that slows down does not favour either. Nothing here is a test: no figure can fail a build.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from generate import generate

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Contest:
    """What is measured: ours and the peer's command, and the folder that both run in."""

    what: str
    ours: Sequence[str]
    peer_name: str
    peer: Sequence[str]
    folder: Path


def seconds(command: Sequence[str], folder: Path) -> float:
    """Run a command; give its wall time in seconds. What it prints is thrown away."""
    start = time.perf_counter()
    subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - start


def row(contest: Contest, runs: int) -> str:
    """Measure one contest and give its row."""
    seconds(contest.ours, contest.folder), seconds(contest.peer, contest.folder)
    pairs = [
        (seconds(contest.ours, contest.folder), seconds(contest.peer, contest.folder)) for _ in range(runs)
    ]
    ours, peer = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for mine, other in pairs)
    return f"| {contest.what} | {ours:.2f} s | {contest.peer_name} | {peer:.2f} s | {ratio:.2f} |"


def contests(small: Path, runs_in: Path, modules: int) -> list[Contest]:
    """List what is measured on the sample modules and on `modules` generated ones."""
    check = ("chapbook", "check")
    return [
        Contest(
            "`chapbook --help`", ("chapbook", "--help"), "`mkdocs --help`", ("mkdocs", "--help"), runs_in
        ),
        Contest(
            "`chapbook --version`",
            ("chapbook", "--version"),
            "`python -c pass`",
            ("python", "-c", "pass"),
            runs_in,
        ),
        Contest(
            "`check`, the five sample modules",
            check,
            "`pymarkdown scan`",
            ("pymarkdown", "scan", "-r", "modules"),
            runs_in,
        ),
        Contest(
            "`check`, the five sample modules",
            check,
            "`yamllint`",
            ("yamllint", "-d", "relaxed", "modules"),
            runs_in,
        ),
        Contest(
            f"`check`, {modules} modules",
            check,
            "`yamllint` (YAML only)",
            ("yamllint", "-d", "relaxed", "modules"),
            small,
        ),
        Contest(
            f"`build`, {modules} modules",
            ("chapbook", "build"),
            "`mkdocs build`, Material, no Chapbook",
            ("mkdocs", "build", "-q", "-f", "mkdocs-plain.yml"),
            small,
        ),
    ]


@dataclass(frozen=True)
class Run:
    """One process: seconds on the wall, seconds of one processor's work, and the most memory it held, in MiB."""

    wall: float
    work: float
    peak: float


def measured(command: Sequence[str], folder: Path, cache: Path) -> Run:
    """Run a command with its own folder for caches. Needs `wait4`, so not on Windows."""
    start = time.perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    environment = {**ENVIRONMENT, "XDG_CACHE_HOME": str(cache)}
    path = str(BIN / command[0])
    here = Path.cwd()
    os.chdir(folder)
    try:
        process = os.posix_spawn(path, [path, *command[1:]], environment, file_actions=silent)
    finally:
        os.chdir(here)
    _, _, used = os.wait4(process, 0)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def growth(folder: Path, sizes: tuple[int, int]) -> list[str]:
    """Measure how commands grow from the first size to the second; 1.0 = as fast as the work grows.

    The exponent is that of processor time, which a busy machine disturbs less.
    """
    runs: dict[str, list[Run]] = {}
    for size in sizes:
        place, cache = folder / str(size), folder / f"cache-{size}"
        generate(place, size)
        for name, command in (
            ("`check`, first", ("chapbook", "check")),
            ("`check`, nothing changed", ("chapbook", "check")),
            ("`build`", ("chapbook", "build")),
        ):
            runs.setdefault(name, []).append(measured(command, place, cache))
        shutil.rmtree(place)
    return [_growth_row(name, *pair, sizes) for name, pair in runs.items()]


def _growth_row(name: str, small: Run, large: Run, sizes: tuple[int, int]) -> str:
    exponent = math.log(large.work / small.work) / math.log(sizes[1] / sizes[0])
    figures = " | ".join(
        f"{each.wall:.1f} s | {each.work:.1f} s | {each.peak:.0f} MiB" for each in (small, large)
    )
    return f"| {name} | {figures} | {exponent:.2f} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--modules", type=int, default=100)
    parser.add_argument("--large", type=int, default=1000, help="0 leaves the growth out")
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, median of {options.runs} pairs.\n"
    )
    print("| what | Chapbook | peer | peer's time | ratio |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="chapbook-bench-") as place:
        small = Path(place) / "small"
        generate(small, options.modules)
        for contest in contests(small, ROOT, options.modules):
            print(
                row(contest, options.runs if "build" not in contest.what else min(options.runs, 3)),
                flush=True,
            )
        if options.large:
            columns = [
                f"{n} modules: {what}"
                for n in (options.modules, options.large)
                for what in ("time", "work", "memory")
            ]
            print(f"\n| command | {' | '.join(columns)} | growth |\n|{'---|' * 8}")
            for line in growth(Path(place), (options.modules, options.large)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
