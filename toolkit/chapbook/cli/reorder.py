"""`chapbook reorder`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from chapbook.cli.screen import good, say


@click.command(
    epilog="Examples: chapbook reorder pricing-basics costs --before rates   ·   "
    "chapbook reorder pricing-basics check --last"
)
@click.argument("module")
@click.argument("lesson")
@click.option("--before", default="", metavar="LESSON", help="Put it before this one.")
@click.option("--after", default="", metavar="LESSON", help="Put it after this one.")
@click.option("--first", is_flag=True, help="Put it first.")
@click.option("--last", is_flag=True, help="Put it last.")
@click.option("--json", "as_json", is_flag=True, help="Print the new order as JSON.")
def reorder(module: str, lesson: str, before: str, after: str, first: bool, last: bool, as_json: bool) -> int:
    """Put a lesson or quiz at another place of a module.

    LESSON is the id or the file of a step. Only its line in module.yml moves, and notes (#) right above it go along.
    """
    from chapbook.services.reorder import ReorderOptions
    from chapbook.services.reorder import reorder as run_reorder

    done = run_reorder(
        ReorderOptions(
            start=Path.cwd(), module=module, step=lesson, before=before, after=after, first=first, last=last
        )
    )
    if as_json:
        say(json.dumps({"schema": 1, "module": done.module, "order": done.order, "changed": done.changed}))
        return 0
    say(good("Moved.") if done.changed else "It stands there already. Nothing was changed.")
    for number, each in enumerate(done.order, 1):
        say(f"  {number}. {each}")
    return 0
