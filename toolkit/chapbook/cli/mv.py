"""`chapbook mv`."""

from __future__ import annotations

from pathlib import Path

import click

from chapbook.cli.screen import say, use_color


@click.command(
    epilog="Examples: chapbook mv pricing-basics costs your-costs   ·   "
    "chapbook mv pricing-basics assets/img1.svg assets/costs.svg --write"
)
@click.argument("module")
@click.argument("old")
@click.argument("new")
@click.option(
    "--kind",
    type=click.Choice(["lesson", "quiz", "question", "objective", "file"]),
    help="What OLD is, when several things have that name.",
)
@click.option("--write", is_flag=True, help="Do it. Without this, only the plan is shown.")
@click.option("--json", "as_json", is_flag=True, help="Print what changes as JSON.")
def mv(module: str, old: str, new: str, kind: str | None, write: bool, as_json: bool) -> int:
    """Rename something in a module and mend everything that names it.

    OLD is the id of a lesson, quiz, question or objective, or the path of a file in the module. Links, lists and
    references follow, in translations and in your other modules too; the old id is noted as renamed_from, so that
    learners keep their progress. The plan is shown as a diff; --write does it.
    """
    from chapbook.render.rename import render_rename, render_rename_json
    from chapbook.services.rename import RenameOptions, rename

    options = RenameOptions(start=Path.cwd(), module=module, old=old, new=new, kind=kind or "", write=write)
    done = rename(options)
    say(render_rename_json(done) if as_json else render_rename(done, color=use_color()))
    return 0
