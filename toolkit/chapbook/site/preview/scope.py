"""Which files of a workspace a preview follows, and under which names the system may report them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chapbook.tree.disk import is_ignored
from chapbook.workspace.workspace import Workspace, own_modules

FOLDERS = ("modules", "imported", "themes")
FILES = ("chapbook.yml", "mkdocs.yml", "chapbook.lock")


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder to watch with all that is in it: `real` without symbolic links, `path` as the workspace has it."""

    path: Path
    real: Path


@dataclass(frozen=True, slots=True)
class Scope:
    """A workspace's folders and files that a build reads; `more` are others, which mkdocs.yml asks to watch."""

    root: Path
    more: tuple[Path, ...] = ()

    def folders(self) -> tuple[Watched, ...]:
        """Give the folders that are there now, and modules that are symbolic links."""
        linked = [each.path for each in own_modules(Workspace(self.root)) if each.path.is_symlink()]
        paths = [self.root / name for name in FOLDERS]
        paths += [*linked, *(each for each in self.more if not self._inside(each))]
        return tuple(Watched(path, Path(os.path.realpath(path))) for path in paths if path.is_dir())

    def files(self) -> tuple[Path, ...]:
        """Give the single files, whether or not they are there."""
        others = [each for each in self.more if not each.is_dir() and not self._inside(each)]
        return (*(self.root / name for name in FILES), *others)

    def _inside(self, path: Path) -> bool:
        return any(path.is_relative_to(self.root / name) for name in FOLDERS)

    def at_root(self, name: str) -> bool:
        """Say whether a name in the workspace's own folder matters."""
        return name in FOLDERS or name in FILES


def is_followed(path: Path, folder: Path) -> bool:
    """Say whether a file or folder inside a watched folder can belong to a module: no part of its way is ignored."""
    return not any(map(is_ignored, path.relative_to(folder).parts))
