"""`chapbook endorse`: say in public what you can answer for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from chapbook.cli.group import OrderedGroup
from chapbook.cli.screen import good, note, say
from chapbook.diag.errors import UsageProblem

if TYPE_CHECKING:
    from chapbook.services.endorse import Written
    from chapbook.trust.endorsement import Endorsement

_Command = TypeVar("_Command", bound=Callable[..., object])


@click.group(cls=OrderedGroup, epilog="Example: chapbook endorse review ana/pricing-basics")
def endorse() -> None:
    """Say in public, signed with your key, what you can answer for.

    An endorsement is a small file. Send it to whom it helps: kept in endorsements/ of their workspace, it travels with
    their bundles. What you say about a person counts once that person has signed it too. There are no scores.
    """


def _options(command: _Command) -> _Command:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print it as JSON."),
        click.option(
            "--output", "-o", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to."
        ),
        click.option("--text", default="", help="A sentence of your own; everybody can read it."),
    ):
        command = option(command)
    return command


@endorse.command(
    epilog='Example: chapbook endorse review ana/pricing-basics --text "Tried with two classes."'
)
@click.argument("module")
@_options
def review(module: str, text: str, output: Path | None, as_json: bool) -> int:
    """Say that you have read a release with care.

    MODULE is a bundle, or PEER/MODULE of an imported one. It counts for this release only.
    """
    return _made("review", module, text, output, as_json)


@endorse.command(epilog="Example: chapbook endorse completion ana/pricing-basics --person cleo")
@click.argument("module")
@click.option(
    "--person", required=True, metavar="PUBLISHER", help="Who completed it: your word for them, or their id."
)
@_options
def completion(module: str, person: str, text: str, output: Path | None, as_json: bool) -> int:
    """Say that somebody has completed a release.

    MODULE is a bundle, or PEER/MODULE of an imported one. The person signs it too: send them the file, for
    `chapbook endorse accept`.
    """
    return _made("completion", module, text, output, as_json, person)


@endorse.command("worked-with", epilog="Example: chapbook endorse worked-with ana")
@click.argument("publisher")
@_options
def worked_with(publisher: str, text: str, output: Path | None, as_json: bool) -> int:
    """Say that you have worked with somebody.

    PUBLISHER is your word for them, or their id. They sign it too: send them the file, for `chapbook endorse accept`.
    """
    return _made("worked-with", publisher, text, output, as_json)


@endorse.command(epilog="Example: chapbook endorse key ana")
@click.argument("publisher")
@_options
def key(publisher: str, text: str, output: Path | None, as_json: bool) -> int:
    """Say that you have made sure whose identity it is.

    PUBLISHER is your word for them, or their id. Do so only when you have compared the id with them in person or by
    telephone.
    """
    return _made("key", publisher, text, output, as_json)


@endorse.command(epilog="Example: chapbook endorse accept worked-with-0f1e2d3c4b5a6978.json")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", "-y", is_flag=True, help="Do not ask; for scripts.")
@click.option("--output", "-o", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def accept(file: Path, yes: bool, output: Path | None, as_json: bool) -> int:
    """Sign what somebody says about you.

    FILE is a proposal that waits for you. You see what it says and are asked. The signed file is a new one; send it
    back.
    """
    from chapbook.services.endorse import accept_file, waiting

    proposal = waiting(file)
    if not as_json:
        note(_words(proposal))
    if not yes:
        _confirm()
    return _tell(accept_file(file, Path.cwd(), output), as_json)


@endorse.command(epilog="Example: chapbook endorse show review-0f1e2d3c4b5a6978.json")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(file: Path, as_json: bool) -> int:
    """Say what a file says and who signed it."""
    from chapbook.render.endorsement import endorsement_data
    from chapbook.services.endorse import read_file

    found = read_file(file)
    if as_json:
        say(json.dumps({"schema": 1, **endorsement_data(found)}, ensure_ascii=False))
    else:
        say(_words(found))
    return 0


def _made(kind: str, what: str, text: str, output: Path | None, as_json: bool, person: str = "") -> int:
    from datetime import UTC, datetime

    from chapbook.services.endorse import EndorseOptions
    from chapbook.services.endorse import endorse as run_endorse
    from chapbook.trust.endorsement import Kind

    options = EndorseOptions(
        start=Path.cwd(),
        kind=Kind(kind),
        what=what,
        today=datetime.now(UTC).date(),
        person=person,
        text=text,
        output=output,
    )
    return _tell(run_endorse(options), as_json)


def _tell(written: Written, as_json: bool) -> int:
    from chapbook.render.endorsement import endorsement_data

    if as_json:
        facts = {"schema": 1, "path": written.path, **endorsement_data(written.endorsement)}
        say(json.dumps(facts, ensure_ascii=False))
        return 0
    say(good(f"Wrote {written.path}."))
    say(f"  {_next(written)}")
    return 0


def _next(written: Written) -> str:
    if written.endorsement.waits_for:
        return (
            "It is a proposal: send it to whom it is about, who signs it with: chapbook endorse accept FILE"
        )
    return "Send it to whom it helps, who keeps it in endorsements/ of their workspace and packs again."


def _words(endorsement: Endorsement) -> str:
    from chapbook.render.endorsement import render_endorsement
    from chapbook.trust.own import own_identity
    from chapbook.trust.pin_file import read_pins

    own = own_identity()
    return render_endorsement(endorsement, read_pins(), own.chain.publisher if own else "")


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise UsageProblem(
            "needs-yes",
            "This asks before it signs, and nobody is there to answer. Nothing was signed.",
            "Add --yes to say yes now.",
        )
    if not click.confirm("Sign it?", err=True, default=False):
        note("Nothing was signed.")
        raise click.exceptions.Exit(1)
