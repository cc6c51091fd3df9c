"""Workspaces with a module in `imported/`, as an import leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from chapbook.bundle.manifest import content_digest, entry_of
from chapbook.model.reader import read_module
from chapbook.tree.tree import MemoryTree
from chapbook.tree.write import write_file
from chapbook.workspace.lock import read_lock, write_lock
from chapbook.workspace.workspace import Workspace
from support.base import base_files
from support.locks import lock_entry


def with_imported(
    root: Path, files: Mapping[str, str | bytes] | None = None, key: str = "ana/base"
) -> Workspace:
    """Write a module and its entry in the lock file; without `files` the one of `support.base`."""
    petname, _, slug = key.partition("/")
    data = {
        path: each.encode() if isinstance(each, str) else each
        for path, each in (files or base_files()).items()
    }
    tree = MemoryTree(data)
    for path, content in data.items():
        write_file(root / "imported" / key / path, content)
    module = read_module(tree, name=slug).module
    assert module is not None
    entry = lock_entry(
        petname=petname,
        slug=slug,
        uid=module.uid,
        version=module.version,
        license=module.license,
        title=module.title,
        content=content_digest(tuple(entry_of(tree, path) for path in tree.paths())),
    )
    entry = replace(entry, authors=tuple(each.name for each in module.authors))
    workspace = Workspace(root)
    write_lock(workspace.lock, read_lock(workspace.lock).with_entry(entry))
    if not workspace.settings.exists():
        write_file(workspace.settings, b"publisher: {name: Ben Stone, url: https://ben.example}\n")
    return workspace
