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
def review_sheet(module: str) -> int:
    """Print a checklist for somebody who reviews a module.

    MODULE is a folder, an id of this workspace or a bundle. The sheet is Markdown: what the check found is filled in,
    and what only people can judge is there to tick, made for this module. Write it to a file with: > review.md
    """
    from chapbook.render.review_sheet import render_review
    from chapbook.services.review_sheet import review

    say(render_review(review(module, Path.cwd())))
    return 0
