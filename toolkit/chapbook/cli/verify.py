"""`chapbook verify`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from chapbook.cli.screen import complain, good, say


@click.command(epilog="Example: chapbook verify pricing-basics-1.0.0.chapbook.zip --by-hand")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--by-hand", is_flag=True, help="Also print the commands that repeat it with unzip and ssh-keygen."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(bundle: Path, by_hand: bool, as_json: bool) -> int:
    """Say whether a bundle is whole, and who signed it.

    BUNDLE is read against its own manifest and signature, against the publishers whom you know, and against
    chapbook.lock, if you are in a workspace. Nothing is written. The exit code is 0 when all of it is right, and 4 when
    something is not, or nobody signed.
    """
    from chapbook.render.verify import render_by_hand, render_verdict, render_verified, verified_data
    from chapbook.services.verify import verify as run_verify

    found = run_verify(bundle, Path.cwd())
    if as_json:
        say(json.dumps({"schema": 1, **verified_data(found)}, ensure_ascii=False))
        return found.refused.exit_code if found.refused else 0
    if text := render_verified(found):
        say(text)
    if found.refused:
        complain(found.refused.message, found.refused.hint)
    else:
        say(good(render_verdict(found)))
    if by_hand and (commands := render_by_hand(found)):
        say(commands)
    return found.refused.exit_code if found.refused else 0
