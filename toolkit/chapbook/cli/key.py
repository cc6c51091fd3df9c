"""`chapbook key`: the key that one signs with, and the identity behind it."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import click

from chapbook.cli.group import OrderedGroup
from chapbook.cli.screen import good, say

_ELSEWHERE = {
    "init": "chapbook.cli.key_change:init",
    "rotate": "chapbook.cli.key_change:rotate",
    "revoke": "chapbook.cli.key_change:revoke",
    "recover": "chapbook.cli.key_change:recover",
}
_ORDER = ("init", "show", "rotate", "revoke", "recover", "export")


class KeyGroup(OrderedGroup):
    """The group of `key`; what changes something is imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of a key's life."""
        return list(_ORDER)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command that changes something only when it is called."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _ELSEWHERE[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=KeyGroup, epilog="Example: chapbook key init")
def key() -> None:
    """Your key: make it, see it, exchange it, take your identity back.

    With a key your bundles are signed, and peers see that each comes from the same person as the one before.
    """


@key.command(epilog="Example: chapbook key show")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(as_json: bool) -> None:
    """Show your identity: publisher id, name, keys, versions. Never a private key."""
    from chapbook.render.key import own_data, render_own
    from chapbook.services.key_change import required_own
    from chapbook.trust.config_folder import config_folder

    own = required_own(config_folder())
    say(json.dumps({"schema": 1, **own_data(own)}, ensure_ascii=False) if as_json else render_own(own))


@key.command(epilog="Examples: chapbook key export   ·   chapbook key export identity.json")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def export(file: Path | None, as_json: bool) -> None:
    """Give what peers may have of you.

    These are your fingerprints, and lines for checking by hand. With FILE your identity is written there too: the
    same that every signed bundle carries as META/identity.json. Nothing of it is secret.
    """
    from chapbook.render.key import render_export
    from chapbook.services.key_change import required_own
    from chapbook.services.key_export import allowed_signers, write_identity
    from chapbook.trust.config_folder import config_folder
    from chapbook.trust.identity import chain_bytes

    chain = required_own(config_folder()).chain
    if file is not None:
        write_identity(chain, file)
    if as_json:
        facts = {
            "schema": 1,
            "publisher": chain.publisher,
            "identity": json.loads(chain_bytes(chain)),
            "allowed_signers": list(allowed_signers(chain)),
            "file": str(file) if file else None,
        }
        say(json.dumps(facts, ensure_ascii=False))
        return
    say(render_export(chain))
    if file is not None:
        say()
        say(good(f"Wrote {file}"))
