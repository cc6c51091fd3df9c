"""Imports at the same time: all get in, whole, one after the other; without the lock they would not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import OperationFailed
from chapbook.diag.report import Report
from chapbook.library import install as installing
from chapbook.library.install import InstallOptions, current_state, install
from chapbook.library.install_plan import plan_install
from chapbook.library.store import LOCK_NAME, store_lock, target_of
from chapbook.tree.disk import DirTree
from chapbook.workspace.lock import read_lock
from chapbook.workspace.workspace import Workspace
from support.archives import pack, sample_files
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

BUNDLE = open_bundle(pack().data)
NAMES = [f"peer-{number}" for number in range(8)]
ROUNDS = 50 if os.environ.get("CHAPBOOK_KILLS") else 4
OPTIONS = InstallOptions(imported=datetime(2026, 11, 22, 8, 0, tzinfo=UTC), origin="x", lock_seconds=60)


def all_at_once(workspace: Workspace) -> int:
    """Let each peer's import begin at the same moment, in a process of its own; give how many went well."""
    go, begin = os.pipe()
    children = []
    for name in NAMES:
        lock, found = current_state(workspace, name, "pricing-basics")
        plan = plan_install(BUNDLE, Report(()), lock, found, petname=name, allow_unsigned=True)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(begin)
                os.read(go, 1)
                install(plan, BUNDLE, workspace, OPTIONS)
                code = 0
            except OperationFailed:
                code = 3
            finally:
                os._exit(code)
        children.append(child)
    os.close(begin)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(go)
    assert set(codes) <= {0, 3}
    return codes.count(0)


def test_imports_at_the_same_time_all_get_in(tmp_path: Path, threats: Threats) -> None:
    for number in range(ROUNDS):
        workspace = Workspace(tmp_path / str(number))
        assert all_at_once(workspace) == len(NAMES)
        assert [entry.petname for entry in read_lock(workspace.lock).entries] == NAMES
        for name in NAMES:
            tree = DirTree(target_of(workspace, name, "pricing-basics"))
            assert {path: tree.read(path) for path in tree.paths()} == sample_files()
        assert [path.name for path in workspace.root.rglob(".chapbook-*")] == [LOCK_NAME]
    if ROUNDS == 4:
        control = "without the lock some do not get in"
        threats.record(
            "Crashes",
            "Eight imports at the same moment",
            tried=len(NAMES) * ROUNDS,
            refused=0,
            harmless=len(NAMES) * ROUNDS,
            control=control,
        )


@contextmanager
def _no_lock(workspace: Workspace, seconds: float = 0.0) -> Iterator[None]:
    workspace.imported.mkdir(parents=True, exist_ok=True)
    yield


def test_control_without_the_lock_some_do_not_get_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "store_lock", _no_lock)
    for number in range(30):
        workspace = Workspace(tmp_path / str(number))
        if all_at_once(workspace) < len(NAMES):
            return
    pytest.fail("30 rounds without the lock, and every import got in")


def test_who_waits_in_vain_hears_who_holds_the_lock(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with (
        store_lock(workspace),
        pytest.raises(
            OperationFailed, match=rf"\(process {os.getpid()} on .+, since [0-9:]+ UTC\)"
        ) as caught,
        store_lock(workspace, 0.05),
    ):
        pass
    assert caught.value.code == "workspace-busy"
