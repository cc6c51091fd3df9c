"""`chapbook remix`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from chapbook.cli.ask import ask, may_ask
from chapbook.cli.screen import good, note, say
from chapbook.diag.errors import UsageProblem


@click.command(epilog="Example: chapbook remix ana/pricing-basics --as pricing-for-schools")
@click.argument("module", metavar="PEER/MODULE")
@click.option(
    "--as", "new_id", metavar="NEW-ID", help="Id of your module; by default the original's, if it is free."
)
@click.option(
    "--author",
    help="Your name; by default the publisher in chapbook.yml, then that of your key, then Git's user.",
)
@click.option(
    "--license", "license_", metavar="SPDX", help="Licence of your module; by default the original's."
)
@click.option("--yes", "-y", is_flag=True, help="Do not ask; for scripts.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def remix(
    module: str, new_id: str | None, author: str | None, license_: str | None, yes: bool, as_json: bool
) -> int:
    """Make a module of your own from an imported one.

    The module is copied to modules/ with a new uid, as a draft by you. What it was made from is noted under
    derived_from, with its authors, licence, version and digests. Its licence must allow it. You see a plan and are
    asked once; nothing is overwritten.
    """
    from chapbook.render.remix import remix_data, render_remix
    from chapbook.services.remix import RemixOptions, likely_author, plan, write
    from chapbook.services.scaffold import clean_text

    start = Path.cwd()
    if author is None and may_ask(yes) and not likely_author(start):
        author = ask("Your name", "", lambda text: clean_text(text, "name"))
    options = RemixOptions(
        start=start, name=module, id=new_id or "", author=author or "", license=license_ or ""
    )
    planned = plan(options)
    if not as_json:
        note(render_remix(planned))
    if not yes:
        _confirm()
    write(planned, start)
    if as_json:
        say(json.dumps({"schema": 1, **remix_data(planned)}, ensure_ascii=False))
        return 0
    say(good(f"Wrote {planned.folder}.") + "  Next: say under derived_from, in module.yml, what you change.")
    return 0


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise UsageProblem(
            "needs-yes",
            "This asks before it writes, and nobody is there to answer. Nothing was changed.",
            "Add --yes to say yes now.",
        )
    if not click.confirm("Write it?", err=True, default=False):
        note("Nothing was changed.")
        raise click.exceptions.Exit(1)
