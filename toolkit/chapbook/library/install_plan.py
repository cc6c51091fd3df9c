"""Decide what an import would do: pure, from values to a plan. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chapbook.bundle.manifest import Manifest
from chapbook.bundle.verify import Bundle
from chapbook.diag.diagnostic import Severity
from chapbook.diag.errors import Refused
from chapbook.diag.report import Report
from chapbook.library.folder_state import FolderState
from chapbook.library.petname import check_petname
from chapbook.model.version import parse_version
from chapbook.trust.admit import Earlier, Objection, admit, in_words
from chapbook.trust.lookalike import other_letters
from chapbook.trust.pins import NOBODY_KNOWN, Pins
from chapbook.trust.standing import Origin, Standing, judge
from chapbook.workspace.lock import Lock, LockEntry


class Change(StrEnum):
    """What an import is, compared with what is there."""

    NEW = "new"
    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    SAME_VERSION = "same-version"
    """Another release of the same version."""
    SAME = "same"
    """The very release that is there."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before saying yes; `code` is permanent."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallPlan:
    """What an import writes. Paths are inside the module; `found` and `previous` are what the plan was made on."""

    petname: str
    slug: str
    standing: Standing
    change: Change
    previous: LockEntry | None
    found: FolderState
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    size: int
    notices: tuple[Notice, ...]
    conflicts: tuple[Objection, ...]

    @property
    def key(self) -> str:
        """Where it goes below `imported/`."""
        return f"{self.petname}/{self.slug}"

    @property
    def writes(self) -> bool:
        """Say whether anything would change on disk."""
        return self.change is not Change.SAME or bool(self.added or self.replaced or self.removed)

    def require(self, accepted: frozenset[str]) -> None:
        """Raise `Refused` for the first conflict whose code is not accepted."""
        for conflict in self.conflicts:
            if conflict.code not in accepted:
                raise Refused(conflict.code, f"{conflict.message} Nothing was changed.", conflict.hint)


def plan_install(
    bundle: Bundle,
    report: Report,
    lock: Lock,
    found: FolderState,
    *,
    petname: str,
    allow_unsigned: bool,
    pins: Pins = NOBODY_KNOWN,
    chosen: bool = False,
) -> InstallPlan:
    """Plan the import of a bundle as `imported/PETNAME/SLUG`, where `found` stands now.

    `report` is that of a check with the profile `import`; `chosen` says that the user gave the petname. Raises
    `Refused` when policy or the check forbid the import, `UsageProblem` for a bad petname.
    """
    check_petname(petname)
    author = bundle.manifest.authors[0].name
    standing = judge(bundle.proof, pins, petname=petname, chosen=chosen, author=author)
    objections = admit(
        standing,
        allow_unsigned=allow_unsigned,
        earlier=earlier(lock, bundle, petname),
        already=any(each.release == bundle.release for each in lock.entries),
    )
    errors = report.count(Severity.ERROR)
    if errors:
        raise Refused(
            "bundle-fails-check",
            f"The bundle's module has {errors} {'error' if errors == 1 else 'errors'}, so it is not imported. "
            "Nothing was changed.",
            "Ask its author to correct them and to pack again.",
        )
    said = bundle.manifest
    previous = lock.entry(petname, said.slug)
    old = {each.path: each.sha256 for each in found.files or ()}
    new = {each.path: each.sha256 for each in said.files}
    return InstallPlan(
        petname=petname,
        slug=said.slug,
        standing=standing,
        change=_change(said, bundle.release, previous),
        previous=previous,
        found=found,
        added=tuple(path for path in new if path not in old),
        replaced=tuple(path for path in new if path in old and old[path] != new[path]),
        removed=tuple(path for path in old if path not in new),
        unchanged=tuple(path for path in new if old.get(path) == new[path]),
        size=sum(each.size for each in said.files),
        notices=(*_alike(standing, pins), *_notices(bundle, report, lock, petname, standing)),
        conflicts=(*objections, *_conflicts(said, bundle.release, previous, found)),
    )


def earlier(lock: Lock, bundle: Bundle, petname: str = "") -> Earlier | None:
    """Find what this bundle would follow and somebody else signed: in its place, the same module, the same peer."""
    publisher = bundle.manifest.publisher
    there = lock.entry(petname, bundle.manifest.slug)
    if there is not None and there.publisher == publisher:
        return None
    others = (*lock.of_uid(bundle.manifest.uid), *lock.of_petname(petname))
    for each in (there, *others):
        if each is not None and each.publisher not in ("", publisher):
            return Earlier(each.key, each.publisher)
    return None


def _change(said: Manifest, release: str, previous: LockEntry | None) -> Change:
    if previous is None:
        return Change.NEW
    if previous.release == release:
        return Change.SAME
    old, new = parse_version(previous.version), parse_version(said.version)
    if old is None or new is None or old == new:
        return Change.SAME_VERSION
    return Change.UPGRADE if old < new else Change.DOWNGRADE


def _alike(standing: Standing, pins: Pins) -> Iterator[Notice]:
    """Say that somebody new, whom the user gives a name of their own, reads like somebody known."""
    proof = standing.proof
    other = pins.calling_themselves(proof.name) if proof and standing.origin is Origin.FIRST_USE else None
    if proof is not None and other is not None:
        message = (
            f"Its publisher calls itself “{proof.name}”, which reads like “{other.name}”, whom you know as "
            f"{other.petname}; this is somebody else. {other_letters(proof.name, other.name)}"
        )
        yield Notice("name-reads-alike", message.rstrip())


def _notices(
    bundle: Bundle, report: Report, lock: Lock, petname: str, standing: Standing
) -> Iterator[Notice]:
    said = bundle.manifest
    previous = lock.entry(petname, said.slug)
    yield Notice(standing.origin.value, in_words(standing))
    if standing.origin is Origin.FIRST_USE and (others := lock.of_publisher(standing.publisher)):
        yield Notice(
            "publisher-in-lock", f"The same publisher signed {others[0].key}, which is here already."
        )
    if previous is not None and standing.proof is not None and not previous.signed:
        yield Notice("signed-now", f"Version {previous.version}, which is here, was not signed.")
    if previous is not None and previous.license != said.license:
        yield Notice("license-changed", f"Its licence was {previous.license} and is now {said.license}.")
    names = tuple(each.name for each in said.authors)
    if previous is not None and previous.authors != names:
        yield Notice(
            "authors-changed",
            f"Its authors were {', '.join(previous.authors)} and are now {', '.join(names)}.",
        )
    if previous is not None and previous.title != said.title:
        yield Notice("title-changed", f"It was called “{previous.title}” and is now called “{said.title}”.")
    for other in lock.of_uid(said.uid):
        if (other.petname, other.slug) != (petname, said.slug):
            yield Notice(
                "also-imported-as",
                f"The same module is imported already as {other.key}, version {other.version}.",
            )
    if warnings := report.count(Severity.WARNING):
        yield Notice(
            "check-warnings", f"The check found {warnings} {'warning' if warnings == 1 else 'warnings'}."
        )


def _conflicts(
    said: Manifest, release: str, previous: LockEntry | None, found: FolderState
) -> Iterator[Objection]:
    if previous is None:
        if found.files or found.others:
            what = f"There is a folder {said.slug} already which was not imported; it would be replaced."
            yield Objection("folder-not-imported", what, "Move it away, or import under another petname.")
        return
    if previous.uid != said.uid:
        what = f"{previous.key} is another module (“{previous.title}”) that only shares its name; it would be replaced."
        yield Objection("other-module", what, "Import this one under another petname.")
    if _edited(said, previous, found):
        what = f"The files of {previous.key} were changed here since the import; the changes would be lost."
        hint = f"Keep your version with: chapbook remix {previous.key}. Or accept that the changes are overwritten."
        yield Objection("local-edits", what, hint)
    change = _change(said, release, previous)
    if change is Change.DOWNGRADE:
        what = f"Version {said.version} is older than {previous.version}, which is there."
        yield Objection("older-version", what, "Accept the older version only if you want it back.")
    if change is Change.SAME_VERSION and previous.content != said.content:
        what = f"This is another text under the same version {said.version}: versions must not be reused."
        yield Objection("version-reused", what, "Ask the author which one is right.")


def _edited(said: Manifest, previous: LockEntry, found: FolderState) -> bool:
    """Say whether something would be lost: files that are neither those imported nor those that come."""
    if found.files is None:
        return False
    return bool(found.others) or found.content not in (previous.content, said.content)
