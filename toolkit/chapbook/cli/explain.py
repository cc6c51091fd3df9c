"""`chapbook explain`."""

from __future__ import annotations

import click

from chapbook.cli.screen import say


@click.command(epilog="Example: chapbook explain S105")
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="Code, slug, severities and page as JSON.")
def explain(code: str | None, as_json: bool) -> None:
    """Say what a code of `check` means, why it matters and how to mend it.

    Without a CODE, all codes are listed; with its beginning, such as A4, the family.
    """
    from chapbook.services.explain import explain as find
    from chapbook.services.explain import list_codes

    if code is None:
        say(list_codes(as_json=as_json))
    else:
        say(find(code, as_json=as_json))
