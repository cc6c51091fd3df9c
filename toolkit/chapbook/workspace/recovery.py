"""Before anything is read: finish or take back what a command that was cut off left in a workspace."""

from __future__ import annotations

import os
from pathlib import Path

from chapbook.tree.staging import JOURNAL, sweep
from chapbook.workspace.workspace import MODULE_FILE, Workspace, find_workspace


def changes_root(path: Path) -> Path:
    """Give the folder in which a change of `path` is kept until it is made: the workspace, else the module.

    `path` is a real one, without symbolic links.
    """
    folder = next(each for each in path.parents if each.is_dir())
    workspace = find_workspace(folder)
    if workspace is not None:
        return workspace.root
    return next((each for each in (folder, *folder.parents) if (each / MODULE_FILE).is_file()), folder)


def recover(path: Path) -> None:
    """Finish or take back what a dead run left where `path` belongs to; `OperationFailed` when that cannot be."""
    root = changes_root(path.resolve() / "any")
    if os.path.lexists(root / JOURNAL):
        from chapbook.tree.together import finish  # not needed by the many commands that find nothing

        finish(root)
    for folder in (root, Workspace(root).modules):
        sweep(folder)
