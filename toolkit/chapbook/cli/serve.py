"""`chapbook serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.screen import complain, note, use_color, width

if TYPE_CHECKING:
    from chapbook.site.serve import Rebuilt


@click.command(epilog="Example: chapbook serve --open")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve at."
)
@click.option("--open", "open_in_browser", is_flag=True, help="Open the site in your browser.")
def serve(host: str, port: int, open_in_browser: bool) -> None:
    """Show the site while you write.

    The page in your browser reloads whenever a file of a module changes. Stop with Ctrl-C.
    """
    from chapbook.services.serve import serve as run_serve

    note("Building the first time…")
    run_serve(Path.cwd(), host, port, open_in_browser=open_in_browser, on_build=_tell)


def _tell(rebuilt: Rebuilt) -> None:
    if rebuilt.failure:
        complain(rebuilt.failure, "The last good site is still served; mend the file and save it.")
        return
    if rebuilt.diagnostics:
        from chapbook.diag.report import Report
        from chapbook.render.text import render_report

        report = Report.of(rebuilt.diagnostics)
        note(render_report(report, color=use_color(stream_is_stdout=False), width=width(), summary=False))
    note(f"Ready at {rebuilt.url}  (Ctrl-C stops)")
