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

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed
from chapbook.tree.changes_plan import PLAN, Entry, plan_bytes, read_plan, run_note
from chapbook.tree.staging import STAGING_PREFIX, claim, let_go, staging_folder
from chapbook.tree.swap import swap
from chapbook.tree.tree import Tree
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

JOURNAL = f"{STAGING_PREFIX}changes"
PATIENCE = 10.0
"""Seconds to wait for another run that changes the same root."""
_COMING = f"{STAGING_PREFIX}coming"
"""An empty file in a staged folder: it tells the new folder from the old one after they were exchanged."""


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
                if not begun or not _is_done(root, entries):
                    _give_up(root, entries if begun else ())
                    raise
                if not isinstance(error, OperationFailed):
                    raise
        with suppress(OSError):  # All is done: what cannot be removed now goes with the next change.
            _tidy(root, entries)
    except BaseException:
        _remove_empty(made)
        raise


def _stage(staged: Path, root: Path, changes: Sequence[Change], folder: NewFolder | None) -> list[Entry]:
    contents = sum(len(each.content or b"") + len(each.before or b"") for each in changes)
    whole = sum(folder.tree.size(path) for path in folder.tree.paths()) if folder else 0
    require_space(root, contents + whole)
    entries = [
        Entry(path=_inside(root, each.path), before=_digest(each.before), after=_digest(each.content))
        for each in changes
    ]
    for number, each in enumerate(changes):
        for content, place in ((each.content, _new(staged, number)), (each.before, _old(staged, number))):
            if content is not None:
                write_new(place, content)
                keep_mode(each.path, place)
    if folder is not None:
        staged_folder = _new(staged, len(entries))
        staged_folder.mkdir()
        fill(staged_folder, folder.tree)
        write_new(staged_folder / _COMING, b"")
        stamp = _stamp(folder.path)
        entries.append(Entry(path=_inside(root, folder.path), before=stamp, after="", is_folder=True))
    write_new(staged / PLAN, plan_bytes(entries))
    sync_tree(staged)
    return entries


def _inside(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _new(journal: Path, number: int) -> Path:
    return journal / f"{number}.new"


def _old(journal: Path, number: int) -> Path:
    return journal / f"{number}.old"


def _commit(staged: Path, root: Path) -> None:
    while True:
        try:
            staged.rename(root / JOURNAL)
            break
        except OSError:
            if not os.path.lexists(root / JOURNAL):
                raise
            finish(root)  # Another run came first.
    sync_folder(root)


def _require_waiting(root: Path, entries: Sequence[Entry]) -> None:
    for number, entry in enumerate(entries):
        with disk_errors(root / entry.path):
            state = _state(root, number, entry)
        if state != "waiting":
            raise _changed(root / entry.path)


def _carry_out(root: Path, entries: Sequence[Entry]) -> None:
    for number, entry in enumerate(entries):
        with disk_errors(root / entry.path):
            _apply(root, number, entry)


def _is_done(root: Path, entries: Sequence[Entry]) -> bool:
    return all(_state(root, number, entry) == "done" for number, entry in enumerate(entries))


def _give_up(root: Path, entries: Sequence[Entry]) -> None:
    try:
        _take_back(root, entries)
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
            states = [_state(root, number, entry) for number, entry in enumerate(entries)]
            if "edited" in states or "spent" in states:
                _take_back(root, entries)
            else:
                for number, entry in enumerate(entries):
                    _apply(root, number, entry)
            _tidy(root, entries)
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


def _state(root: Path, number: int, entry: Entry) -> str:
    """Say how far an entry is: `waiting`, `done`, `edited` before its turn, `later` edited, or `spent` (taken back)."""
    path, new = root / entry.path, _new(root / JOURNAL, number)
    if entry.is_folder:
        if not os.path.lexists(new / _COMING):
            return "done"
        return "waiting" if _stamp(path) in ("", entry.before) else "edited"
    now = _digest(path.read_bytes() if os.path.lexists(path) else None)
    if now == entry.before:
        return "waiting" if not entry.after or new.exists() else "spent"
    if now == entry.after:
        return "done"
    return "edited" if not entry.after or new.exists() else "later"


def _apply(root: Path, number: int, entry: Entry) -> None:
    """Let the new content take its place, if it has not yet."""
    path, new = root / entry.path, _new(root / JOURNAL, number)
    if entry.is_folder:
        _apply_folder(path, new)
    elif _state(root, number, entry) == "waiting":
        if entry.after:
            make_folder(path.parent)
            new.replace(path)
        else:
            path.unlink()
        sync_folder(path.parent)


def _apply_folder(path: Path, new: Path) -> None:
    if os.path.lexists(new / _COMING):
        make_folder(path.parent)
        if not os.path.lexists(path):
            new.rename(path)
        elif path.is_symlink() or not swap(new, path):
            aside = new.with_suffix(".old")
            path.rename(aside)
            try:
                new.rename(path)
            except BaseException:
                aside.rename(path)
                raise
        sync_folder(path.parent)


def _take_back(root: Path, entries: Sequence[Entry]) -> None:
    """Put back what was there before, but for files that were edited since.

    A folder comes last: when its turn is over, all is done. Only a crash between two renames can have moved it.
    """
    for number, entry in reversed(list(enumerate(entries))):
        path, aside = root / entry.path, _old(root / JOURNAL, number)
        if entry.is_folder:
            if aside.exists() and not os.path.lexists(path):
                aside.rename(path)
            continue
        if _state(root, number, entry) != "done":
            continue
        if entry.before:
            make_folder(path.parent)
            aside.replace(path)
        else:
            path.unlink()
            _remove_empty(_above(root, path))
        sync_folder(path.parent if path.parent.is_dir() else root)


def _tidy(root: Path, entries: Sequence[Entry]) -> None:
    """Remove the journal, what marks a new folder, and the folders that files left which went."""
    for entry in entries:
        path = root / entry.path
        if entry.is_folder and os.path.lexists(path / _COMING):
            (path / _COMING).unlink()
            sync_folder(path)
        elif not entry.after and not entry.is_folder:
            _remove_empty(_above(root, path))
    discard(root / JOURNAL)


def _above(root: Path, path: Path) -> list[Path]:
    return [each for each in path.parents if each != root and each.is_relative_to(root)]


def _remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders, the deepest first, as far as they are empty."""
    with suppress(OSError):
        for each in folders:
            each.rmdir()


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _stamp(folder: Path) -> str:
    """Tell a folder from itself after an edit: names, sizes and times; empty when it is not there."""
    if not os.path.lexists(folder):
        return ""
    seen = []
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(here) / name
            found = path.lstat()
            seen.append((path.relative_to(folder).as_posix(), found.st_size, found.st_mtime_ns))
    return _digest(repr(sorted(seen)).encode())
