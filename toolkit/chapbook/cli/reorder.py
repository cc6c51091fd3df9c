"""`chapbook reorder`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chapbook.cli.screen import good, say, use_color

if TYPE_CHECKING:
    from chapbook.services.reorder import Reordered


@click.command(
    epilog="Examples: chapbook reorder pricing-basics costs --before rates   ·   "
    "chapbook reorder pricing-basics check --last --write"
)
@click.argument("module")
@click.argument("lesson")
@click.option("--before", default="", metavar="LESSON", help="Put it before this one.")
@click.option("--after", default="", metavar="LESSON", help="Put it after this one.")
@click.option("--first", is_flag=True, help="Put it first.")
@click.option("--last", is_flag=True, help="Put it last.")
@click.option("--write", is_flag=True, help="Do it. Without this, only the plan is shown.")
@click.option("--json", "as_json", is_flag=True, help="Print the new order as JSON.")
def reorder(*, as_json: bool, lesson: str, **typed: Any) -> int:
    """Put a lesson or quiz at another place of a module.

    LESSON is the id or the file of a step. Only its line in module.yml moves, and notes (#) right above it go along.
    The plan is shown as a diff; --write does it.
    """
    from chapbook.services.reorder import ReorderOptions
    from chapbook.services.reorder import reorder as run_reorder

    done = run_reorder(ReorderOptions(start=Path.cwd(), step=lesson, **typed))
    if as_json:
        facts = {
            "module": done.module,
            "order": done.order,
            "changed": done.changed,
            "written": done.written,
        }
        say(json.dumps({"schema": 1} | facts))
    elif not done.changed:
        say("It stands there already. Nothing was changed.")
    else:
        _show(done)
    return 0


def _show(done: Reordered) -> None:
    if not done.written:
        from chapbook.render.diff import render_diff

        say(render_diff([(done.path, done.before, done.after)], color=use_color()))
        say("")
    say(good("Moved.") if done.written else "The new order would be:")
    for number, each in enumerate(done.order, 1):
        say(f"  {number}. {each}")
    if not done.written:
        say("Nothing was written yet; add --write to do it.")
