"""Put new folders and files into a large folder in one go, without copying the rest.

1. What is new is staged beside the folder, with a plan, and made durable;
2. staging is renamed to `.chapbook-patch-NAME`: from here on the change counts as made;
3. each new folder is exchanged with the old one, each new file takes its place, what is no longer wanted is moved out;
4. the patch, with what was old, goes.

A run that dies before step 2 leaves the folder as it was. After it, `finish_patch` goes on with step 3: a new folder
or file is known by its number on the disk, so nothing is exchanged twice. In between, each folder is either the old or
the new one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from chapbook.diag.errors import OperationFailed
from chapbook.tree.staging import remove
from chapbook.tree.swap import swap
from chapbook.tree.write import discard, sync_folder, write_new

NEW, OLD, PLAN = "new", "old", "plan.json"


def apply_patch(staged: Path, target: Path, new: Sequence[str], gone: Sequence[str]) -> None:
    """Put `new` paths, which lie below `staged/new`, into `target`, and take the `gone` ones out. Paths use `/`.

    `staged` is a folder beside `target`; it is gone afterwards. What lies in it must be durable.
    """
    plan = {"new": [[path, (staged / NEW / path).lstat().st_ino] for path in new], "gone": list(gone)}
    write_new(staged / PLAN, json.dumps(plan).encode())
    sync_folder(staged)
    finish_patch(target)
    staged.rename(_patch_of(target))
    sync_folder(target.parent)
    finish_patch(target)


def finish_patch(target: Path) -> None:
    """Finish what a run began that died in the middle; nothing when there is no such thing."""
    patch = _patch_of(target)
    if not os.path.lexists(patch):
        return
    try:
        plan = json.loads((patch / PLAN).read_bytes())
        new = [(str(path), int(number)) for path, number in plan["new"]]
        gone = [str(path) for path in plan["gone"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OperationFailed(
            "patch-unreadable",
            f"{patch} is not what Chapbook left there, so the site beside it cannot be finished.",
            "Move it away, and run `chapbook build --clean`.",
        ) from error
    target.mkdir(exist_ok=True)
    for path, number in new:
        _put(patch, target, path, number)
    for path in gone:
        _take_out(patch, target, path)
    sync_folder(target)
    discard(patch)


def _put(patch: Path, target: Path, path: str, number: int) -> None:
    staged, place = patch / NEW / path, target / path
    if not os.path.lexists(staged) or staged.lstat().st_ino != number:
        return  # It is in its place already; what lies here is the old one.
    place.parent.mkdir(parents=True, exist_ok=True)
    if staged.is_dir():
        if os.path.lexists(place) and swap(staged, place):
            return
        _take_out(patch, target, path)
    elif place.is_dir():
        _take_out(patch, target, path)
    place.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(place)


def _take_out(patch: Path, target: Path, path: str) -> None:
    place, old = target / path, patch / OLD / path
    if os.path.lexists(place):
        old.parent.mkdir(parents=True, exist_ok=True)
        remove(old)
        place.rename(old)
    for above in place.relative_to(target).parents:
        if above == Path() or not (target / above).is_dir():
            continue
        if any((target / above).iterdir()):
            return
        (target / above).rmdir()


def _patch_of(target: Path) -> Path:
    return target.parent / f".chapbook-patch-{target.name}"


def is_patched_half(target: Path) -> bool:
    """Say whether a run died in the middle of patching a folder."""
    return os.path.lexists(_patch_of(target))
