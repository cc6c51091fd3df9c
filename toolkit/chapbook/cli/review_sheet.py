"""`chapbook review-sheet`."""

from __future__ import annotations

from pathlib import Path

import click

from chapbook.cli.screen import say


@click.command(
    name="review-sheet",
    epilog="Examples: chapbook review-sheet pricing-basics   ·   "
    "chapbook review-sheet pricing-basics-1.0.0.chapbook.zip",
)
@click.argument("module")
@click.option("--json", "as_json", is_flag=True, help="The same for programs, with the check's findings.")
def review_sheet(module: str, as_json: bool) -> int:
    """Print a checklist for somebody who reviews a module.

    MODULE is a folder, an id of this workspace or a bundle. The sheet is Markdown: what the check found is filled in,
    and what only people can judge is there to tick, made for this module. Write it to a file with: > review.md
    It is in English, like the messages of the check that it quotes, whatever the module's language is.
    """
    from chapbook.render.review_sheet import render_review, render_review_json
    from chapbook.services.review_sheet import review

    render = render_review_json if as_json else render_review
    say(render(review(module, Path.cwd())))
    return 0
