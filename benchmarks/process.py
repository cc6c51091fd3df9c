"""Run a whole process and say what it took: time on the wall, processor time, and the most memory of it and its children.

The command is started by a small fresh interpreter (this file, run as a program), so that nothing that the benchmark holds
itself is counted. Memory is the sum of the proportional sizes (PSS) of the process and all below it, looked at many times a
second: what forked workers share counts once. Where the system does not tell that (not Linux), and for what ends between two
looks, it is the largest single process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

SILENT = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "SOURCE_DATE_EPOCH": "1767225600"}
COSTS = 25
"""A look at memory may take one part in so many of the time; large processes are looked at less often."""


@dataclass(frozen=True)
class Run:
    """One process: seconds on the wall, seconds of processors' work, the most MiB held, and how it ended."""

    wall: float
    work: float
    peak: float
    code: int = 0
    said: str = ""


def environment(cache: Path) -> dict[str, str]:
    """Give what commands are run with: their own folder for caches, byte code kept as an installed program has it."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **SILENT, "XDG_CACHE_HOME": str(cache)}


def run(command: list[str], folder: Path, cache: Path) -> Run:
    """Run a command in a folder; `code` tells whether it could be run and how it ended."""
    words = [sys.executable, "-I", "-S", __file__, *command]
    done = subprocess.run(words, cwd=folder, env=environment(cache), capture_output=True, text=True)
    if done.returncode:
        return Run(0, 0, 0, done.returncode, done.stderr[-2000:])
    return Run(**json.loads(done.stdout))


def _tree(process: int) -> list[int]:
    """List a process and everything below it."""
    found = [process]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _held(process: int) -> int:
    """Give the proportional size of a process in KiB, 0 where it is not known."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _watch(process: int, ended: object, most: list[int]) -> None:
    import time

    wait = ended.wait  # type: ignore[attr-defined]
    pause = 0.25  # what takes no longer is not disturbed
    while not wait(pause):
        start = time.perf_counter()
        most[0] = max(most[0], sum(map(_held, _tree(process))))
        pause = max(0.05, COSTS * (time.perf_counter() - start))


def _main(command: list[str]) -> Run:
    import resource
    import tempfile
    import threading
    import time

    most, ended = [0], threading.Event()
    with tempfile.TemporaryFile() as said:
        silent = [
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
        ]
        start = time.perf_counter()
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=silent)
        watcher = threading.Thread(target=_watch, args=(process, ended, most))
        watcher.start()
        _, status = os.waitpid(process, 0)
        wall = time.perf_counter() - start
        ended.set()
        watcher.join()
        said.seek(max(0, said.tell() - 2000))
        error = said.read().decode(errors="replace")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    one = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    code = os.waitstatus_to_exitcode(status)
    return Run(wall, used.ru_utime + used.ru_stime, max(most[0], one) / 1024, code, error if code else "")


if __name__ == "__main__":
    print(json.dumps(asdict(_main(sys.argv[1:]))))
