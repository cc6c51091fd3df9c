"""Installing: whole or not at all, whatever stops it, and one at a time."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from chapbook.bundle.verify import Bundle, open_bundle
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.diag.report import Report
from chapbook.library.install import InstallOptions, current_state, install
from chapbook.library.install_plan import InstallPlan, plan_install
from chapbook.library.store import LOCK_NAME, read_folder, store_lock, target_of
from chapbook.tree.disk import DirTree
from chapbook.workspace.lock import LockEntry, encode_lock, read_lock
from chapbook.workspace.workspace import Workspace, imported_modules
from support.archives import pack, sample_files

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
NOW = InstallOptions(imported=datetime(2026, 11, 22, 8, 0, tzinfo=UTC), origin="/mnt/usb/offer.chapbook.zip")
OLD = open_bundle(pack().data)
NEW_FILES = {key: data for key, data in sample_files(version="1.3.0").items() if "dot" not in key} | {
    "assets/a.txt": b"a"
}
NEW = open_bundle(pack(NEW_FILES).data)


def _plan(workspace: Workspace, bundle: Bundle, petname: str = "ana") -> InstallPlan:
    lock, found = current_state(workspace, petname, bundle.manifest.slug)
    return plan_install(bundle, Report(()), lock, found, petname=petname, allow_unsigned=True)


def _import(
    workspace: Workspace, bundle: Bundle, petname: str = "ana", options: InstallOptions = NOW
) -> LockEntry:
    return install(_plan(workspace, bundle, petname), bundle, workspace, options)


def _files(workspace: Workspace, petname: str = "ana") -> dict[str, bytes]:
    tree = DirTree(target_of(workspace, petname, "pricing-basics"))
    return {path: tree.read(path) for path in tree.paths()}


def _leftovers(workspace: Workspace) -> list[str]:
    return sorted(p.name for p in workspace.root.rglob(".chapbook-*") if p.name != LOCK_NAME)


def test_an_import_writes_the_files_and_the_lock_entry(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    entry = _import(workspace, OLD)
    assert _files(workspace) == sample_files()
    assert read_lock(workspace.lock).entries == (entry,)
    assert (entry.release, entry.content, entry.standing) == (OLD.release, OLD.manifest.content, "unsigned")
    assert (entry.origin, entry.imported) == ("offer.chapbook.zip", "2026-11-22T08:00:00Z")
    assert [each.key for each in imported_modules(workspace)] == ["imported/ana/pricing-basics"]
    assert _leftovers(workspace) == []


def test_an_update_replaces_everything(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    _import(workspace, OLD)
    _import(workspace, NEW)
    assert _files(workspace) == NEW_FILES
    assert read_lock(workspace.lock).entries[0].version == "1.3.0"
    assert _leftovers(workspace) == []


def test_the_same_import_again_touches_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    first = _import(workspace, OLD)
    before = (workspace.lock.stat().st_ino, target_of(workspace, "ana", "pricing-basics").stat().st_ino)
    later = InstallOptions(imported=datetime(2027, 1, 1, tzinfo=UTC), origin="x")
    assert _import(workspace, OLD, options=later) == first
    assert before == (
        workspace.lock.stat().st_ino,
        target_of(workspace, "ana", "pricing-basics").stat().st_ino,
    )


def test_a_conflict_stops_it_unless_accepted(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    _import(workspace, OLD)
    note = target_of(workspace, "ana", "pricing-basics") / "lessons" / "why.md"
    note.write_bytes(b"mine")
    with pytest.raises(Refused) as caught:
        _import(workspace, NEW)
    assert caught.value.code == "local-edits"
    assert note.read_bytes() == b"mine"
    accept = InstallOptions(imported=NOW.imported, origin="x", accept=frozenset({"local-edits"}))
    _import(workspace, NEW, options=accept)
    assert _files(workspace) == NEW_FILES


def test_a_workspace_that_changed_since_the_plan_is_left_alone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    plan = _plan(workspace, OLD)
    folder = target_of(workspace, "ana", "pricing-basics")
    folder.mkdir(parents=True)
    (folder / "mine.md").write_text("mine", encoding="utf-8")
    with pytest.raises(OperationFailed) as caught:
        install(plan, OLD, workspace, NOW)
    assert caught.value.code == "workspace-changed"
    assert [path.name for path in folder.iterdir()] == ["mine.md"]
    assert not workspace.lock.exists()


@pytest.mark.parametrize("name", ["imported", "imported/ana", "imported/ana/pricing-basics", "chapbook.lock"])
def test_a_linked_store_is_refused(tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    workspace = Workspace(tmp_path / "work")
    link = workspace.root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere)
    with pytest.raises(Refused) as caught:
        _import(workspace, OLD)
    assert caught.value.code == "symlinked-store"
    assert list(elsewhere.iterdir()) == []


def test_a_busy_store_is_said_with_what_to_do(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    plan = _plan(workspace, OLD)
    impatient = InstallOptions(imported=NOW.imported, origin="x", lock_seconds=0.05)
    with store_lock(workspace), pytest.raises(OperationFailed, match="Another `chapbook import`") as caught:
        install(plan, OLD, workspace, impatient)
    assert caught.value.code == "workspace-busy"
    assert "Wait" in caught.value.hint


def test_a_bundle_that_changes_while_it_is_written_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chapbook.bundle.zip_tree.KEPT", 0)
    workspace = Workspace(tmp_path / "work")
    _import(workspace, OLD)
    path = tmp_path / "new.chapbook.zip"
    data = pack(NEW_FILES).data
    path.write_bytes(data)
    bundle = open_bundle(path)
    plan = _plan(workspace, bundle)
    path.write_bytes(data.replace(b"assets/a.txt" + b"a", b"assets/a.txt" + b"b", 1))
    assert path.read_bytes() != data
    with pytest.raises(Refused) as caught:
        install(plan, bundle, workspace, NOW)
    assert caught.value.code == "zip-crc"
    assert _files(workspace) == sample_files()
    assert _leftovers(workspace) == []


def test_an_unwritable_lock_file_undoes_the_exchange(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    plan = _plan(workspace, OLD)
    (workspace.root / "imported").mkdir(exist_ok=True)
    workspace.lock.mkdir()
    with pytest.raises(OperationFailed):
        install(plan, OLD, workspace, NOW)
    workspace.lock.rmdir()
    assert not target_of(workspace, "ana", "pricing-basics").exists()
    assert _leftovers(workspace) == []


def _dies_at(step: int, action: Callable[[], object], error: OSError | None = None) -> bool:
    """Run an action in a child that ends without any clean-up before its step-th change of the disk.

    With `error` it does not end there, but that one change fails; the action may report it.
    """
    child = os.fork()
    if child == 0:
        seen = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            writes = event in {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod"}
            if writes or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT):
                seen += 1
                if seen == step and error is not None:
                    raise error
                if seen == step:
                    os._exit(9)

        sys.addaudithook(hook)
        try:
            action()
        except OperationFailed:
            os._exit(9)
        os._exit(0 if seen < step else 1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 1, 9)
    return code != 0


@forks
@pytest.mark.parametrize("first", [None, OLD], ids=["first import", "update"])
def test_a_crash_anywhere_leaves_the_old_or_the_new_and_the_next_run_goes_on(
    tmp_path: Path, first: Bundle | None
) -> None:
    outcomes = set()
    for step in range(1, 200):
        workspace = Workspace(tmp_path / str(step))
        if first is not None:
            _import(workspace, first)
        plan = _plan(workspace, NEW)
        died = _dies_at(step, partial(install, plan, NEW, workspace, NOW))
        for staged in workspace.root.glob(".chapbook-*"):
            os.utime(staged, (0, 0))
        lock, found = current_state(workspace, "ana", "pricing-basics")
        entry = lock.entry("ana", "pricing-basics")
        assert found.content == (entry.content if entry else "")
        assert found.content in ((first.manifest.content if first else ""), NEW.manifest.content)
        assert _leftovers(workspace) == []
        outcomes.add(found.content)
        _import(workspace, NEW)
        assert _files(workspace) == NEW_FILES
        if not died:
            break
    assert not died
    assert step > 25
    assert len(outcomes) == 2


@forks
def test_a_full_disk_at_any_step_leaves_the_old_or_the_new_at_once(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    outcomes = set()
    for step in range(1, 200):
        workspace = Workspace(tmp_path / str(step))
        _import(workspace, OLD)
        plan = _plan(workspace, NEW)
        failed = _dies_at(step, partial(install, plan, NEW, workspace, NOW), full)
        content = read_folder(target_of(workspace, "ana", "pricing-basics")).content
        assert content == read_lock(workspace.lock).entries[0].content
        outcomes.add(content)
        current_state(workspace, "ana", "pricing-basics")
        assert _leftovers(workspace) == []
        if not failed:
            break
    assert not failed
    assert outcomes == {OLD.manifest.content, NEW.manifest.content}


def test_a_disk_without_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    plan = _plan(workspace, OLD)
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(OperationFailed, match="are free") as caught:
        install(plan, OLD, workspace, NOW)
    assert caught.value.code == "disk-full"
    assert not target_of(workspace, "ana", "pricing-basics").exists()


@forks
def test_control_writing_in_place_leaves_a_mix(tmp_path: Path) -> None:
    def naive(workspace: Workspace) -> None:
        folder = target_of(workspace, "ana", "pricing-basics")
        shutil.rmtree(folder)
        for path in NEW.tree.paths():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(NEW.tree.read(path))
        workspace.lock.write_bytes(encode_lock(read_lock(workspace.lock)))

    mixed = 0
    for step in range(1, 200):
        workspace = Workspace(tmp_path / str(step))
        _import(workspace, OLD)
        died = _dies_at(step, partial(naive, workspace))
        content = read_folder(target_of(workspace, "ana", "pricing-basics")).content
        mixed += content not in (OLD.manifest.content, NEW.manifest.content)
        if not died:
            break
    assert mixed >= 5


@forks
def test_concurrent_imports_give_the_union(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    names = [f"peer-{number}" for number in range(8)]
    children = []
    for name in names:
        plan = _plan(workspace, OLD, name)
        child = os.fork()
        if child == 0:
            install(plan, OLD, workspace, InstallOptions(imported=NOW.imported, origin="x", lock_seconds=60))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 8
    assert [entry.petname for entry in read_lock(workspace.lock).entries] == names
    for name in names:
        assert _files(workspace, name) == sample_files()
