"""Mend what can be mended without asking: read the files, decide on the new texts, write them as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chapbook.diag.diagnostic import FileFix, Rename, TakeOutPlace
from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.report import Report
from chapbook.lint.fixes import apply_fixes
from chapbook.model.reader import read_module
from chapbook.services.edits import Overlay
from chapbook.services.fix_files import mend_files
from chapbook.services.released import is_imported
from chapbook.services.shown import shown_path
from chapbook.services.targets import Target
from chapbook.services.writing import Change, write_changes
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import rel_path

_FORM = frozenset({"S101", "S103", "S114"})
"""Codes that say that a file lost its form: no fix may bring one in."""
_TEXTS = (".md", ".markdown", ".yml", ".yaml")
"""Files that a fix edits as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedFile:
    """One file: its name as messages show it, where it really lies, its text before and after."""

    shown: str
    place: Path
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What mending came to: texts that differ, files that move, pictures without their place; as messages show them.

    `count` findings were mended, `waiting` are for the next run. `changes` is what is written.
    """

    files: tuple[MendedFile, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    count: int = 0
    waiting: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def touched(self) -> int:
        """Count the files that differ or move."""
        return len({*(each.shown for each in self.files), *self.moved, *self.pictures})


def mend(report: Report, targets: Iterable[Target], start: Path) -> Mended:
    """Decide on the fixes of a report whose paths are relative to `start`; nothing is written.

    `UsageProblem` when a module is a peer's, `OperationFailed` when a file cannot be read, or would lose its form.
    """
    wanted = [each for each in report.diagnostics if each.fix]
    modules = {target.folder.path: target for target in targets}.values()
    for target in modules:
        _refuse_imported(target, start)
    names = dict.fromkeys(edit.path for each in wanted for edit in each.fix)
    places = {name: (start / name).resolve() for name in names}
    texts = {name: _read(place) for name, place in places.items()}
    fixed = apply_fixes(texts, wanted)
    files = tuple(
        MendedFile(shown=name, place=places[name], before=texts[name], after=text)
        for name, text in fixed.texts.items()
    )
    for target in modules:
        _refuse_broken(target, files, start)
    mended = Mended(
        files=files,
        count=fixed.count,
        waiting=fixed.waiting,
        changes=tuple(Change(each.place, each.after.encode(), each.before.encode()) for each in files),
    )
    for target in modules:
        wanted_files = _file_fixes(report, target, start)
        if wanted_files:
            mended = _with_files(mended, target, wanted_files, start)
    return mended


def _file_fixes(report: Report, target: Target, start: Path) -> list[FileFix]:
    """Give the fixes of whole files of a module, with paths inside it."""
    prefix = shown_path(target.folder.path, start) + "/"
    fixes: list[FileFix] = []
    for each in report.diagnostics:
        fix = each.file_fix
        if fix is None or not fix.path.startswith(prefix):
            continue
        path = fix.path.removeprefix(prefix)
        if isinstance(fix, Rename):
            fixes.append(Rename(path, fix.new_path.removeprefix(prefix)))
        else:
            fixes.append(TakeOutPlace(path))
    return fixes


def _with_files(mended: Mended, target: Target, fixes: list[FileFix], start: Path) -> Mended:
    """Add what fixes of whole files come to, on top of the texts of the same module."""
    folder = target.folder.path
    own = {rel_path(path): text.encode() for path, text in _inside(folder, mended.files).items()}
    done = mend_files(target, own, fixes)
    if not done.count:
        return mended
    tree = DirTree(folder)
    old_of = {new: old for old, new in done.moves.items()}
    texts, changes = [], []
    for path, data in done.files.items():
        old = old_of.get(path, path)
        before = tree.read(old)
        shown = shown_path(folder / old, start)
        if data != before and (path in own or old.endswith(_TEXTS)):
            place = folder / path
            texts.append(MendedFile(shown=shown, place=place, before=_text(before), after=_text(data)))
        changes.append(Change(_real(folder / path), data, None if path in old_of else before))
    changes += [Change(folder / path, None, tree.read(path)) for path in sorted(done.moves)]
    inside = {each.place for each in mended.files if each.place.is_relative_to(folder.resolve())}
    return Mended(
        files=(*(each for each in mended.files if each.place not in inside), *texts),
        moved={**mended.moved}
        | {
            shown_path(folder / old, start): shown_path(folder / new, start)
            for old, new in done.moves.items()
        },
        pictures=(*mended.pictures, *(shown_path(folder / path, start) for path in done.pictures)),
        count=mended.count + done.count,
        waiting=mended.waiting,
        changes=(*(each for each in mended.changes if each.path not in inside), *changes),
    )


def _real(path: Path) -> Path:
    """Give where a file really lies: through a link, what it leads to is written."""
    return path.resolve()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def write_mended(mended: Mended) -> None:
    """Write all files or none."""
    write_changes(mended.changes)


def _refuse_imported(target: Target, start: Path) -> None:
    if is_imported(target):
        name = shown_path(target.folder.path, start)
        message = f"{name} is a peer's module: what is mended there is lost with the next import."
        hint = "Tell its authors. To mend a copy of your own, put its folder into modules/ with a new id."
        raise UsageProblem("imported-module", f"{message} Nothing was changed.", hint)


def _read(place: Path) -> str:
    try:
        return place.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{place} cannot be read any more. Nothing was changed."
        raise OperationFailed("cannot-read", message, "Run the command again.") from error


def _refuse_broken(target: Target, files: Iterable[MendedFile], start: Path) -> None:
    inside = _inside(target.folder.path, files)
    if not inside:
        return
    tree = DirTree(target.folder.path)
    old, new = _form(tree, {}), _form(tree, inside)
    unread = {path for code, path in old if code == "S101"}
    for code, path in ((code, path) for code, path in new - old if path not in unread):
        name = shown_path(target.folder.path / path, start)
        message = f"The fixes for {name} do not fit together: {code} would follow. Nothing was changed."
        hint = "Mend the file by hand, or take fewer fixes at once, such as: chapbook check --fix --select A4"
        raise OperationFailed("fixes-do-not-fit", message, hint)


def _inside(module: Path, files: Iterable[MendedFile]) -> dict[str, str]:
    folder = module.resolve()
    return {
        each.place.relative_to(folder).as_posix(): each.after
        for each in files
        if each.place.is_relative_to(folder)
    }


def _form(tree: DirTree, files: Mapping[str, str]) -> Counter[tuple[str, str]]:
    subject = read_module(Overlay(tree, {rel_path(path): text.encode() for path, text in files.items()}))
    return Counter((each.code, each.place.path) for each in subject.findings if each.code in _FORM)
