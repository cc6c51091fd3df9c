"""Put what was made in its place: the whole site at once, or what changed on it. Old or new, also after a crash."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterable
from pathlib import Path

from chapbook.site.target import keep_hidden_files
from chapbook.tree.patch import NEW, apply_patch
from chapbook.tree.write import exchange, sync_many

OWN = "own"
"""Where in a staging folder the files lie that belong to no module; its modules lie in `new`."""


def publish_whole(staged: Path, target: Path) -> None:
    """Exchange the whole site for the one in `staged`."""
    new, own = staged / NEW, staged / OWN
    new.mkdir(exist_ok=True)
    for each in own.iterdir():
        each.rename(new / each.name)
    keep_hidden_files(target, new)
    sync_many(new)
    exchange(new, target)


def publish_changes(
    staged: Path, target: Path, modules: Iterable[str], gone: Iterable[str], own: Iterable[str]
) -> None:
    """Put new `modules` into the site and take others out that are `gone`, also of the files that belong to no module.

    Of those files, `own` are there and to go unless they were made again.
    """
    new, source = staged / NEW, staged / OWN
    new.mkdir(exist_ok=True)
    made = [os.path.relpath(Path(here, name), source) for here, _, names in os.walk(source) for name in names]
    changed = [path for path in made if not _is_same(source / path, target / path)]
    for path in changed:
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).rename(new / path)
    wanted = {Path(path).as_posix() for path in made}
    out = [*gone, *(path for path in own if path not in wanted)]
    put = [*modules, *(Path(path).as_posix() for path in changed)]
    if put or out:
        sync_many(new)
        apply_patch(staged, target, put, out)


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
