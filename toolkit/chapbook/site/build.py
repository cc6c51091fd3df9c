"""Build the site in this process: beside the old one, exchanged when it is whole. Part of the door to MkDocs.

`import mkdocs` costs a fifth of a second, so it happens inside the functions, when a build is really wanted.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.site.listener import listening
from chapbook.tree.staging import staging_folder
from chapbook.tree.write import disk_errors, exchange, make_folder, sync_many
from chapbook.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made. `published` is False when `strict` found warnings: the old site then still stands."""

    site_dir: Path
    pages: int
    modules: int
    diagnostics: tuple[Diagnostic, ...]
    seconds: float
    published: bool = True


def build_site(
    workspace: Workspace, site_dir: Path | None = None, *, strict: bool = False, portable: bool = False
) -> BuildResult:
    """Build the workspace's site into `site_dir` (default: what mkdocs.yml says, else `site/`).

    `portable` makes a site that opens from a folder, without a server; its default is `site-offline/` beside the other.
    `OperationFailed` when MkDocs or the disk says no, `Refused` when `site_dir` holds something that is not a site;
    the old site is untouched then.
    """
    started = time.monotonic()
    target = (site_dir or _configured_site_dir(workspace, portable)).absolute()
    target = target.resolve() if target.is_symlink() else target
    _check_target(target, workspace)
    with disk_errors(target):
        make_folder(target.parent)
        with staging_folder(target.parent) as staged, staging_folder(target.parent) as empty:
            pages, modules, diagnostics = _run_mkdocs(workspace, staged, empty, portable)
            published = not (strict and diagnostics)
            if published:
                _keep_hidden_files(target, staged)
                sync_many(staged)
                exchange(staged, target)
    return BuildResult(
        site_dir=target,
        pages=pages,
        modules=modules,
        diagnostics=diagnostics,
        seconds=time.monotonic() - started,
        published=published,
    )


def _configured_site_dir(workspace: Workspace, portable: bool) -> Path:
    from chapbook.site import mkdocs_config

    with disk_errors(workspace.root), staging_folder(workspace.root) as empty:
        configured = Path(mkdocs_config.load(workspace, empty).site_dir)
    return configured.with_name(f"{configured.name}-offline") if portable else configured


def _run_mkdocs(
    workspace: Workspace, staged: Path, empty: Path, portable: bool
) -> tuple[int, int, tuple[Diagnostic, ...]]:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner about another product
    from mkdocs.commands.build import build
    from mkdocs.exceptions import Abort, MkDocsException

    from chapbook.site import mkdocs_config

    with listening() as heard:
        config = mkdocs_config.load(workspace, empty, site_dir=str(staged), strict=False, portable=portable)
        try:
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        except (MkDocsException, Abort) as error:
            raise OperationFailed(
                "site-not-built",
                f"MkDocs could not build the site: {heard.said or error}",
                "The old site, if there was one, is unchanged.",
            ) from error
        finally:
            config.plugins.on_shutdown()
    plan = config.plugins["chapbook"].plan  # type: ignore[attr-defined]
    return sum(1 for _ in plan.pages()), len(plan.modules), tuple(heard.diagnostics)


def _check_target(target: Path, workspace: Workspace) -> None:
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


def _keep_hidden_files(target: Path, staged: Path) -> None:
    """Keep what hosts want beside a site, such as `.nojekyll`, as MkDocs does."""
    if target.is_dir():
        for each in target.iterdir():
            if each.name.startswith(".") and each.is_file():
                shutil.copy2(each, staged / each.name)
