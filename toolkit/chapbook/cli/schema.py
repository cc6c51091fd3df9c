"""`chapbook schema`."""

from __future__ import annotations

from pathlib import Path

import click

from chapbook.cli.screen import good, say


@click.command(epilog="Examples: chapbook schema quiz   ·   chapbook schema --write")
@click.argument("name", metavar="[module|quiz|lesson|credits|workspace]", default="")
@click.option("--write", is_flag=True, help="Write all schemas of this workspace anew, after an update.")
def schema(name: str, write: bool) -> None:
    """Print the JSON Schema of a file, for editors that complete and check YAML.

    Without a name: that of module.yml. `chapbook init` writes all of them into .chapbook/schemas/.
    """
    from chapbook.services.schemas import FOLDER, refresh, schema_text

    if not write:
        say(schema_text(name or "module").rstrip("\n"))
        return
    if name:
        raise click.UsageError("--write writes all schemas, so it takes no name.")
    written = refresh(Path.cwd())
    for each in written:
        say(f"  wrote {each}")
    say(good("The schemas are up to date.") if written else f"Nothing to do: {FOLDER}/ is up to date.")
