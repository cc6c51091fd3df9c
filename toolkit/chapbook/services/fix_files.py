"""Fixes of whole files: better names with the links to them, pictures without their place. Nothing is written here.

Each is tried in memory, on the module as it will be after the fixes of text, with what `chapbook mv` looks at: the same
links, no new error, nothing else changed. One that does not fit is left out, and its finding stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute

from chapbook.diag.diagnostic import FileFix, Rename, TakeOutPlace
from chapbook.diag.errors import ChapbookError
from chapbook.lint.placeless import without_place
from chapbook.model.reader import CREDITS_FILE, MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.services.edit_list import CannotEdit
from chapbook.services.edits import Overlay
from chapbook.services.rename_check import no_new_error, nothing_else, same_aims
from chapbook.services.rename_links import link_edits, moves_of, name_edits
from chapbook.services.targets import Target
from chapbook.services.text_edits import TextEdits, as_on_disk
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import RelPath, rel_path
from chapbook.workspace.load import load_module


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesMended:
    """A module's files that differ, by their new path; moves; pictures, by their old path; how many fixes that were."""

    files: Mapping[RelPath, bytes] = attribute(default_factory=dict)
    moves: Mapping[RelPath, RelPath] = attribute(default_factory=dict)
    pictures: tuple[RelPath, ...] = ()
    count: int = 0


def mend_files(target: Target, files: Mapping[RelPath, bytes], fixes: Iterable[FileFix]) -> FilesMended:
    """Apply fixes, whose paths are those in the module, on top of `files`, which are mended already."""
    work = _Work(target, dict(files))
    wanted = sorted(set(fixes), key=lambda fix: fix.path)
    for fix in wanted:
        if isinstance(fix, TakeOutPlace):
            work.take_out(rel_path(fix.path))
    renames = [fix for fix in wanted if isinstance(fix, Rename)]
    if not work.rename(renames):
        for each in renames:
            work.rename([each])
    return FilesMended(files=work.files, moves=work.moves, pictures=tuple(work.pictures), count=work.count)


class _Work:
    """One module, in memory."""

    def __init__(self, target: Target, files: dict[RelPath, bytes]) -> None:
        self._target = target
        self._disk = DirTree(target.folder.path)
        self.files = files
        self.moves: dict[RelPath, RelPath] = {}
        self.pictures: list[RelPath] = []
        self.count = 0

    def take_out(self, path: RelPath) -> None:
        """Note a picture without its place."""
        try:
            bare = without_place(self._disk.read(path)) if path in self._disk.paths() else None
        except ChapbookError:
            return
        if bare is not None:
            self.files[path] = bare
            self.pictures.append(path)
            self.count += 1

    def rename(self, fixes: list[Rename]) -> bool:
        """Note the new names of some files and the links to them; say whether that went well."""
        fixes = [fix for fix in fixes if self.moves.get(rel_path(fix.path)) != fix.new_path]
        if not fixes:
            return True
        before = self._subject()
        try:
            moves, files = _renamed(before, fixes)
            for new in moves.values():
                if os.path.lexists(self._target.folder.path / new):
                    raise CannotEdit(f"{new} is there already")
            after = self._subject({**self.files, **files}, {**self.moves, **moves})
            no_new_error(before, after)
            same_aims(before, after, moves, ("", ""))
            nothing_else(before, after, {*moves, *moves.values()})
        except CannotEdit:
            return False
        self.files = {path: data for path, data in {**self.files, **files}.items() if path not in moves}
        self.moves |= moves
        self.count += len(fixes)
        return True

    def _subject(
        self, files: Mapping[RelPath, bytes] | None = None, moves: Mapping[RelPath, RelPath] | None = None
    ) -> Subject:
        shown = self.files if files is None else files
        gone = frozenset(self.moves if moves is None else moves)
        return load_module(
            self._target.workspace, self._target.folder, lambda _: Overlay(self._disk, shown, gone)
        )


def _renamed(
    subject: Subject, fixes: Iterable[Rename]
) -> tuple[dict[RelPath, RelPath], dict[RelPath, bytes]]:
    """Give the moves, translations included, and the files that differ under their new paths."""
    moves: dict[RelPath, RelPath] = {}
    for fix in fixes:
        if fix.path in (MODULE_FILE, CREDITS_FILE) or fix.path not in subject.tree.paths():
            raise CannotEdit("the file is gone, or its name is fixed")
        moves |= moves_of(subject, rel_path(fix.path), rel_path(fix.new_path))
    edits = TextEdits(subject.texts)
    link_edits(subject, edits, moves)
    name_edits(subject, edits, moves)
    files = {new: subject.tree.read(old) for old, new in moves.items()}
    for path, text in edits.edited().items():
        raw = subject.tree.read(path).decode("utf-8")
        files[moves.get(path, path)] = as_on_disk(raw, text).encode()
    return moves, files
