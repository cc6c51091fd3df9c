"""Build or preview the site of the workspace one stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.report import Report
from chapbook.services.targets import require_workspace
from chapbook.site.build import BuildResult, build_site
from chapbook.site.serve import Rebuilt, serve_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished build, and its report with paths as the workspace has them."""

    result: BuildResult
    report: Report


def build(start: Path, site_dir: Path | None = None, *, strict: bool = False) -> Built:
    """Build the site of the workspace around `start`; what `site_dir` None means, `build_site` says."""
    result = build_site(require_workspace(start), site_dir, strict=strict)
    return Built(result=result, report=Report.of(result.diagnostics))


def serve(
    start: Path,
    host: str,
    port: int,
    *,
    open_in_browser: bool,
    on_build: Callable[[Rebuilt], None],
) -> None:
    """Show the site of the workspace around `start` until interrupted."""
    serve_site(require_workspace(start), host, port, open_in_browser=open_in_browser, on_build=on_build)
