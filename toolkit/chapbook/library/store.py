"""The store of imported modules on disk: who may write, what stands there, and what dead runs left.

An import changes two things together (`tree/together.py`): the folder `imported/PETNAME/SLUG` and `chapbook.lock`. A
crash leaves both old or, once the next command has looked, both new. One file lock, which the system releases when its
owner dies, lets imports wait for each other.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from chapbook.bundle.manifest import entry_of
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.library.folder_state import FolderState
from chapbook.tree.disk import DirTree, ignored_names
from chapbook.tree.staging import sweep
from chapbook.tree.together import finish
from chapbook.tree.write import disk_errors
from chapbook.workspace.workspace import Workspace

LOCK_NAME = ".chapbook-import-lock"
LOCK_SECONDS = 10.0


def target_of(workspace: Workspace, petname: str, slug: str) -> Path:
    """Give the folder of an imported module."""
    return workspace.imported / petname / slug


def read_folder(folder: Path) -> FolderState:
    """Look at a module's folder: digests of its files, and names that are hidden or not files."""
    if not os.path.lexists(folder):
        return FolderState()
    if folder.is_symlink() or not folder.is_dir():
        raise _linked(folder)
    tree = DirTree(folder)
    files = tuple(entry_of(tree, path) for path in tree.paths())
    return FolderState(files, tuple(sorted((*tree.irregular(), *ignored_names(folder)))))


def refuse_links(workspace: Workspace, target: Path) -> None:
    """Refuse a store whose folders are symbolic links: an import would write where nobody looks."""
    for path in (workspace.imported, target.parent, target, workspace.lock, workspace.imported / LOCK_NAME):
        if path.is_symlink():
            raise _linked(path)


def _linked(path: Path) -> Refused:
    return Refused(
        "symlinked-store",
        f"{path} is a symbolic link or not a folder; an import would write where it points to. Nothing was changed.",
        "Replace it with a real folder, or move it away.",
    )


@contextmanager
def store_lock(workspace: Workspace, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the right to change the store; `OperationFailed` when another run keeps it for so long."""
    with disk_errors(workspace.imported):
        workspace.imported.mkdir(parents=True, exist_ok=True)
        lock = FileLock(workspace.imported / LOCK_NAME)
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise OperationFailed(
                "workspace-busy",
                f"Another `chapbook import` works in {workspace.root}{_holder(workspace)} and has not ended for"
                f" {seconds:g} seconds. Nothing was changed.",
                "Wait until it is done and try again. If it hangs, end it: its lock goes with it.",
            ) from error
        _say_who(workspace)
    try:
        yield
    finally:
        lock.release()


def _say_who(workspace: Workspace) -> None:
    """Write into the lock file who holds it, for those who wait; where that cannot be, they are not told."""
    with suppress(OSError), (workspace.imported / LOCK_NAME).open("r+", encoding="utf-8") as file:
        file.write(
            f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now(UTC):%H:%M:%S} UTC\n"
        )
        file.truncate()


def _holder(workspace: Workspace) -> str:
    try:
        with (workspace.imported / LOCK_NAME).open(encoding="utf-8", errors="replace") as file:
            said = file.readline(200).strip()
    except OSError:
        return ""
    return f" ({said})" if said.startswith("process ") and said.isprintable() else ""


def recover_store(workspace: Workspace) -> None:
    """Finish or take back what dead runs left in the workspace."""
    finish(workspace.root)
    sweep(workspace.root)
