"""Show the site of the workspace one stands in while it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chapbook.services.targets import require_workspace
from chapbook.site.serve import Rebuilt, serve_site


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
