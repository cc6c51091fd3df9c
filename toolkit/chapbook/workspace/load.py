"""Read the modules of a workspace, each with what it needs to know of the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chapbook.model.reader import read_module
from chapbook.model.subject import Neighbour, Subject
from chapbook.tree.disk import DirTree
from chapbook.workspace.lock import LockEntry, read_lock
from chapbook.workspace.workspace import ModuleFolder, Workspace, imported_modules, own_modules

_MODULE_LINK = re.compile(r"module:([a-z0-9][a-z0-9-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModule:
    """One module as it was read. `lock` is the lock file's entry of an imported one."""

    folder: ModuleFolder
    subject: Subject
    lock: LockEntry | None = None


def load_modules(workspace: Workspace) -> tuple[LoadedModule, ...]:
    """Read all modules, own ones first. `ChapbookError` when a folder or the lock file cannot be read."""
    folders = (*own_modules(workspace), *imported_modules(workspace))
    lock = read_lock(workspace.lock)
    subjects = [read_module(DirTree(folder.path), name=folder.slug) for folder in folders]
    neighbours = {
        each.id: each for each in reversed([_neighbour(subject) for subject in subjects]) if each.id
    }
    return tuple(
        LoadedModule(
            folder=folder,
            subject=replace(subject, neighbours=neighbours),
            lock=lock.entry(folder.petname, folder.slug) if folder.petname else None,
        )
        for folder, subject in zip(folders, subjects, strict=True)
    )


def load_module(workspace: Workspace | None, folder: ModuleFolder) -> Subject:
    """Read one module. Of the others in the workspace only those that it names are read."""
    subject = read_module(DirTree(folder.path), name=folder.slug)
    if workspace is None:
        return subject
    others = (
        each for each in (*own_modules(workspace), *imported_modules(workspace)) if each.path != folder.path
    )
    return replace(subject, neighbours=_neighbours(subject, others))


def _neighbours(subject: Subject, others: Iterable[ModuleFolder]) -> Mapping[str, Neighbour]:
    named = {name for text in subject.texts.values() for name in _MODULE_LINK.findall(text)}
    if subject.module is not None:
        named |= {each.module for each in subject.module.requires}
    found = {each.id: each for each in [_neighbour(subject)] if each.id}
    for folder in others:
        if folder.slug in named:
            found.setdefault(folder.slug, _neighbour(read_module(DirTree(folder.path), name=folder.slug)))
        else:
            found.setdefault(folder.slug, Neighbour(id=folder.slug))
    return found


def _neighbour(subject: Subject) -> Neighbour:
    module = subject.module
    if module is None:
        return Neighbour(id="")
    return Neighbour(
        id=module.id,
        version=module.version,
        title=module.title,
        lessons={step.id: step.path for step in module.steps},
    )
