"""`chapbook migrate`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.screen import counted, good, say

if TYPE_CHECKING:
    from chapbook.services.migrate import Migrated


@click.command(epilog="Examples: chapbook migrate   ·   chapbook migrate --write")
@click.argument("names", metavar="[MODULE]...", nargs=-1)
@click.option("--write", is_flag=True, help="Write what the plan says; without it nothing is changed.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def migrate(names: tuple[str, ...], write: bool, as_json: bool) -> None:
    """Bring modules from an earlier format to the present one.

    Shows which files would change and how. MODULE is a module's id or folder; without one, all modules of the
    workspace. Your notes and your layout stay.
    """
    from chapbook.services.migrate import MigrateOptions
    from chapbook.services.migrate import migrate as run_migrate

    result = run_migrate(MigrateOptions(start=Path.cwd(), names=names, write=write))
    say(json.dumps({"schema": 1, **asdict(result)}, ensure_ascii=False) if as_json else _text(result))


def _text(result: Migrated) -> str:
    looked = f"{counted(result.modules, 'module')} looked at"
    if not result.files:
        return good(f"Nothing to do: everything is in format {result.target}. {looked}.")
    lines = []
    for each in result.files:
        lines.append(f"{each.path}: format {each.source} to {each.target}")
        lines += [f"  {step}" for step in each.steps]
    changed = counted(len(result.files), "file")
    lines.append("")
    if result.written:
        lines.append(good(f"Wrote {changed}. Look over them with: chapbook check"))
    else:
        lines.append(f"{changed} would change; nothing was written. To write: chapbook migrate --write")
    return "\n".join(lines)
