"""`chapbook serve`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.screen import Progress, complain, counted, note, use_color, width

if TYPE_CHECKING:
    from chapbook.diag.report import Report
    from chapbook.services.serve import Round


@click.command(epilog="Example: chapbook serve --open")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve at."
)
@click.option("--open", "open_in_browser", is_flag=True, help="Open the site in your browser.")
@click.option("--poll", is_flag=True, help="Look at the files again and again, where changes go unnoticed.")
def serve(host: str, port: int, open_in_browser: bool, poll: bool) -> None:
    """Show the site while you write.

    Save a file, and the page in your browser shows it: where you were in it, with what the check says of the module.
    A file that is broken leaves the page as it was and says why. Stop with Ctrl-C.

    Only this machine can look, and nothing is kept in the browser. Use `--poll` for folders in which changes go
    unnoticed, such as those of a network, of a container, or of another system.
    """
    from chapbook.services.serve import ServeOptions
    from chapbook.services.serve import serve as run_serve

    options = ServeOptions(start=Path.cwd(), host=host, port=port, open_in_browser=open_in_browser, poll=poll)
    progress = Progress("Building", "modules")

    def tell(done: Round) -> None:
        progress.end()
        _tell(done)

    note("Building the first time…")
    run_serve(options, tell, progress.update)


def _tell(done: Round) -> None:
    """Say on one line what was done, and below it what is new."""
    if done.notice:
        note(f"{done.notice.message}\n  {done.notice.hint}")
        return
    when = time.strftime("%H:%M:%S")
    if done.failure:
        note(f"{when}  {_names(done)}no new site")
        complain(done.failure.message, done.failure.hint)
        note(
            "  The last good site is still shown." if done.number > 1 else "  Mend it and save; this goes on."
        )
        return
    note(f"{when}  {_names(done)}{_took(done)}{_summary(done)}")
    if done.found:
        _show_new(done.found.new)
    if done.number == 1:
        note(f"Ready at {done.url}  (Ctrl-C stops)")


def _names(done: Round) -> str:
    if not done.changed:
        return ""
    first, *rest = done.changed
    return f"{first}{f' and {len(rest)} more' if rest else ''}  "


def _took(done: Round) -> str:
    built = done.built
    if built is None:
        return ""
    time_taken = f"{built.seconds * 1000:.0f} ms" if built.seconds < 1 else f"{built.seconds:.1f} s"
    if done.number == 1:
        return (
            f"{counted(built.built + built.reused, 'module')}, {counted(built.pages, 'page')} in {time_taken}"
        )
    return time_taken


def _summary(done: Round) -> str:
    """Give “  2 errors, 1 warning, 3 mended”: of the modules that were checked, the worst first."""
    if done.found is None:
        return ""
    from chapbook.diag.diagnostic import Severity

    report = done.found.report
    counts = [(report.count(each), str(each)) for each in Severity]
    parts = [counted(count, noun) for count, noun in counts if count]
    parts += [f"{done.found.mended} mended"] if done.found.mended else []
    if not parts and report.checked:
        parts = ["nothing found"]
    return f"  {', '.join(parts)}" if parts else ""


def _show_new(report: Report) -> None:
    from chapbook.diag.diagnostic import Severity
    from chapbook.diag.report import Report
    from chapbook.render.text import render_report

    report = Report.of(each for each in report.diagnostics if each.severity is not Severity.INFO)
    if report.diagnostics:
        text = render_report(report, color=use_color(stream_is_stdout=False), width=width(), summary=False)
        note(f"\n{text}\n")
