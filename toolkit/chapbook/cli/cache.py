"""`chapbook cache`: what is kept to be quicker next time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from chapbook.cli.group import OrderedGroup
from chapbook.cli.screen import counted, dim, good, say

if TYPE_CHECKING:
    from chapbook.services.cache import Kept


@click.group(cls=OrderedGroup, epilog="Example: chapbook cache info")
def cache() -> None:
    """What Chapbook keeps to be quicker next time.

    It is kept in your user's folder for caches, never in a workspace. It can be removed, or copied to another machine,
    at any time: what is missing is made again, and the result is the same.
    """


_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@cache.command(epilog="Example: chapbook cache info")
@_json
def info(as_json: bool) -> int:
    """Say what is kept, where, and how much it is."""
    from chapbook.services.cache import kept
    from chapbook.services.cache_folder import cache_folder

    found = kept()
    if as_json:
        say(
            json.dumps(
                {"schema": 1, "folder": str(cache_folder()), "kinds": _data(found)}, ensure_ascii=False
            )
        )
        return 0
    say(str(cache_folder()))
    for each in found:
        said = (
            f"{counted(each.files, 'file'):>14}  {_size(each.size):>10}" if each.files else f"{'nothing':>14}"
        )
        say(f"  {each.what:<30}{said}")
    return 0


@cache.command(epilog="Example: chapbook cache clear")
@_json
def clear(as_json: bool) -> int:
    """Remove all that is kept.

    The next build and check take as long as the first.
    """
    from chapbook.services.cache import clear as run_clear

    gone = run_clear()
    if as_json:
        say(json.dumps({"schema": 1, "removed": _data(gone)}, ensure_ascii=False))
    elif any(each.files for each in gone):
        files, size = sum(each.files for each in gone), sum(each.size for each in gone)
        say(good("Cleared the cache") + dim(f"  ({counted(files, 'file')}, {_size(size)})"))
    else:
        say("Nothing was kept.")
    return 0


def _data(found: tuple[Kept, ...]) -> list[dict[str, object]]:
    return [{"name": each.name, "files": each.files, "bytes": each.size} for each in found]


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{size / 2**10:.1f} KiB"
