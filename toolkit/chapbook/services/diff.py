"""Say what changed for learners between two versions of a module; nothing is written."""

from __future__ import annotations

from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.model.compare import Comparison, compare
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.services.released import OUTPUT, read_named, with_release
from chapbook.services.targets import one_target
from chapbook.workspace.load import load_module


def diff(before: str, after: str, start: Path) -> Comparison:
    """Compare two modules: folders, ids of this workspace or bundles. An empty `after`: `before` since its release.

    `UsageProblem` when a name is no module, `ChapbookError` when one cannot be read.
    """
    if not after:
        return _since_release(before, start)
    return _compared(read_named(before, start), read_named(after, start), before, after)


def _since_release(name: str, start: Path) -> Comparison:
    path = start / name
    if path.is_file() and path.suffix == ".zip":
        message = f"{name} is a bundle; name what to compare it with."
        raise UsageProblem(
            "nothing-to-compare", message, f"Compare with a folder: chapbook diff {name} FOLDER"
        )
    target = one_target(name, start)
    subject = with_release(load_module(target.workspace, target.folder), target)
    if subject.released is None:
        message = f"There is no bundle of {target.folder.slug} in {OUTPUT}/, so nothing to compare it with."
        raise UsageProblem("no-release", message, f"Name two versions: chapbook diff OLD.chapbook.zip {name}")
    return _compared(subject.released, subject, name, name)


def _compared(before: Subject, after: Subject, *names: str) -> Comparison:
    comparison = compare(before, after)
    if comparison is None:
        unread = names[0] if before.module is None else names[-1]
        message = (
            f"The {MODULE_FILE} of {unread} is missing or cannot be read, so there is nothing to compare."
        )
        raise OperationFailed("module-unreadable", message, f"See what is wrong: chapbook check {unread}")
    return comparison
