"""What the module was when it was released last: ids that learners' progress hangs on, and its version (S108, M204)."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.places import inside
from chapbook.model.change import Bump, Change, Kind
from chapbook.model.compare import Comparison, bump_between, compare, raised
from chapbook.model.module import Module
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.model.version import parse_version

_WHY = {
    Bump.PATCH: "patch: a slip is corrected",
    Bump.MINOR: "minor: there is more, or it is clearer",
    Bump.MAJOR: "major: earlier learners should take it again, or relied on something that is gone",
}


def id_lost(subject: Subject, module: Module) -> Iterator[Finding]:
    """S108: since the last release an id went or changed, and nothing says what became of it."""
    comparison = compare(subject.released, subject) if subject.released else None
    if comparison is None:
        return
    version = comparison.before.version
    actual = bump_between(version, module.version)
    for change in comparison.changes:
        place = _place(module, change)
        if change.kind is Kind.CHANGED and change.what == "uid":
            message = (
                f"The uid is another one than in version {version}, so learners would start anew and updates "
                "would not be known as such."
            )
            yield Finding(
                code="S108", message=message, place=place, hint=f"Write uid: {comparison.before.uid}"
            )
        elif change.kind is Kind.ID_CHANGED or (change.what == "module" and change.bump is Bump.MAJOR):
            yield _changed(change, version, place)
        elif change.kind is Kind.REMOVED and change.what != "file" and actual < change.bump:
            yield _removed(change, comparison, place)


def _changed(change: Change, version: str, place: Place) -> Finding:
    message = (
        f"This {change.what} had the id “{change.was}” in version {version}. With another id and no "
        "renamed_from, learners' progress is lost."
    )
    fence = change.what == "question" and change.path.endswith((".md", ".markdown"))
    note = f"renamed_from={change.was}" if fence else f"renamed_from: {change.was}"
    return Finding(code="S108", message=message, place=place, hint=f"Add {note}, or give it its old id back.")


def _removed(change: Change, comparison: Comparison, place: Place) -> Finding:
    version = parse_version(comparison.before.version)
    following = f" is {raised(version, change.bump)} or higher" if version else " was raised"
    message = (
        f"The {change.what} “{change.id}” of version {comparison.before.version} is gone; learners' progress "
        "hangs on its id."
    )
    hint = (
        f"If it has another id now, add renamed_from: {change.id} there. If it is meant to go, "
        f"this is fine once the module's version{following}."
    )
    return Finding(code="S108", message=message, place=place, hint=hint)


def _place(module: Module, change: Change) -> Place:
    """Give where a change is seen: at the new id, or at the list that something is missing from."""
    if change.what in ("uid", "module"):
        return Place(path=MODULE_FILE, data_path=("uid" if change.what == "uid" else "id",))
    if change.what == "objective":
        return Place(path=MODULE_FILE, data_path=("objectives",), key=True)
    if change.what == "question":
        asked = next((each for each in module.questions() if each.id == change.id), None)
        if asked is not None:
            return inside(asked.place, "id")
        paths = {step.path for step in (*module.steps, *module.unlisted_quizzes)}
        return Place(path=change.path if change.path in paths else MODULE_FILE)
    step = next((each for each in module.steps if each.id == change.id), None)
    if step is not None:
        return Place(path=step.path, data_path=("id",))
    return Place(path=MODULE_FILE, data_path=("lessons",), key=True)


def version_not_raised(subject: Subject, module: Module) -> Iterator[Finding]:
    """M204: the module differs from its last release, but its version was not raised."""
    comparison = compare(subject.released, subject) if subject.released else None
    if comparison is None or not comparison.bump or not comparison.suggested:
        return
    before = comparison.before.version
    if parse_version(module.version) is None or bump_between(before, module.version):
        return
    first, *more = comparison.reasons
    others = f" ({len(more)} more such {'change' if len(more) == 1 else 'changes'})" if more else ""
    message = (
        f"The module changed since version {before} was packed, but its version is {module.version} still; "
        f"nobody can tell the two apart. {first.message}{others}"
    )
    hint = f"Write version: {comparison.suggested} ({_WHY[comparison.bump]}). See all with: chapbook diff {module.id}"
    yield Finding(
        code="M204", message=message, place=Place(path=MODULE_FILE, data_path=("version",)), hint=hint
    )
