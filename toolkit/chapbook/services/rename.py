"""Give a lesson, quiz, question, objective or file of a module another name, and mend everything that names it.

Everything is an edit of text at the place where a reader found the name; the result is read again, and only when
nothing but the name differs it is written. Modules of the same workspace that link to a lesson are edited with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.lint.targets import unsafe_reason
from chapbook.model.module import Step
from chapbook.model.reader import CREDITS_FILE, MODULE_FILE
from chapbook.services.edit_list import CannotEdit
from chapbook.services.edits import ModuleEdit
from chapbook.services.released import with_release
from chapbook.services.rename_check import no_new_error, nothing_else, same_aims
from chapbook.services.rename_ids import IdEdits
from chapbook.services.rename_links import link_edits, module_link_edits, moves_of, name_edits, twins
from chapbook.services.scaffold import checked_id
from chapbook.services.targets import Target, one_target
from chapbook.services.text_edits import TextEdits, as_on_disk
from chapbook.services.writing import write_changes
from chapbook.tree.tree import RelPath
from chapbook.workspace.workspace import own_modules


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameOptions:
    """What to rename in `module`, and to what. `kind` decides when `old` names several things."""

    start: Path
    module: str
    old: str
    new: str
    kind: str = ""
    write: bool = False


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file before and after; paths as messages show them. They differ when the file moves."""

    old_path: str
    new_path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """The plan, and whether it was written."""

    kind: str
    old: str
    new: str
    files: tuple[FilePlan, ...]
    written: bool


def rename(options: RenameOptions) -> Renamed:
    """Plan a rename and write it when asked. `UsageProblem`, `OperationFailed` leave everything as it was."""
    target = one_target(options.module, options.start)
    edit = ModuleEdit(target, options.start)
    kind = _kind(edit, options)
    work = _Work(edit, target, options.old, options.new)
    try:
        work.plan(kind)
    except CannotEdit as error:
        message = f"“{options.old}” cannot be renamed safely: {error.reason}. Nothing was changed."
        raise OperationFailed(
            "cannot-rename", message, "Change that place by hand, then try again."
        ) from error
    files = tuple(work.files())
    if options.write:
        write_changes([change for each in work.edits for change in each.changes()])
    return Renamed(kind=kind, old=options.old, new=options.new, files=files, written=options.write)


def _kind(edit: ModuleEdit, options: RenameOptions) -> str:
    steps = {step.id: step for step in edit.steps()}
    found = []
    if options.old in steps:
        found.append("lesson" if steps[options.old] in edit.module.lessons else "quiz")
    found += ["question"] * (options.old in edit.question_ids())
    found += ["objective"] * (options.old in {each.id for each in edit.module.objectives})
    found += ["file"] * (options.old in edit.subject.tree.paths())
    kept = [each for each in found if options.kind in ("", each)]
    if len(kept) == 1:
        return kept[0]
    if kept:
        things = " and of ".join(f"{'an' if each == 'objective' else 'a'} {each}" for each in kept)
        message = f"“{options.old}” is the name of {things}. Nothing was changed."
        raise UsageProblem("several-things", message, f"Say which one you mean: --kind {kept[0]}")
    names = [
        *steps,
        *edit.question_ids(),
        *(each.id for each in edit.module.objectives),
        *edit.subject.tree.paths(),
    ]
    what = options.kind or "lesson, quiz, question, objective or file"
    message = f"{edit.name} has no {what} “{options.old}”. Nothing was changed."
    raise UsageProblem(
        "nothing-to-rename", message, did_you_mean(options.old, names, "Give an id, or a path in the module.")
    )


class _Work:
    """One rename: edits of its module, and of those of the workspace that link to it."""

    def __init__(self, edit: ModuleEdit, target: Target, old: str, new: str) -> None:
        self.main = edit
        self.target = target
        self.old = old
        self.new = new
        self.edits = [edit]
        self.texts = TextEdits(edit.subject.texts)
        self.moves: dict[RelPath, RelPath] = {}

    def plan(self, kind: str) -> None:
        """Note every edit, then see that nothing else would change."""
        if kind == "file":
            self._move(RelPath(self.old), self._new_path())
        else:
            self._free(kind, checked_id(self.new, kind))
            ids = IdEdits(self.main.subject, self.texts, self.old, self.new, keep_note=self._keep_note())
            if kind == "question":
                ids.question()
            elif kind == "objective":
                ids.objective()
            else:
                self._step(ids, next(step for step in self.main.steps() if step.id == self.old))
        self._note(self.main, self.texts)
        for old, new in self.moves.items():
            self.main.move(old, new)
        changed = self.main.changed()
        links = self._links() if kind in ("lesson", "quiz") else ("", "")
        no_new_error(self.main.subject, changed)
        same_aims(self.main.subject, changed, self.moves, links)
        nothing_else(self.main.subject, changed, {self.old, self.new})

    def _step(self, ids: IdEdits, step: Step) -> None:
        """Rename a lesson or quiz; its file goes along when it was called like the id."""
        ids.step(twins(self.main.subject, step.path))
        folder, _, name = step.path.rpartition("/")
        stem, dot, suffix = name.partition(".")
        if stem == self.old:
            self._move(step.path, RelPath(f"{folder}/{self.new}{dot}{suffix}".lstrip("/")))
        module_link_edits(self.main.subject, self.texts, self.main.module.id, self.old, self.new)
        self._neighbours()

    def _neighbours(self) -> None:
        """Edit the author's other modules that link to the lesson."""
        workspace = self.target.workspace
        link = f"module:{self.main.module.id}/{self.old}"
        for folder in own_modules(workspace) if workspace else ():
            if folder.path.absolute() == self.main.folder.absolute() or not _mentions(folder.path, link):
                continue
            other = ModuleEdit(Target(folder, workspace), self.main.start)
            texts = TextEdits(other.subject.texts)
            if module_link_edits(other.subject, texts, self.main.module.id, self.old, self.new):
                self._note(other, texts)
                self.edits.append(other)

    def _note(self, edit: ModuleEdit, texts: TextEdits) -> None:
        for path, text in texts.edited().items():
            edit.put(path, as_on_disk(edit.text(path), text))

    def _move(self, old: RelPath, new: RelPath) -> None:
        if old in (MODULE_FILE, CREDITS_FILE):
            message = f"{old} has to be called so. Nothing was changed."
            raise UsageProblem("fixed-name", message, "The format names this file.")
        self.moves = moves_of(self.main.subject, old, new)
        for path in self.moves.values():
            if os.path.lexists(self.main.folder / path):
                message = f"{self.main.shown(path)} is there already, and is never overwritten. Nothing was changed."
                raise UsageProblem("already-there", message, "Choose another name.")
        link_edits(self.main.subject, self.texts, self.moves)
        name_edits(self.main.subject, self.texts, self.moves)

    def _new_path(self) -> RelPath:
        """Give the new path: a name alone stays in its folder."""
        new = self.new if "/" in self.new else f"{self.old.rpartition('/')[0]}/{self.new}".lstrip("/")
        reason = unsafe_reason(new) or ("ends with /" if new.endswith("/") else "")
        if reason or any(part in ("", ".", "..") for part in new.split("/")):
            why = reason or "is no plain path"
            message = f"“{self.new}” cannot be a file of the module: it {why}. Nothing was changed."
            raise UsageProblem("unsafe-path", message, "Give a path such as assets/stages.svg.")
        if self.old.rpartition(".")[2] != new.rpartition(".")[2]:
            message = f"“{self.new}” is not of the type of {self.old}. Nothing was changed."
            raise UsageProblem("other-type", message, f"Let the name end with .{self.old.rpartition('.')[2]}")
        return RelPath(new)

    def _free(self, kind: str, new: str) -> None:
        module = self.main.module
        taken = {
            "question": self.main.question_ids(),
            "objective": {each.id for each in module.objectives},
        }.get(kind, {step.id for step in self.main.steps()})
        if new in taken:
            article = "an" if kind == "objective" else "a"
            message = (
                f"{self.main.name} already has {article} {kind} with the id “{new}”. Nothing was changed."
            )
            raise UsageProblem("id-taken", message, "Choose another id.")

    def _keep_note(self) -> bool:
        """Say whether an earlier `renamed_from` is what the last release knows, and `old` is not."""
        released = with_release(self.main.subject, self.target).released
        module = released.module if released else None
        if module is None:
            return False
        known = {each.id for each in (*module.objectives, *module.steps, *module.questions())}
        return self.old not in known

    def _links(self) -> tuple[str, str]:
        return (f"{self.main.module.id}/{self.old}", f"{self.main.module.id}/{self.new}")

    def files(self) -> Iterable[FilePlan]:
        """Give what changes, file by file."""
        for edit in self.edits:
            moves = {new: old for old, new in self.moves.items()} if edit is self.main else {}
            before = edit.subject.tree
            for change in edit.changes():
                if change.content is None:
                    continue
                path = RelPath(change.path.relative_to(edit.folder).as_posix())
                old = moves.get(path, path)
                yield FilePlan(
                    edit.shown(old), edit.shown(path), _text(before.read(old)), _text(change.content)
                )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _mentions(folder: Path, link: str) -> bool:
    texts = (path for path in folder.rglob("*") if path.suffix in (".md", ".markdown", ".yml", ".yaml"))
    return any(link.encode() in path.read_bytes() for path in texts if path.is_file())
