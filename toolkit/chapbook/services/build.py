"""Build the site of the workspace one stands in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.report import Report
from chapbook.services.targets import require_workspace
from chapbook.site.archive import write_archive
from chapbook.site.build import BuildResult, build_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished build, and its report with paths as the workspace has them."""

    result: BuildResult
    report: Report
    archive: Path | None = None


def build(
    start: Path,
    site_dir: Path | None = None,
    *,
    strict: bool = False,
    portable: bool = False,
    archived: bool = False,
) -> Built:
    """Build the site of the workspace around `start`; what `site_dir` None and `portable` mean, `build_site` says.

    `archived` writes the site into a zip file beside its folder too.
    """
    result = build_site(require_workspace(start), site_dir, strict=strict, portable=portable)
    archive = write_archive(result.site_dir) if archived and result.published else None
    return Built(result=result, report=Report.of(result.diagnostics), archive=archive)
