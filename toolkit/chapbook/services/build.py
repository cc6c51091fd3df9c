"""Build the site of the workspace one stands in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.report import Report
from chapbook.services.targets import require_workspace
from chapbook.site.build import build_site
from chapbook.site.result import BuildOptions, BuildResult, Progress, no_progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished build, and its report with paths as the workspace has them."""

    result: BuildResult
    report: Report
    archive: Path | None = None


def build(
    start: Path, options: BuildOptions, progress: Progress = no_progress, *, archived: bool = False
) -> Built:
    """Build the site of the workspace around `start`; `archived` writes it into a zip file beside its folder too."""
    result = build_site(require_workspace(start), options, progress)
    archive = None
    if archived and result.published:
        from chapbook.site.archive import write_archive

        archive = write_archive(result.site_dir)
    return Built(result=result, report=Report.of(result.diagnostics), archive=archive)
