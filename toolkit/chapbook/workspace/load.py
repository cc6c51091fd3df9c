"""Read the modules of a workspace, each with what it needs to know of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chapbook.model.reader import read_module
from chapbook.model.subject import Subject
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import Tree
from chapbook.workspace.neighbours import Neighbourhood, own_card
from chapbook.workspace.workspace import ModuleFolder, Workspace, imported_modules, own_modules

if TYPE_CHECKING:
    from chapbook.workspace.lock import LockEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModule:
    """One module as it was read. `lock` is the lock file's entry of an imported one."""

    folder: ModuleFolder
    subject: Subject
    lock: LockEntry | None = None


def load_alone(folder: ModuleFolder, tree: Tree, lock: LockEntry | None = None) -> LoadedModule:
    """Read one module, and nothing of the others: whoever asks for one answers what it says of them."""
    return LoadedModule(folder=folder, subject=read_module(tree, name=folder.slug), lock=lock)


def load_modules(workspace: Workspace) -> tuple[LoadedModule, ...]:
    """Read all modules, own ones first. `ChapbookError` when a folder or the lock file cannot be read."""
    from chapbook.workspace.lock import read_lock  # 8 ms: it knows bundles

    folders = (*own_modules(workspace), *imported_modules(workspace))
    lock = read_lock(workspace.lock)
    subjects = [read_module(DirTree(folder.path), name=folder.slug) for folder in folders]
    neighbours = {each.id: each for each in reversed([own_card(subject) for subject in subjects]) if each.id}
    return tuple(
        LoadedModule(
            folder=folder,
            subject=replace(subject, neighbours=neighbours),
            lock=lock.entry(folder.petname, folder.slug) if folder.petname else None,
        )
        for folder, subject in zip(folders, subjects, strict=True)
    )


def load_module(
    workspace: Workspace | None,
    folder: ModuleFolder,
    tree_of: Callable[[Path], Tree] = DirTree,
    around: Neighbourhood | None = None,
) -> Subject:
    """Read one module, from the tree that `tree_of` makes of its folder.

    Of the others in the workspace only those that it names are read, as they are on disk. Who loads several hands in
    the same `around` for all, so that no module is read twice as a neighbour.
    """
    subject = read_module(tree_of(folder.path), name=folder.slug)
    if workspace is None:
        return subject
    return replace(subject, neighbours=(around or Neighbourhood(workspace)).around(subject))
