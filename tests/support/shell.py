"""Run the command line inside the test's process, as `chapbook.cli.main` does for a user."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chapbook.cli.main import run


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Give stdout as JSON."""
        return json.loads(self.out)


class Shell:
    """A user at a folder; nobody sits at the terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def cd(self, folder: Path) -> None:
        """Go to a folder."""
        self._monkeypatch.chdir(folder)

    def __call__(self, *words: str) -> Ran:
        """Run `chapbook WORDS`."""
        self._capsys.readouterr()
        code = run(list(words))
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)


def snapshot(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file below a folder with its bytes, sorted, to see that nothing was changed."""
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix(), path.read_bytes() if path.is_file() else b"<folder>"
