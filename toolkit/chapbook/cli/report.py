"""`chapbook report`."""

from __future__ import annotations

from pathlib import Path

import click

from chapbook.cli.screen import say


@click.command(
    epilog="Examples: chapbook report pricing-basics   ·   chapbook report pricing-basics --format markdown"
)
@click.argument("module")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def report(module: str, form: str, as_json: bool) -> int:
    """Show a module at a glance.

    MODULE is a folder, an id of this workspace or a bundle. Says which lessons, headings and questions there are, how
    many minutes and words each takes, which question serves which objective, and whose works are used.
    """
    from chapbook.render import overview
    from chapbook.services.report import report as run_report

    renderers = {
        "text": overview.render_text,
        "markdown": overview.render_markdown,
        "html": overview.render_html,
        "json": overview.render_json,
    }
    say(renderers["json" if as_json else form](run_report(module, Path.cwd())))
    return 0
