"""Carry out an install plan: stage, exchange, commit (the steps are at the top of `store.py`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chapbook.bundle.limits import MIB
from chapbook.bundle.manifest import time_text
from chapbook.bundle.verify import Bundle
from chapbook.diag.errors import OperationFailed
from chapbook.library.folder_state import FolderState
from chapbook.library.install_plan import InstallPlan
from chapbook.library.store import (
    LOCK_SECONDS,
    read_folder,
    recover_store,
    refuse_links,
    store_lock,
    target_of,
)
from chapbook.tree.names import shown
from chapbook.tree.together import Change, NewFolder, replace_together
from chapbook.tree.write import disk_errors, require_space
from chapbook.workspace.lock import Lock, LockEntry, encode_lock, read_lock
from chapbook.workspace.workspace import Workspace

_SPARE = 8 * MIB
"""Free space to leave beyond the module's own bytes: folders, the lock file, file system overhead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallOptions:
    """`imported` is now; `origin` the name of the bundle's file; `accept` the codes of conflicts that may be."""

    imported: datetime
    origin: str
    accept: frozenset[str] = field(default=frozenset())
    lock_seconds: float = LOCK_SECONDS


def current_state(
    workspace: Workspace, petname: str, slug: str, lock_seconds: float = LOCK_SECONDS
) -> tuple[Lock, FolderState]:
    """Read what a plan needs to know, after finishing or undoing what dead runs left."""
    target = target_of(workspace, petname, slug)
    refuse_links(workspace, target)
    lock = read_lock(workspace.lock)
    if workspace.imported.is_dir():
        with store_lock(workspace, lock_seconds):
            recover_store(workspace)
            lock = read_lock(workspace.lock)
            return lock, read_folder(target)
    return lock, read_folder(target)


def install(plan: InstallPlan, bundle: Bundle, workspace: Workspace, options: InstallOptions) -> LockEntry:
    """Write what was planned and give the new lock entry; on any failure the old state stands.

    `Refused` for a conflict that is not accepted, `OperationFailed` when the workspace changed since the plan was
    made, is busy, or the disk says no.
    """
    plan.require(options.accept)
    target = target_of(workspace, plan.petname, plan.slug)
    refuse_links(workspace, target)
    with store_lock(workspace, options.lock_seconds):
        recover_store(workspace)
        before = _bytes(workspace.lock)
        lock = read_lock(workspace.lock)
        previous = lock.entry(plan.petname, plan.slug)
        if previous != plan.previous or read_folder(target) != plan.found:
            raise _changed(workspace)
        if previous is not None and not plan.writes:
            return previous
        entry = _entry(plan, bundle, options)
        changed = Change(workspace.lock, encode_lock(lock.with_entry(entry)), before)
        _exchange(bundle, target, workspace, changed)
        return entry


def _exchange(bundle: Bundle, target: Path, workspace: Workspace, lock: Change) -> None:
    with disk_errors(target):
        require_space(workspace.root, sum(each.size for each in bundle.manifest.files), _SPARE)
    with bundle.tree.archive.held_open():
        replace_together(workspace.root, [lock], NewFolder(target, bundle.tree))


def _bytes(path: Path) -> bytes | None:
    with disk_errors(path):
        return path.read_bytes() if path.exists() else None


def _changed(workspace: Workspace) -> OperationFailed:
    return OperationFailed(
        "workspace-changed",
        f"{workspace.root} was changed by something else while this import was prepared. Nothing was changed by it.",
        "Run the import again to see what it would do now.",
    )


def _entry(plan: InstallPlan, bundle: Bundle, options: InstallOptions) -> LockEntry:
    said = bundle.manifest
    return LockEntry(
        petname=plan.petname,
        slug=said.slug,
        uid=said.uid,
        version=said.version,
        release=bundle.release,
        content=said.content,
        license=said.license,
        title=said.title,
        authors=tuple(each.name for each in said.authors),
        imported=time_text(options.imported),
        origin=shown(Path(options.origin).name) or "unknown",
        standing=plan.standing.origin.value,
        publisher=plan.standing.publisher,
        known_since=_known_since(plan, options),
    )


def _known_since(plan: InstallPlan, options: InstallOptions) -> str:
    if plan.standing.proof is None:
        return ""
    return plan.standing.pin.first_seen if plan.standing.pin else time_text(options.imported)
