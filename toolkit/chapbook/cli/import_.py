"""`chapbook import`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.screen import Working, good, note, say, use_color, width
from chapbook.diag.errors import UsageProblem

if TYPE_CHECKING:
    from chapbook.services.import_bundle import Prepared


@click.command(
    "import",
    epilog="Examples: chapbook import pricing-basics-1.0.0.chapbook.zip --as ana   ·   "
    "chapbook import unsigned-1.0.0.chapbook.zip --as ben --allow-unsigned",
)
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "petname",
    metavar="PETNAME",
    help="Your own word for this peer; by default the one you know them by, else one made of their name.",
)
@click.option("--yes", "-y", is_flag=True, help="Do not ask; for scripts.")
@click.option("--allow-unsigned", is_flag=True, help="Take a bundle that nobody signed.")
@click.option(
    "--accept", multiple=True, metavar="CODE", help="Go on in spite of a conflict that the plan names."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan and the result as JSON.")
def import_bundle(
    bundle: Path, petname: str | None, yes: bool, allow_unsigned: bool, accept: tuple[str, ...], as_json: bool
) -> int:
    """Bring a peer's bundle into your workspace.

    BUNDLE is read and checked first, and you are told what it is and what would be written to imported/PETNAME/.
    Nothing is written before you say yes. It is written in one step and noted in chapbook.lock. When its publisher is
    new to you, your yes also says that you know them as PETNAME from now on.
    """
    from chapbook.render.plan import plan_data
    from chapbook.services.import_bundle import carry_out, prepare

    prepared = prepare(bundle, Path.cwd(), petname=petname, allow_unsigned=allow_unsigned)
    plan = prepared.plan
    if not as_json:
        _tell(prepared)
    plan.require(frozenset(accept))
    if prepared.asks and not yes:
        _confirm(f"Trust this key as {plan.petname}, and import it?" if prepared.trusts else "Import it?")
    with Working("Importing"):
        entry = carry_out(prepared, frozenset(accept))
    if as_json:
        facts = {
            "schema": 1,
            "plan": plan_data(plan),
            "release": entry.release,
            "version": entry.version,
            "publisher": entry.publisher,
        }
        say(json.dumps(facts, ensure_ascii=False))
    elif plan.writes:
        say(good(f"Imported {plan.key} {entry.version}.") + "  See it with: chapbook serve")
    else:
        say(f"Nothing to do: {plan.key} {entry.version} is here already.")
    return 0


def _tell(prepared: Prepared) -> None:
    from chapbook.render.bundle import render_facts
    from chapbook.render.plan import render_plan
    from chapbook.render.text import render_report

    note(render_facts(prepared.shown.facts, prepared.shown.known, width=width()))
    if prepared.shown.report.diagnostics:
        note(render_report(prepared.shown.report, color=use_color(stream_is_stdout=False), width=width()))
    note(render_plan(prepared.plan))


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise UsageProblem(
            "needs-yes",
            "This import asks before it writes, and nobody is there to answer.",
            "Add --yes to say yes now.",
        )
    if not click.confirm(question, err=True, default=False):
        note("Nothing was changed.")
        raise click.exceptions.Exit(1)
