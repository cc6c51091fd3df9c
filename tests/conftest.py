"""What all tests share."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.threats import threats as threats

# No example is judged by the clock: a busy machine must not make a test fail.
# Where the run decides on a change (CI=true), it tries the same examples each time, so that a change is not refused
# for what it did not do; a developer's run and `make fuzz` look for new ones.
settings.register_profile(
    "chapbook",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("chapbook")


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests cache out of the developer's home, and the developer's keys out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.delenv("SSH_AUTH_SOCK", raising=False)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder for each test, which is made by who writes into it."""
    folder = tmp_path_factory.mktemp("caches")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_cache(_caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test find what another one left in the cache: what was made is to be made by the test itself."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(next(_caches)))
