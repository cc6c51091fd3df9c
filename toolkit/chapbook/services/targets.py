"""From what a user typed to module folders: a path, a module id, or nothing at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.workspace.recovery import recover
from chapbook.workspace.workspace import MODULE_FILE, ModuleFolder, Workspace, find_workspace, own_modules


@dataclass(frozen=True, slots=True)
class Target:
    """A module to work on. `only` limits a check to one file or folder of it (a path inside the module)."""

    folder: ModuleFolder
    workspace: Workspace | None
    only: str = ""


def require_workspace(start: Path) -> Workspace:
    """Find the workspace around `start`, and first of all finish or take back what a command that died left in it.

    `UsageProblem` when there is none.
    """
    recover(start)
    workspace = find_workspace(start)
    if workspace is None:
        raise UsageProblem(
            "no-workspace",
            f"{start} is not inside a workspace: neither it nor a folder above has chapbook.yml or mkdocs.yml.",
            "Go to your workspace, or make one with: chapbook init",
        )
    return workspace


def all_targets(start: Path) -> list[Target]:
    """Give every module authored in the workspace around `start`; `UsageProblem` when there is none."""
    workspace = require_workspace(start)
    folders = own_modules(workspace)
    if not folders:
        raise UsageProblem(
            "no-modules",
            f"The workspace {workspace.root} has no modules yet.",
            "Make one with: chapbook new module",
        )
    return [Target(folder, workspace) for folder in folders]


def targets_of(names: Sequence[str], start: Path) -> list[Target]:
    """Resolve what was typed, in order and without repeats; nothing typed means all modules."""
    if not names:
        return all_targets(start)
    found: dict[tuple[Path, str], Target] = {}
    for name in names:
        for target in _resolve(name, start):
            found.setdefault((target.folder.path, target.only), target)
    return list(found.values())


def one_target(name: str, start: Path) -> Target:
    """Resolve a name that must be one module."""
    targets = _resolve(name, start)
    if len(targets) != 1:
        message = f"{name} holds {len(targets)} modules; this works on one."
        raise UsageProblem("many-modules", message, "Name one of them.")
    return targets[0]


def _resolve(name: str, start: Path) -> list[Target]:
    recover(start)
    path = start / name
    if not os.path.lexists(path):  # unlike Path.exists, it takes a name of any length
        return [_by_id(name, start)]
    recover(path)
    path = Path(os.path.abspath(path))  # noqa: PTH100 -- resolve() would follow symbolic links
    for folder in (path, *path.parents):
        if (folder / MODULE_FILE).is_file():
            only = path.relative_to(folder).as_posix() if path != folder else ""
            return [Target(ModuleFolder(key=folder.name, path=folder), find_workspace(folder.parent), only)]
    workspace = find_workspace(path)
    inside = [each for each in own_modules(workspace) if each.path.is_relative_to(path)] if workspace else []
    if workspace is not None and path.parent == workspace.modules and path.is_dir():
        inside = [ModuleFolder(key=path.name, path=path)]
    if not inside:
        is_bundle = path.suffix == ".zip"
        raise UsageProblem(
            "not-a-module",
            f"{name} holds no module: there is no {MODULE_FILE} in it, above it or in a modules/ folder below it.",
            f"Look into a bundle with: chapbook show {name}"
            if is_bundle
            else "Name a module's folder, or make one with: chapbook new module",
        )
    return [Target(folder, workspace) for folder in inside]


def _by_id(name: str, start: Path) -> Target:
    workspace = find_workspace(start)
    folders = own_modules(workspace) if workspace else ()
    for folder in folders:
        if folder.slug == name:
            return Target(folder, workspace)
    hint = did_you_mean(name, [folder.slug for folder in folders])
    raise UsageProblem(
        "no-such-module",
        f"There is no file, folder or module called “{name}”.",
        hint or "Name a folder, or the id of a module of this workspace.",
    )
