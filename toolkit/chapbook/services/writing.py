"""Write several files as one: everything is decided before, and a refusal half-way takes back what was written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.services.check import shown_path
from chapbook.tree.write import disk_errors, write_file


@dataclass(frozen=True, slots=True)
class Change:
    """One file to write, or to remove when `content` is None. `before`: what it holds now, None when it is new."""

    path: Path
    content: bytes | None
    before: bytes | None = None


def write_changes(changes: Sequence[Change]) -> None:
    """Write all files or none. `OperationFailed` when the disk says no; the message says that nothing was changed."""
    done: list[Change] = []
    made = _missing_folders(changes)
    try:
        for change in changes:
            _still_as_read(change)
            _put(change.path, change.content)
            done.append(change)
    except OperationFailed as error:
        _take_back(done, made)
        raise OperationFailed(error.code, f"{error.message} Nothing was changed.", error.hint) from error
    except BaseException:
        _take_back(done, made)
        raise


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        with disk_errors(path):
            path.unlink()
    else:
        write_file(path, content)


def _still_as_read(change: Change) -> None:
    with disk_errors(change.path):
        there = change.path.read_bytes() if os.path.lexists(change.path) else None
    if there != change.before:
        message = f"{change.path} was changed by another program just now."
        raise OperationFailed("changed-meanwhile", message, "Run the command again.")


def _missing_folders(changes: Sequence[Change]) -> list[Path]:
    """Give the folders that writing will make, the deepest first."""
    missing = {folder for change in changes for folder in change.path.parents if not os.path.lexists(folder)}
    return sorted(missing, key=lambda folder: len(folder.parts), reverse=True)


def _take_back(done: Sequence[Change], made: Sequence[Path]) -> None:
    for change in reversed(done):
        if change.before is None:
            change.path.unlink(missing_ok=True)
        else:
            write_file(change.path, change.before)
    for folder in made:
        with suppress(OSError):
            folder.rmdir()


def refuse_existing(path: Path, start: Path, hint: str) -> None:
    """Raise `UsageProblem` when something, be it a dangling link, stands where a new file or folder is to go."""
    if os.path.lexists(path):
        message = (
            f"{shown_path(path, start)} is there already, and is never overwritten. Nothing was changed."
        )
        raise UsageProblem("already-there", message, hint)
