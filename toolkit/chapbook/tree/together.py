"""Replace several files of one folder together: all of them or none, also when the machine stops half-way.

In the folder that holds them all, the root:

1. the new contents are written into a staging folder, with the old ones and a plan, and made durable;
2. the staging folder is renamed to `.chapbook-changes`: from here on the change counts as made;
3. one file after the other takes its place, at last a whole folder, if there is one;
4. `.chapbook-changes` goes.

A run that dies before step 2 leaves staging, which the next one sweeps. One that dies after it leaves
`.chapbook-changes`, and `finish` takes up step 3. A file that somebody edited in between is never overwritten: if its
turn had not come, the others go back to what they were.

`.chapbook-changes` is there once, so only one run at a time changes a root; it holds it locked while it lives.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed
from chapbook.tree import turns
from chapbook.tree.changes_plan import PLAN, Entry, plan_bytes, read_plan, run_note
from chapbook.tree.staging import JOURNAL, claim, let_go, staging_folder
from chapbook.tree.tree import Tree
from chapbook.tree.turns import COMING, digest, new_place, old_place, stamp, take_back, tidy
from chapbook.tree.write import (
    UNCHANGED,
    discard,
    disk_errors,
    fill,
    keep_mode,
    make_folder,
    require_space,
    sync_folder,
    sync_tree,
    write_new,
    write_problem,
)

PATIENCE = 10.0
"""Seconds to wait for another run that changes the same root."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file to write, or to remove when `content` is None. `before`: what it holds now, None when it is new."""

    path: Path
    content: bytes | None
    before: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder to put at `path` whole, in place of what is there."""

    path: Path
    tree: Tree


def replace_together(root: Path, changes: Sequence[Change], folder: NewFolder | None = None) -> None:
    """Make all changes or none; every path lies below `root`, and none is a symbolic link.

    `OperationFailed` when a file is not what `before` says, another run keeps at it, or the disk says no: nothing was
    changed then. Folders that are left empty go.
    """
    changes = [each for each in changes if each.content != each.before]
    with disk_errors(root):
        made = make_folder(root)
    try:
        finish(root)
        with disk_errors(root), staging_folder(root) as staged:
            entries = _stage(staged, root, changes, folder)
            begun = False
            try:
                _commit(staged, root)
                _require_waiting(root, entries)
                begun = True
                _carry_out(root, entries)
            except BaseException as error:
                if staged.exists():  # It was not committed; the staging folder goes by itself.
                    raise
                if not begun or not turns.is_done(root, entries):
                    _give_up(root, entries if begun else ())
                    raise
                if not isinstance(error, OperationFailed):
                    _finish_tidily(root, entries)
                    raise
        _finish_tidily(root, entries)
    except BaseException:
        turns.remove_empty(made)
        raise


def _finish_tidily(root: Path, entries: Sequence[Entry]) -> None:
    """Clean up after all is done; what cannot be removed now goes with the next change, and Ctrl-C waits."""
    with suppress(OSError):
        try:
            tidy(root, entries)
        except (KeyboardInterrupt, SystemExit):
            tidy(root, entries)
            raise


def _stage(staged: Path, root: Path, changes: Sequence[Change], folder: NewFolder | None) -> list[Entry]:
    contents = sum(len(each.content or b"") + len(each.before or b"") for each in changes)
    whole = sum(folder.tree.size(path) for path in folder.tree.paths()) if folder else 0
    require_space(root, contents + whole)
    entries = [
        Entry(path=_inside(root, each.path), before=digest(each.before), after=digest(each.content))
        for each in changes
    ]
    for number, each in enumerate(changes):
        for content, place in (
            (each.content, new_place(staged, number)),
            (each.before, old_place(staged, number)),
        ):
            if content is not None:
                write_new(place, content)
                keep_mode(each.path, place)
    if folder is not None:
        staged_folder = new_place(staged, len(entries))
        staged_folder.mkdir()
        fill(staged_folder, folder.tree)
        write_new(staged_folder / COMING, b"")
        before = stamp(folder.path)
        entries.append(Entry(path=_inside(root, folder.path), before=before, after="", is_folder=True))
    write_new(staged / PLAN, plan_bytes(entries))
    sync_tree(staged)
    return entries


def _inside(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _commit(staged: Path, root: Path) -> None:
    while True:
        try:
            staged.rename(root / JOURNAL)
            break
        except OSError as error:  # Whoever was in the way may be gone by now.
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) and not os.path.lexists(root / JOURNAL):
                raise
            finish(root)  # Another run came first.
    sync_folder(root)


def _require_waiting(root: Path, entries: Sequence[Entry]) -> None:
    for number, entry in enumerate(entries):
        with disk_errors(root / entry.path):
            found = turns.state(root, number, entry)
        if found != "waiting":
            raise _changed(root / entry.path)


def _carry_out(root: Path, entries: Sequence[Entry]) -> None:
    for number, entry in enumerate(entries):
        with disk_errors(root / entry.path):
            turns.apply(root, number, entry)


def _give_up(root: Path, entries: Sequence[Entry]) -> None:
    try:
        take_back(root, entries)
        discard(root / JOURNAL)
    except OSError as error:
        raise _unfinished(root, write_problem(root, error)) from error


def _changed(path: Path) -> OperationFailed:
    message = f"{path} was changed by another program just now. Nothing was changed."
    return OperationFailed("changed-meanwhile", message, "Run the command again.")


def finish(root: Path, patience: float = PATIENCE) -> None:
    """Finish or take back what a dead run left in `root`; wait for a live one.

    `OperationFailed` when a live run keeps at it for `patience` seconds, the disk says no, or a file is left aside
    since it was edited in between.
    """
    with _dead_journal(root, patience) as journal:
        if journal is None:
            return
        try:
            entries = read_plan(journal, root)
            states = [turns.state(root, number, entry) for number, entry in enumerate(entries)]
            if "edited" in states or "spent" in states:
                take_back(root, entries)
            else:
                for number, entry in enumerate(entries):
                    turns.apply(root, number, entry)
            tidy(root, entries)
        except OSError as error:
            raise _unfinished(root, write_problem(root, error)) from error


def _unfinished(root: Path, problem: OperationFailed) -> OperationFailed:
    message = (
        f"A command in {root} was cut off half-way, and its change cannot be finished now: {problem.message}"
    )
    hint = problem.hint.removesuffix(UNCHANGED)
    return OperationFailed(
        "change-unfinished", message, f"{hint} Nothing is lost: the next command takes it up."
    )


@contextmanager
def _dead_journal(root: Path, patience: float) -> Iterator[Path | None]:
    """Give the journal once its run is dead, and hold it; None when there is none (any more)."""
    journal = root / JOURNAL
    until = time.monotonic() + patience
    while os.path.lexists(journal):
        if journal.is_symlink() or journal.is_file():
            raise OperationFailed(
                "change-unreadable",
                f"{journal} is not a folder that Chapbook made, so nothing can be changed here.",
                "Move it away, and run the command again.",
            )
        claimed = None
        with suppress(FileNotFoundError):
            claimed = claim(journal)
        if claimed is not None:
            try:
                yield journal
            finally:
                let_go(claimed.handle)
            return
        if time.monotonic() > until:
            raise OperationFailed(
                "workspace-busy",
                f"Another run of Chapbook changes files in {root}{run_note(journal)}. Nothing was changed.",
                "Wait until it is done and try again. If it hangs, end it: the next command takes up what it began.",
            )
        time.sleep(0.02)
    yield None
