"""Put a lesson or quiz at another place: the list in `module.yml` is edited, notes stay with their lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.model.module import Step
from chapbook.model.module_decoder import listed_paths
from chapbook.model.reader import MODULE_FILE
from chapbook.services.edit_list import CannotEdit, move_item
from chapbook.services.edits import ModuleEdit
from chapbook.services.targets import one_target


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderOptions:
    """What to move, by id or file, and where to: one of `before`, `after` (an id or file), `first`, `last`."""

    start: Path
    module: str
    step: str
    before: str = ""
    after: str = ""
    first: bool = False
    last: bool = False
    write: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered:
    """The steps' ids in their new order; `changed` says whether it is another one than before.

    `path` is the file as messages show it, `before` and `after` its text.
    """

    module: str
    order: tuple[str, ...]
    changed: bool
    written: bool
    path: str
    before: str
    after: str


def reorder(options: ReorderOptions) -> Reordered:
    """Plan the move of one step, and write it when asked.

    `UsageProblem`, `OperationFailed` leave everything as it was.
    """
    ways = [bool(options.before), bool(options.after), options.first, options.last]
    if sum(ways) != 1:
        message = "Say where to put it, in one way. Nothing was changed."
        raise UsageProblem(
            "one-place", message, "Use one of --before LESSON, --after LESSON, --first, --last."
        )
    edit = ModuleEdit(one_target(options.module, options.start), options.start)
    paths = [path for _, path in listed_paths(edit.subject.documents[MODULE_FILE])]
    old = paths.index(_step(edit, options.step).path)
    rest = [path for n, path in enumerate(paths) if n != old]
    new = 0 if options.first else len(rest)
    if anchor := options.before or options.after:
        beside = _step(edit, anchor).path
        if beside == paths[old]:
            message = f"“{anchor}” cannot stand beside itself. Nothing was changed."
            raise UsageProblem("beside-itself", message, "Name another lesson or quiz.")
        new = rest.index(beside) + bool(options.after)
    before = edit.text(MODULE_FILE)
    try:
        after = move_item(before, "lessons", old, new)
    except CannotEdit as error:
        message = f"{edit.shown(MODULE_FILE)} cannot be edited safely: {error.reason}. Nothing was changed."
        raise OperationFailed(
            "cannot-edit-list", message, f"Move the line of {paths[old]} by hand."
        ) from error
    edit.put(MODULE_FILE, after)
    changed = edit.tried().module
    written = options.write and old != new
    if written:
        edit.write()
    return Reordered(
        module=edit.name,
        order=tuple(step.id for step in changed.steps) if changed else (),
        changed=old != new,
        written=written,
        path=edit.shown(MODULE_FILE),
        before=before,
        after=after,
    )


def _step(edit: ModuleEdit, name: str) -> Step:
    for step in edit.module.steps:
        if name in (step.id, step.path):
            return step
    known = [step.id for step in edit.module.steps]
    message = f"{edit.name} lists no lesson or quiz “{name}”. Nothing was changed."
    otherwise = f"It has: {', '.join(known)}." if known else "Its list of lessons is empty."
    raise UsageProblem("no-such-step", message, did_you_mean(name, known, otherwise))
