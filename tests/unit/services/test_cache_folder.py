"""The folders of the user: those of the system, Chapbook's own below it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from platformdirs.macos import MacOS

from chapbook.services.cache_folder import cache_folder
from chapbook.trust.config_folder import config_folder

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is the custom of Linux")


@on_linux
def test_xdg_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert cache_folder() == tmp_path / "cache" / "chapbook"
    assert config_folder() == tmp_path / "config" / "chapbook"
    assert list(tmp_path.iterdir()) == []


@on_linux
@pytest.mark.parametrize("value", [None, ""])
def test_without_xdg_it_is_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
    assert cache_folder() == tmp_path / ".cache" / "chapbook"
    assert config_folder() == tmp_path / ".config" / "chapbook"


@on_linux
def test_on_macos_it_is_the_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name)
    folders = MacOS("chapbook", appauthor=False, opinion=False)
    assert folders.user_cache_path == tmp_path / "Library" / "Caches" / "chapbook"
    assert folders.user_config_path == tmp_path / "Library" / "Application Support" / "chapbook"
