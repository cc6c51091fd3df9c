"""`chapbook schema`."""

from __future__ import annotations

import click


@click.command(epilog="Example: chapbook schema quiz")
@click.argument("name", metavar="[module|quiz|lesson|credits|workspace]", default="module")
def schema(name: str) -> None:
    """Print the JSON Schema of a file, for editors that complete and check YAML.

    Without a name: that of module.yml. `chapbook init` writes all of them into .chapbook/schemas/.
    """
    from chapbook.services.schemas import schema_text

    click.echo(schema_text(name), nl=False)
