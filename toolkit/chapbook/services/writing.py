"""Write several files as one: everything is decided before; a refusal or a crash half-way changes nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.services.shown import shown_path
from chapbook.tree.together import Change, replace_together
from chapbook.tree.write import disk_errors
from chapbook.workspace.recovery import changes_root

__all__ = ["Change", "refuse_existing", "write_changes"]


def write_changes(changes: Sequence[Change], root: Path | None = None) -> None:
    """Write all files or none. `OperationFailed` when the disk says no; the message says that nothing was changed.

    `root` holds them all; by default it is found for each: its workspace, else its module. Through a symbolic link
    what it leads to is written. Files that go leave no empty folders behind.
    """
    try:
        _write(_grouped(changes, root))
    except OperationFailed as error:
        if error.code != "cannot-write":
            raise
        raise OperationFailed(error.code, f"{error.message} Nothing was changed.", error.hint) from error


def _grouped(changes: Sequence[Change], root: Path | None) -> dict[Path, list[Change]]:
    groups: dict[Path, list[Change]] = {}
    for change in changes:
        with disk_errors(change.path):
            real = _real(change)
            groups.setdefault(root.resolve() if root else changes_root(real.path), []).append(real)
    return groups


def _write(groups: Mapping[Path, Sequence[Change]]) -> None:
    done: list[Change] = []
    try:
        for folder, group in groups.items():
            replace_together(folder, group)
            done += group
    except BaseException:
        _take_back(done)
        raise


def _real(change: Change) -> Change:
    path = change.path.parent.resolve() / change.path.name
    if path.is_symlink() and change.content is None:
        message = f"{change.path} is a symbolic link, and is not moved or removed. Nothing was changed."
        raise OperationFailed("symbolic-link", message, "Put the file itself there, and try again.")
    return replace(change, path=path.resolve() if path.is_symlink() else path)


def _take_back(done: Sequence[Change]) -> None:
    """Undo what was written in other workspaces before; each of them is whole, either way."""
    for change in done:
        replace_together(changes_root(change.path), [Change(change.path, change.before, change.content)])


def refuse_existing(path: Path, start: Path, hint: str) -> None:
    """Raise `UsageProblem` when something, be it a dangling link, stands where a new file or folder is to go."""
    if os.path.lexists(path):
        message = (
            f"{shown_path(path, start)} is there already, and is never overwritten. Nothing was changed."
        )
        raise UsageProblem("already-there", message, hint)
