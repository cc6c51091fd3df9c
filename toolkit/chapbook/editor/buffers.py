"""The module that an open file belongs to, as it stands in the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.diagnostic import Diagnostic
from chapbook.model.subject import Subject
from chapbook.model.yaml_format import CannotFormat
from chapbook.services.check import CheckOptions, check
from chapbook.services.fmt import format_text
from chapbook.tree.disk import DirTree, is_ignored
from chapbook.tree.overlay import OverlayTree
from chapbook.tree.tree import RelPath, Tree, rel_path
from chapbook.workspace.load import load_module
from chapbook.workspace.workspace import MODULE_FILE, ModuleFolder, Workspace, find_workspace

Buffers = Mapping[Path, str]
"""The texts that are open, saved or not."""


@dataclass(frozen=True, slots=True)
class OpenModule:
    """A module with a file open in the editor."""

    root: Path
    workspace: Workspace | None
    subject: Subject


def module_root(file: Path) -> Path | None:
    """Give the folder of the module that a file belongs to; None when it belongs to none."""
    return next((folder for folder in file.parents if (folder / MODULE_FILE).is_file()), None)


def trees_over(buffers: Buffers) -> Callable[[Path], Tree]:
    """Give what makes a tree of a folder, with the open texts in place of the saved ones."""

    def tree_of(folder: Path) -> Tree:
        inside = {
            _inside(path, folder): text.encode("utf-8", "replace")
            for path, text in buffers.items()
            if path.is_relative_to(folder) and not any(map(is_ignored, path.relative_to(folder).parts))
        }
        return OverlayTree(DirTree(folder), inside)

    return tree_of


def _inside(path: Path, folder: Path) -> RelPath:
    return rel_path(path.relative_to(folder).as_posix())


def check_buffers(root: Path, buffers: Buffers) -> dict[Path, tuple[Diagnostic, ...]]:
    """Check the module in `root` as `chapbook check` does, with the open texts; `ChapbookError` as there."""
    start = root.parent
    report = check(CheckOptions(start=start, names=(root.name,), tree_of=trees_over(buffers)))
    found: dict[Path, tuple[Diagnostic, ...]] = {}
    for each in report.diagnostics:
        path = start / each.location.path
        found[path] = (*found.get(path, ()), each)
    return found


def formatted(file: Path, text: str) -> str | None:
    """Give an open text as `chapbook fmt` would write it; None when it is to stay as it is, as a peer's file is."""
    root = module_root(file)
    workspace = find_workspace(root.parent) if root else None
    if root is None or (workspace and root.absolute().is_relative_to(workspace.imported.absolute())):
        return None
    try:
        return format_text(file.relative_to(root).as_posix(), text)
    except CannotFormat:
        return None


def open_module(file: Path, buffers: Buffers) -> OpenModule | None:
    """Read the module of a file, with the open texts; None when it belongs to none."""
    root = module_root(file)
    if root is None:
        return None
    workspace = find_workspace(root.parent)
    folder = ModuleFolder(key=root.name, path=root)
    return OpenModule(root, workspace, load_module(workspace, folder, trees_over(buffers)))
