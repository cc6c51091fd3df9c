"""Where a workspace is and which modules it holds (format.md, "Workspace"). Reads names only, never content."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chapbook.tree.disk import is_ignored

CONFIG_NAMES = ("chapbook.yml", "mkdocs.yml")
MODULE_FILE = "module.yml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace on disk; every folder but `root` may be missing."""

    root: Path

    @property
    def modules(self) -> Path:
        """The folder of modules that are authored here."""
        return self.root / "modules"

    @property
    def imported(self) -> Path:
        """The folder of peers' modules, written by `chapbook import` only: `imported/PETNAME/SLUG`."""
        return self.root / "imported"

    @property
    def lock(self) -> Path:
        """The file that says what is imported, from whom."""
        return self.root / "chapbook.lock"

    @property
    def settings(self) -> Path:
        """The optional settings file."""
        return self.root / "chapbook.yml"

    @property
    def mkdocs_config(self) -> Path:
        """The site's MkDocs configuration; optional."""
        return self.root / "mkdocs.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFolder:
    """A module's folder. `key` is its path in the site and in messages: `SLUG` or `imported/PETNAME/SLUG`."""

    key: str
    path: Path
    petname: str = ""

    @property
    def slug(self) -> str:
        """The folder's own name."""
        return self.path.name


def find_workspace(start: Path) -> Workspace | None:
    """Find the nearest folder at or above `start` that has `chapbook.yml`, `mkdocs.yml` or `modules/`."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if any((folder / name).is_file() for name in CONFIG_NAMES) or _has_modules(folder / "modules"):
            return Workspace(folder)
    return None


def _has_modules(folder: Path) -> bool:
    return any((child / MODULE_FILE).is_file() for child in _folders(folder))


def own_modules(workspace: Workspace) -> tuple[ModuleFolder, ...]:
    """List the modules authored here, sorted by slug: every folder below `modules/` but for hidden ones."""
    return tuple(ModuleFolder(key=each.name, path=each) for each in _folders(workspace.modules))


def imported_modules(workspace: Workspace) -> tuple[ModuleFolder, ...]:
    """List the imported modules, sorted by petname and slug. Symbolic links are never followed."""
    return tuple(
        ModuleFolder(key=f"imported/{peer.name}/{each.name}", path=each, petname=peer.name)
        for peer in _folders(workspace.imported, links=False)
        for each in _folders(peer, links=False)
    )


def strays(workspace: Workspace) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List the files beside imported modules, by folder: nothing of ours puts any there, and nothing reads them."""
    folders = (workspace.imported, *_folders(workspace.imported, links=False))
    found = ((folder.relative_to(workspace.root).as_posix(), _files(folder)) for folder in folders)
    return tuple((folder, names) for folder, names in found if names)


def _files(folder: Path) -> tuple[str, ...]:
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(e.name for e in entries if not is_ignored(e.name) and not e.is_dir()))
    except OSError:
        return ()


def _folders(folder: Path, links: bool = True) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.is_dir(follow_symlinks=links) and not is_ignored(e.name)]
    except OSError:
        return []
    return [folder / name for name in sorted(names)]
