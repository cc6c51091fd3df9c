"""See that a rename changes names and nothing else: the module before and after, compared. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from chapbook.lint.links import references
from chapbook.lint.targets import Aim
from chapbook.model.change import Change, Kind
from chapbook.model.compare import compare
from chapbook.model.subject import Subject
from chapbook.services.edit_list import CannotEdit
from chapbook.services.edits import errors_of
from chapbook.tree.tree import RelPath


def no_new_error(before: Subject, after: Subject) -> None:
    """See that no error comes; those that are there may name the new id in their words."""
    known = Counter(each.code for each in errors_of(before))
    for each in errors_of(after):
        known[each.code] -= 1
        if known[each.code] < 0:
            raise CannotEdit(f"{each.location.path} would have a problem: {each.message}")


def same_aims(
    before: Subject, after: Subject, moves: Mapping[RelPath, RelPath], links: tuple[str, str]
) -> None:
    wanted = sorted(
        (moves.get(RelPath(each.place.path), each.place.path), _moved(each.target.path, moves, links))
        for each in references(before)
        if each.target.aim in (Aim.FILE, Aim.MODULE)
    )
    found = sorted(
        (each.place.path, each.target.path)
        for each in references(after)
        if each.target.aim in (Aim.FILE, Aim.MODULE)
    )
    for is_wanted, is_found in zip(wanted, found, strict=False):
        if is_wanted != is_found:
            raise CannotEdit(f"a link in {is_wanted[0]} is written in an unusual way")
    if len(wanted) != len(found):
        raise CannotEdit("a link is written in an unusual way")


def _moved(path: str, moves: Mapping[RelPath, RelPath], links: tuple[str, str]) -> str:
    return links[1] if path == links[0] else moves.get(RelPath(path), path)


def nothing_else(before: Subject, after: Subject, names: set[str]) -> None:
    """See that only the name differs. An id whose note of an earlier name was kept looks like one that went."""
    comparison = compare(before, after)
    for change in comparison.changes if comparison else ():
        if not _expected(change) and change.id not in names:
            raise CannotEdit(f"something else would change: {change.message}")


def _expected(change: Change) -> bool:
    """Say whether a rename alone brings a change: names, links in texts, references to objectives."""
    if change.kind in (Kind.RENAMED, Kind.MOVED, Kind.TEXT):
        return True
    if change.kind is Kind.CHANGED:
        return change.what in ("lesson", "question", "completion", "credits", "file")
    return change.what == "file"
