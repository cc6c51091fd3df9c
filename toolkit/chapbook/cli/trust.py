"""`chapbook trust`: whom you know."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from chapbook.cli.group import OrderedGroup
from chapbook.cli.screen import good, note, say
from chapbook.diag.errors import UsageProblem


@click.group(cls=OrderedGroup, epilog="Example: chapbook trust list")
def trust() -> None:
    """Whom you know: the publishers whose signed modules you imported.

    It is kept in your own settings folder, for all workspaces. A publisher is noted when you import a module of theirs
    for the first time and say yes to their key; from then on nobody else can take their name.
    """


_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@trust.command("list", epilog="Example: chapbook trust list")
@_json
def list_(as_json: bool) -> int:
    """List the publishers whom you know."""
    from chapbook.render.trust import known_data, render_everybody
    from chapbook.services.trust import everybody

    known = everybody(Path.cwd())
    if as_json:
        say(json.dumps({"schema": 1, "publishers": [known_data(each) for each in known]}, ensure_ascii=False))
    else:
        say(render_everybody(known))
    return 0


@trust.command(epilog="Example: chapbook trust why ana")
@click.argument("petname")
@_json
def why(petname: str, as_json: bool) -> int:
    """Say how you know a publisher.

    Since when and from where, by which keys, and what they signed here.
    """
    from chapbook.render.trust import known_data, render_why
    from chapbook.services.trust import somebody

    known = somebody(petname, Path.cwd())
    say(json.dumps({"schema": 1, **known_data(known)}, ensure_ascii=False) if as_json else render_why(known))
    return 0


@trust.command(epilog="Example: chapbook trust forget ana")
@click.argument("petname")
@click.option("--yes", "-y", is_flag=True, help="Do not ask; for scripts.")
@_json
def forget(petname: str, yes: bool, as_json: bool) -> int:
    """Forget a publisher.

    It is as if you had never imported anything of theirs. What you imported stays. You are told what follows and asked
    first.
    """
    from chapbook.render.trust import known_data, render_forgetting, render_forgotten
    from chapbook.services.trust import forget as run_forget
    from chapbook.services.trust import somebody

    known = somebody(petname, Path.cwd())
    if not as_json:
        note(render_forgetting(known))
    if not yes:
        _confirm(petname)
    run_forget(petname)
    if as_json:
        say(json.dumps({"schema": 1, "forgotten": known_data(known)}, ensure_ascii=False))
    else:
        say(good(f"You no longer know {petname}."))
        note(f"  {render_forgotten(known)}")
    return 0


def _confirm(petname: str) -> None:
    if not sys.stdin.isatty():
        raise UsageProblem(
            "needs-yes",
            "This command asks before it forgets anybody, and nobody is there to answer.",
            "Add --yes to say yes now.",
        )
    if not click.confirm(f"Forget {petname}?", err=True, default=False):
        note("Nothing was changed.")
        raise click.exceptions.Exit(1)
