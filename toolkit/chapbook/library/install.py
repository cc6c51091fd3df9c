"""Carry out an install plan: stage, exchange, commit (the steps are at the top of `store.py`)."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chapbook.bundle.limits import MIB, in_words
from chapbook.bundle.manifest import time_text
from chapbook.bundle.verify import Bundle
from chapbook.diag.errors import OperationFailed
from chapbook.library.folder_state import FolderState
from chapbook.library.install_plan import InstallPlan
from chapbook.library.store import (
    LOCK_SECONDS,
    journal_of,
    read_folder,
    recover_module,
    recover_store,
    refuse_links,
    store_lock,
    target_of,
)
from chapbook.tree.names import shown
from chapbook.tree.write import (
    aside_of,
    disk_errors,
    fill,
    put_in_place,
    remove,
    settle,
    staging_folder,
    write_file,
)
from chapbook.workspace.lock import Lock, LockEntry, read_lock, write_lock
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
            lock = read_lock(workspace.lock)
            recover_store(workspace, lock)
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
        lock = read_lock(workspace.lock)
        recover_store(workspace, lock)
        previous = lock.entry(plan.petname, plan.slug)
        if previous != plan.previous or read_folder(target) != plan.found:
            raise _changed(workspace)
        if previous is not None and not plan.writes:
            return previous
        entry = _entry(plan, bundle, options)
        _exchange(bundle, target, workspace, lock.with_entry(entry))
        return entry


def _exchange(bundle: Bundle, target: Path, workspace: Workspace, lock: Lock) -> None:
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_space(target.parent, sum(each.size for each in bundle.manifest.files))
        with staging_folder(target.parent) as staged:
            fill(staged, bundle.tree)
            write_file(journal_of(target), bundle.release.encode("ascii"))
            try:
                put_in_place(staged, target)
                write_lock(workspace.lock, lock)
            except BaseException:
                _undo(target, workspace)
                raise
    with suppress(OSError):  # It is committed: what cannot be removed now goes at the next run.
        settle(target)
        remove(journal_of(target))


def _undo(target: Path, workspace: Workspace) -> None:
    """Decide as after a crash: by what the lock file says, since the failure may have come after its rename."""
    if aside_of(target).exists():
        recover_module(target, read_lock(workspace.lock))
    remove(journal_of(target))


def _require_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        raise OperationFailed(
            "disk-full",
            f"The module needs {in_words(size)} in {folder}; {in_words(free)} are free. Nothing was changed.",
            "Make room and try again.",
        )


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
