"""Put what was made in its place: the whole site at once, or what changed on it. Old or new, also after a crash."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from chapbook.site.target import keep_hidden_files
from chapbook.tree.patch import NEW, apply_patch
from chapbook.tree.write import exchange, sync_many, sync_tree

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
) -> Sequence[str]:
    """Put new `modules` into the site and take others out that are `gone`, also of the files that belong to no module.

    Of those files, `own` are there and to go unless they were made again; gives which came, changed or went.
    """
    new, source = staged / NEW, staged / OWN
    new.mkdir(exist_ok=True)
    made = _paths(source)
    changed = [path for path in made if not _is_same(source / path, target / path)]
    for path in changed:
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).rename(new / path)
    wanted = set(made)
    unwanted = [path for path in own if path not in wanted]
    out = [*gone, *unwanted]
    put = [*modules, *changed]
    if put or out:
        sync_tree(new)
        apply_patch(staged, target, put, out)
    return (*changed, *unwanted)


def changed_files(staged: Path, target: Path, modules: Iterable[str]) -> Sequence[str]:
    """Give the files of new modules that are other than those in the site."""
    return tuple(
        f"{key}/{path}"
        for key in modules
        for path in _paths(staged / NEW / key)
        if not _is_same(staged / NEW / key / path, target / key / path)
    )


def _paths(folder: Path) -> list[str]:
    return [
        os.path.relpath(Path(here, name), folder).replace(os.sep, "/")
        for here, _, names in os.walk(folder)
        for name in names
    ]


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
