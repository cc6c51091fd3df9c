"""The store of imported modules on disk: who may write, what stands there, and what dead runs left.

An import is two renames and one commit. In `imported/PETNAME/`:

1. the new folder is staged and made durable beside the old one;
2. `.chapbook-journal-SLUG` says which release is about to come;
3. the old folder is put aside as `.chapbook-old-SLUG` (an empty folder when there was none), the new one takes its
   place;
4. `chapbook.lock` is replaced: this is the commit;
5. the old folder and the journal go.

After a crash `recover_store` looks for folders put aside: if the lock file has the journal's release, step 4 was
done and it finishes step 5; else it puts the old folder back. All of it happens under one file lock, which the
system releases when its owner dies.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from chapbook.bundle.manifest import FileEntry, role_of
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.library.folder_state import FolderState
from chapbook.tree.disk import DirTree, is_ignored
from chapbook.tree.write import ASIDE_PREFIX, disk_errors, put_back, remove, settle, sweep
from chapbook.workspace.lock import Lock
from chapbook.workspace.workspace import Workspace

LOCK_NAME = ".chapbook-import-lock"
JOURNAL_PREFIX = ".chapbook-journal-"
LOCK_SECONDS = 10.0
_JUNK = frozenset({".DS_Store", "Thumbs.db", "__pycache__", ".directory"})
"""Hidden files that systems make by themselves; losing them is no loss."""


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
    files = tuple(
        FileEntry(path, hashlib.sha256(tree.read(path)).hexdigest(), tree.size(path), role_of(path))
        for path in tree.paths()
    )
    return FolderState(files, tuple(sorted((*tree.irregular(), *_hidden(folder)))))


def _hidden(folder: Path) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            if is_ignored(name) and name not in _JUNK:
                yield (Path(here) / name).relative_to(folder).as_posix()
        folders[:] = [name for name in folders if not is_ignored(name)]


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
                f"Another `chapbook import` works in {workspace.root} and has not ended for {seconds:g} seconds. "
                "Nothing was changed.",
                "Wait until it is done and try again. If it hangs, end it: its lock goes with it.",
            ) from error
    try:
        yield
    finally:
        lock.release()


def recover_store(workspace: Workspace, lock: Lock) -> None:
    """Finish or undo what dead runs left in the store. Call it while holding `store_lock`.

    In the workspace's root, where other commands may be writing, only staging older than an hour goes.
    """
    sweep(workspace.root)
    if not workspace.imported.is_dir() or workspace.imported.is_symlink():
        return
    for peer in sorted(workspace.imported.iterdir()):
        if peer.is_dir() and not peer.is_symlink() and not is_ignored(peer.name):
            with disk_errors(peer):
                _recover_peer(peer, lock)


def _recover_peer(peer: Path, lock: Lock) -> None:
    for aside in sorted(peer.glob(f"{ASIDE_PREFIX}*")):
        recover_module(peer / aside.name.removeprefix(ASIDE_PREFIX), lock)
    for journal in peer.glob(f"{JOURNAL_PREFIX}*"):
        remove(journal)
    sweep(peer, older_than=0)


def recover_module(target: Path, lock: Lock) -> None:
    """Finish or undo an import into `target` whose old folder was put aside, as the lock file says."""
    entry = lock.entry(target.parent.name, target.name)
    journal = journal_of(target)
    coming = journal.read_text(encoding="ascii", errors="replace") if journal.is_file() else ""
    committed = entry is not None and entry.release == coming
    if os.path.lexists(target) and (committed or not coming):
        settle(target)
    else:
        put_back(target)
    remove(journal)


def journal_of(target: Path) -> Path:
    """Give the file that names the release which is about to stand at `target`."""
    return target.parent / f"{JOURNAL_PREFIX}{target.name}"
