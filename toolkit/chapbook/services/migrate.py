"""Bring modules that were written in an earlier format to the present one: a plan first, and files only on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.model.migrations import MIGRATIONS, MODULE, QUIZ, CannotMigrate, Lifted, Migration, lift
from chapbook.model.module import FORMAT
from chapbook.model.reader import CREDITS_FILE
from chapbook.services.shown import shown_path
from chapbook.services.targets import Target, targets_of
from chapbook.services.writing import Change, write_changes
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import RelPath


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrateOptions:
    """Which modules; none named means all of the workspace's own. `table` and `target` are for tests."""

    start: Path
    names: tuple[str, ...] = ()
    write: bool = False
    table: Sequence[Migration] = MIGRATIONS
    target: int = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """What happens to one file; `path` is as messages show it."""

    path: str
    source: int
    target: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """The plan; `written` says whether it was carried out. `modules` is how many were looked at."""

    modules: int
    target: int
    files: tuple[FilePlan, ...]
    written: bool


def migrate(options: MigrateOptions) -> Migrated:
    """Plan, and with `write` carry out. `UsageProblem`, `OperationFailed`: nothing was changed, in any module."""
    targets = targets_of(options.names, options.start)
    plans: list[FilePlan] = []
    changes: list[Change] = []
    for target in targets:
        _refuse_imported(target, options.start)
        for path, before, lifted in _lifted(target, options):
            shown = shown_path(path, options.start)
            plans.append(FilePlan(path=shown, source=lifted.source, target=lifted.target, steps=lifted.steps))
            changes.append(Change(path, lifted.text.encode(), before))
    if options.write:
        write_changes(changes)
    return Migrated(
        modules=len(targets),
        target=options.target,
        files=tuple(plans),
        written=options.write and bool(plans),
    )


def _lifted(target: Target, options: MigrateOptions) -> Iterator[tuple[Path, bytes, Lifted]]:
    tree = DirTree(target.folder.path)
    for name in tree.paths():
        sort = _sort(name)
        if not sort:
            continue
        before = tree.read(name)
        path = target.folder.path / name
        try:
            lifted = lift(before.decode("utf-8"), sort, options.table, options.target)
        except UnicodeDecodeError:
            continue
        except CannotMigrate as problem:
            message = f"{shown_path(path, options.start)} {problem.reason}. Nothing was changed."
            raise OperationFailed("cannot-migrate", message, problem.hint) from problem
        if lifted is not None:
            yield path, before, lifted


def _sort(name: RelPath) -> str:
    if name.rpartition("/")[2] == "module.yml":
        return MODULE
    return QUIZ if name.endswith((".yml", ".yaml")) and name != CREDITS_FILE else ""


def _refuse_imported(target: Target, start: Path) -> None:
    workspace = target.workspace
    if workspace and target.folder.path.absolute().is_relative_to(workspace.imported.absolute()):
        shown = shown_path(target.folder.path, start)
        message = f"{shown} is a peer's module: what is changed there no longer is what they sent."
        hint = "Ask for a newer release, and bring it in with: chapbook import"
        raise UsageProblem("imported-module", f"{message} Nothing was changed.", hint)
