"""Which folder a site may be written to: one that holds nothing but a built site, so that exchanging loses nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

from chapbook.diag.errors import Refused
from chapbook.workspace.workspace import Workspace


def check_target(target: Path, workspace: Workspace) -> None:
    """Refuse to replace a folder that holds anything but a site: exchanging would delete it."""
    root = workspace.root.absolute()
    sources = (workspace.modules, workspace.imported, root / "themes")
    if (
        target == root
        or target in root.parents
        or any(target.is_relative_to(each.absolute()) for each in sources)
    ):
        raise Refused(
            "site-over-sources",
            f"The site cannot be written to {target}: that would replace the workspace's own files.",
            "Choose another folder, such as `site`. Nothing was changed.",
        )
    if not target.exists():
        return
    if not target.is_dir():
        raise Refused(
            "site-over-files",
            f"{target} is a file; building there would replace it.",
            "Choose another folder, or move the file away. Nothing was changed.",
        )
    names = {each.name for each in target.iterdir()}
    if names and not {"404.html", "sitemap.xml"} <= names:
        raise Refused(
            "site-over-files",
            f"{target} holds files that are not a built site; building there would delete them.",
            "Choose another folder, or empty this one. Nothing was changed.",
        )
    if any(name.startswith(".") and (target / name).is_dir() for name in names):
        raise Refused(
            "site-over-repository",
            f"{target} holds a hidden folder (such as .git), which building there would delete.",
            "Build into another folder and copy the site over. Nothing was changed.",
        )


def keep_hidden_files(target: Path, staged: Path) -> None:
    """Keep what hosts want beside a site, such as `.nojekyll`, as MkDocs does."""
    if target.is_dir():
        for each in target.iterdir():
            if each.name.startswith(".") and each.is_file():
                shutil.copy2(each, staged / each.name)
