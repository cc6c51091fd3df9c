"""A user with a home and, on request, an identity of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.services.key_change import carry_out
from chapbook.trust.own import Own
from support.own_keys import NOW, planned


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of its own, without keys."""
    folder = tmp_path / "home"
    (folder / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Give the place of the folder for settings."""
    return tmp_path / "config"


@pytest.fixture
def own(home: Path, config: Path) -> Own:
    """Make an identity."""
    return carry_out(planned(config, links=("https://ana.example",)), NOW)


@pytest.fixture
def sheet(own: Own) -> Path:
    """Give the recovery sheet of `own`."""
    return own.folder.parent / "sheet.txt"
