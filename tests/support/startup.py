"""Run commands, each in an interpreter that has imported nothing yet, and say what each imported.

A word with `*` stands for the files of such a name, as in a shell.

As a program it reads lines of JSON (`[words, folder, settings]`) and writes one for each: exit code, what was said,
modules. It forks for every command: that costs a hundredth of a start, and what is imported is the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from glob import glob
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Imported:
    """How a command ended, and the names of the modules that it imported, with those of their packages."""

    code: int
    said: str
    modules: frozenset[str]


def imported(commands: Iterable[tuple[tuple[str, ...], Path, Path]]) -> list[Imported]:
    """Run commands one after the other: words, folder, folder of settings and keys."""
    lines = "".join(json.dumps([words, str(at), str(settings)]) + "\n" for words, at, settings in commands)
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, __file__],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        env={**surroundings, "NO_COLOR": "1"},
    )
    read = [json.loads(line) for line in done.stdout.splitlines()]
    return [Imported(code, said, frozenset(modules)) for code, said, modules in read]


def _forked(words: list[str], folder: str, settings: str) -> str:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _run(words, folder, settings, write)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return text


def _run(words: list[str], folder: str, settings: str, write: int) -> None:
    """Run one command in this process, which ends."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    said = os.memfd_create("said") if hasattr(os, "memfd_create") else os.open(os.devnull, os.O_RDWR)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.chdir(folder)
    os.environ["XDG_CONFIG_HOME"] = settings
    from chapbook.cli.main import run

    expanded = [sorted(glob(word)) if "*" in word else [word] for word in words]  # noqa: PTH207 -- as a shell
    code = run([path for paths in expanded for path in paths])
    sys.stdout.flush()
    sys.stderr.flush()
    modules = sorted(sys.modules)
    os.lseek(said, 0, os.SEEK_SET)
    text = os.read(said, 1 << 16).decode("utf-8", "replace")
    with os.fdopen(write, "w", encoding="utf-8") as answer:
        answer.write(json.dumps([code, text, modules]))
    os._exit(0)


def main() -> None:
    """Answer every line."""
    for line in sys.stdin.read().splitlines():
        sys.stdout.write(_forked(*json.loads(line)) + "\n")


if __name__ == "__main__":
    main()
