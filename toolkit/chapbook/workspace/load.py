"""Read the modules of a workspace, each with what it needs to know of the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from chapbook.diag.errors import ChapbookError
from chapbook.model.module import Module
from chapbook.model.reader import MODULE_FILE, read_module
from chapbook.model.subject import Neighbour, Subject
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import MemoryTree, Tree
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


def load_module(
    workspace: Workspace | None, folder: ModuleFolder, tree_of: Callable[[Path], Tree] = DirTree
) -> Subject:
    """Read one module, from the tree that `tree_of` makes of its folder.

    Of the others in the workspace only those that it names are read, as they are on disk.
    """
    subject = read_module(tree_of(folder.path), name=folder.slug)
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
    folders: dict[str, ModuleFolder] = {}
    for folder in others:
        folders.setdefault(folder.slug, folder)
        if folder.slug in named:
            found.setdefault(folder.slug, _neighbour(read_module(DirTree(folder.path), name=folder.slug)))
        else:
            found.setdefault(folder.slug, Neighbour(id=folder.slug))
    _add_requirements(found, subject, folders)
    return found


def _add_requirements(
    found: dict[str, Neighbour], subject: Subject, folders: Mapping[str, ModuleFolder]
) -> None:
    """Fill in what the modules require that `subject` requires, and so on: a circle may be long."""
    queue = list(required_ids(subject.module)) if subject.module else []
    seen = set(queue)
    for name in queue:
        if name in folders and not found[name].requires:
            found[name] = replace(found[name], requires=_requires_of(folders[name]))
        following = found[name].requires if name in found else ()
        queue += [each for each in dict.fromkeys(following) if each not in seen]
        seen.update(following)


def _requires_of(folder: ModuleFolder) -> tuple[str, ...]:
    try:
        return _requires_in(DirTree(folder.path).read(MODULE_FILE))
    except ChapbookError:
        return ()


@lru_cache(maxsize=1024)
def _requires_in(data: bytes) -> tuple[str, ...]:
    """Read no more of a module than what it requires; a check of many modules asks for the same ones again."""
    module = read_module(MemoryTree({MODULE_FILE: data})).module
    return required_ids(module) if module else ()


def _neighbour(subject: Subject) -> Neighbour:
    module = subject.module
    if module is None:
        return Neighbour(id="")
    return Neighbour(
        id=module.id,
        version=module.version,
        title=module.title,
        lessons={step.id: step.path for step in module.steps},
        requires=required_ids(module),
    )


def required_ids(module: Module) -> tuple[str, ...]:
    """Give the ids of the modules without which this one cannot be begun."""
    return tuple(each.module for each in module.requires if each.module and not each.optional)
