"""`chapbook convert`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from chapbook.cli.screen import good, note, say


@click.command(
    epilog="Examples: chapbook convert carpentries ../git-novice   ·   "
    "chapbook convert gift quiz.gift --into modules/quiz --dry-run"
)
@click.argument("source_format", metavar="FROM")
@click.argument("path")
@click.option("--into", default="", metavar="FOLDER", help="New folder; by default modules/ID.")
@click.option("--id", "identity", default="", help="Id of the module; by default made of the title.")
@click.option("--title", default="", help="Title; by default what the source says.")
@click.option("--author", default="", help="Author; by default what the source says.")
@click.option(
    "--license", "license_", default="", help="Licence, an SPDX name; by default what the source says."
)
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan and the result as JSON.")
def convert(
    source_format: str,
    path: str,
    into: str,
    identity: str,
    title: str,
    author: str,
    license_: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make a module of a course or of questions in another format.

    FROM is the format, or auto to have it guessed: markdown, gift, aiken, mdbook-quiz, mkdocs-quiz, quizdown,
    carpentries, mslearn, liascript.
    PATH is a folder or a file; it is only read.
    The plan says what is kept, changed and lost. The folder that is written must not exist yet.
    """
    from chapbook.render.conversion import plan_data, render_plan
    from chapbook.services.convert import ConvertOptions, plan, write

    options = ConvertOptions(
        start=Path.cwd(),
        dialect=source_format,
        path=path,
        into=into,
        id=identity,
        title=title,
        author=author,
        license=license_,
    )
    planned = plan(options)
    if not as_json:
        say(render_plan(planned))
    if not dry_run:
        write(planned, options.start)
    if as_json:
        facts = {"schema": 1, **plan_data(planned), "written": not dry_run}
        say(json.dumps(facts, ensure_ascii=False))
    elif dry_run:
        note("Nothing was written: this is a dry run.")
    else:
        say()
        say(good(f"Made the module “{planned.made.title}” in {planned.folder}/"))
        say(f"Next: look through the list of what was lost, then: chapbook check {planned.folder}")
