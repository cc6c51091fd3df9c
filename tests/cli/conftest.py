"""People for tests that hand modules from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.shell import Shell
from support.users import User, Users


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Users:
    """Give a maker of people."""
    shell = Shell(monkeypatch, capsys)
    return lambda name: User(tmp_path / name, shell, monkeypatch)


@pytest.fixture
def ana(users: Users) -> User:
    """Somebody with a key."""
    made = users("ana")
    made.key()
    return made


@pytest.fixture
def ben(users: Users) -> User:
    """Somebody without one."""
    return users("ben")
