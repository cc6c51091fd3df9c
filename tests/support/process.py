"""Run the installed `chapbook` as a user does: a process of its own, with a terminal or without."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHAPBOOK = Path(sys.executable).parent / "chapbook"


@dataclass(frozen=True)
class Result:
    """How a run ended."""

    code: int
    out: str
    err: str


def chapbook(*words: str, cwd: Path, stdin: str = "", **environment: str) -> Result:
    """Run the command in `cwd`; colours are off, and time and place are those of the test."""
    done = subprocess.run(
        [CHAPBOOK, *words],
        cwd=cwd,
        input=stdin.encode(),
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **environment},
        timeout=120,
        check=False,
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in err, err
    assert "bug in Chapbook" not in err, err
    return Result(done.returncode, out, err)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes, to see whether something was changed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
