"""`chapbook key init`, `rotate`, `revoke`, `recover`: each shows a plan, asks once, then writes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.ask import ask, may_ask
from chapbook.cli.screen import good, note, say
from chapbook.diag.errors import UsageProblem

if TYPE_CHECKING:
    from chapbook.services.key_change import Change
    from chapbook.trust.own import Own

_yes = click.option("--yes", "-y", is_flag=True, help="Do not ask; for scripts.")
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_use = click.option(
    "--use",
    metavar="KEY",
    default="",
    help="Key to sign with: new, the file of an Ed25519 key, or the fingerprint of one in ~/.ssh or the SSH agent.",
)
_reason = click.option(
    "--reason", metavar="WORD", default="lost", show_default=True, help="stolen, lost or replaced."
)
_since = click.option(
    "--since",
    metavar="DAY",
    default="",
    help="Since when it no longer counts, such as 2026-11-21; default now.",
)
_file = click.Path(path_type=Path, dir_okay=False)


@click.command(epilog="Examples: chapbook key init   ·   chapbook key init --name 'Ana Ruiz' --use new --yes")
@click.option(
    "--name",
    default="",
    help="Your name as in `authors`; default: the publisher in chapbook.yml, else Git's.",
)
@click.option(
    "--link", "links", multiple=True, metavar="ADDRESS", help="A page of yours on the web; repeatable."
)
@_use
@click.option(
    "--recovery",
    type=_file,
    help="Where the recovery sheet is written; by default chapbook-recovery.txt in your home.",
)
@_yes
@_json
def init(
    name: str, links: tuple[str, ...], use: str, recovery: Path | None, yes: bool, as_json: bool
) -> None:
    """Make your first key and your identity.

    You choose the key: a new one that Chapbook keeps for this alone, one that you have, or one in a security key. A
    recovery sheet is written too: with it you take your identity back when the key is lost or stolen. Keep it away
    from this computer.
    """
    from chapbook.services.key_change import check_name, plan_init

    asking = may_ask(yes or as_json)
    known = name or _known_name()
    if asking:
        known = name or ask("Your name, as in the modules that you write", known, check_name)
        use = use or _asked_key()
    sheet = (recovery or Path("~/chapbook-recovery.txt")).expanduser().absolute()
    own = _confirmed(plan_init(name=known, use=use or "new", links=links, sheet_file=sheet), yes, as_json)
    if as_json:
        return _data(own, recovery_file=str(sheet))
    say(good(f"You are {own.chain.publisher}") + f"  ({own.chain.current.name})")
    say(f"  Your key: {own.key.fingerprint}. What you pack from now on is signed with it.")
    say(f"  Now put {sheet} where this computer is not, and delete it here.")
    return None


@click.command(epilog="Examples: chapbook key rotate   ·   chapbook key rotate --use ~/.ssh/id_ed25519")
@_use
@_yes
@_json
def rotate(use: str, yes: bool, as_json: bool) -> None:
    """Sign with another key from now on.

    Your identity stays the same and gets a new version, signed by the old key and the new one. The old key is kept,
    and what it signed still counts. Use `chapbook key recover` when the old key is lost or stolen.
    """
    from chapbook.services.key_change import plan_rotate

    if not use and may_ask(yes or as_json):
        use = _asked_key()
    own = _confirmed(plan_rotate(use=use or "new"), yes, as_json)
    _changed(own, as_json, f"You sign with {own.key.fingerprint} now.")


@click.command(epilog="Example: chapbook key revoke SHA256:jHSb0c --reason stolen --since 2026-11-21")
@click.argument("key")
@_since
@_reason
@click.option("--recovery", type=_file, help="Your recovery sheet; needed for a key that may sign now.")
@_yes
@_json
def revoke(key: str, since: str, reason: str, recovery: Path | None, yes: bool, as_json: bool) -> None:
    """Say that a key no longer counts.

    KEY is the fingerprint of a key in your identity, or its beginning. It never counts again. To revoke the key that
    you sign with, use `chapbook key recover`, which gives you a new one at the same time.
    """
    from chapbook.services.key_loss import Loss, plan_revoke

    own = _confirmed(plan_revoke(key, Loss(reason=reason, since=since), sheet=recovery), yes, as_json)
    _changed(own, as_json, f"{own.chain.current.revoked[-1].key.fingerprint} is revoked.")


@click.command(
    epilog="Example: chapbook key recover chapbook-recovery.txt --reason stolen --since 2026-11-21"
)
@click.argument("sheet", metavar="RECOVERY-FILE", type=_file)
@_use
@_since
@_reason
@click.option("--identity", type=_file, help="Your newest identity.json, where this computer has none.")
@_yes
@_json
def recover(
    sheet: Path, use: str, since: str, reason: str, identity: Path | None, yes: bool, as_json: bool
) -> None:
    """Take your identity back with the recovery sheet.

    You get a new key, and the keys that signed until now are revoked. Whoever has one of them may have written a
    version of your identity too: yours wins, since a recovery key signed it.
    """
    from chapbook.services.key_loss import Loss, plan_recover

    if not use and may_ask(yes or as_json):
        use = _asked_key()
    plan = plan_recover(sheet, Loss(reason=reason, since=since), use=use or "new", identity=identity)
    own = _confirmed(plan, yes, as_json)
    _changed(own, as_json, f"Your identity is yours again. You sign with {own.key.fingerprint} now.")


def _known_name() -> str:
    from chapbook.diag.errors import ChapbookError
    from chapbook.services.new_module import git_user, module_defaults

    try:
        return module_defaults(Path.cwd()).author
    except ChapbookError:
        return git_user(Path.cwd())


def _asked_key() -> str:
    """Ask which of the keys that are there is to be used; give its name."""
    from chapbook.render.key import render_choices
    from chapbook.services.key_choices import NEW, found_choices

    choices = found_choices()
    note(render_choices(choices))
    names = [NEW, *(each.name for each in choices)]

    def check(answer: str) -> None:
        if not answer.isascii() or not answer.isdigit() or not 1 <= int(answer) <= len(names):
            raise UsageProblem("no-such-choice", f"“{answer}” is not one of 1 to {len(names)}.")

    return names[int(ask("Number", "1", check)) - 1]


def _confirmed(change: Change, yes: bool, as_json: bool) -> Own:
    """Show the plan, ask, and carry it out."""
    from chapbook.render.key import render_change
    from chapbook.services.key_change import carry_out

    if not as_json:
        note(render_change(change))
    if not yes:
        if not sys.stdin.isatty():
            raise UsageProblem(
                "needs-yes",
                "This asks before it writes, and nobody is there to answer. Nothing was changed.",
                "Add --yes to say yes now.",
            )
        if not click.confirm("Do it?", err=True, default=False):
            note("Nothing was changed.")
            raise click.exceptions.Exit(1)
    return carry_out(change)


def _changed(own: Own, as_json: bool, result: str) -> None:
    if as_json:
        return _data(own)
    say(good(result))
    say(
        f"  Your identity is at version {own.chain.current.version}. Pack a module anew so that peers learn of it."
    )
    return None


def _data(own: Own, **more: str) -> None:
    from chapbook.render.key import own_data

    say(json.dumps({"schema": 1, **own_data(own), **more}, ensure_ascii=False))
