"""Build the site of the workspace one stands in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.report import Report
from chapbook.services.targets import require_workspace
from chapbook.site.build import build_site, kept_folder
from chapbook.site.result import BuildOptions, BuildResult, Progress, no_progress

SHARDS = "site-shards"
"""The folder beside the site in which its parts lie, where no other is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a site that was made: its file, and the number of modules in it."""

    path: Path
    modules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished build, and its report with paths as the workspace has them."""

    result: BuildResult
    report: Report
    archive: Path | None = None


def build(
    start: Path,
    options: BuildOptions,
    progress: Progress = no_progress,
    *,
    archived: bool = False,
    shards: Path | None = None,
) -> Built:
    """Build the site of the workspace around `start`; `archived` writes it into a zip file beside its folder too.

    `shards` is a folder with the parts of the site that other machines made.
    """
    workspace = require_workspace(start)
    if shards is not None and options.cache is not None:
        from chapbook.site.packs import Packs
        from chapbook.site.shard import read_shares

        read_shares(shards, Packs(kept_folder(options.cache, workspace) / "modules"))
    result = build_site(workspace, options, progress)
    archive = None
    if archived and result.published:
        from chapbook.site.archive import write_archive

        archive = write_archive(result.site_dir)
    return Built(result=result, report=Report.of(result.diagnostics), archive=archive)


def build_part(
    start: Path, options: BuildOptions, share: str, folder: Path, progress: Progress = no_progress
) -> Part:
    """Make one part of a site, such as `2/4`, into a file in `folder`."""
    from chapbook.site.engine import Engine
    from chapbook.site.shard import share_of

    wanted = share_of(share)
    with Engine(require_workspace(start), options) as engine:
        path, modules = engine.share(wanted, folder, progress)
    return Part(path=path, modules=modules)
