"""Make a module of one's own from an imported one: look, decide, plan; then copy it in one step."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed, Refused, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.library.folder_state import FolderState
from chapbook.library.install import current_state
from chapbook.library.store import read_folder, store_lock, target_of
from chapbook.lint.fits import fitting, may_be_remixed, misfits
from chapbook.lint.licenses import spdx_name
from chapbook.model.module import Credit, Module, Origin, Person
from chapbook.model.reader import MODULE_FILE, read_module
from chapbook.model.subject import Subject
from chapbook.services.edit_list import CannotEdit
from chapbook.services.edits import Overlay, errors_of
from chapbook.services.license_option import checked_license
from chapbook.services.new_module import NO_AUTHOR, module_defaults
from chapbook.services.remix_text import Identity, remixed_texts
from chapbook.services.scaffold import checked_id, clean_text
from chapbook.services.shown import shown_path
from chapbook.services.targets import require_workspace
from chapbook.services.writing import refuse_existing
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import RelPath
from chapbook.tree.write import write_tree
from chapbook.trust.own import own_identity
from chapbook.workspace.load import load_module
from chapbook.workspace.lock import Lock, LockEntry, read_lock
from chapbook.workspace.settings import read_settings
from chapbook.workspace.workspace import ModuleFolder, Workspace, imported_modules, own_modules

HISTORY = RelPath("CHANGELOG.md")
"""The original's own history; a remix begins one of its own."""
_LICENSE_NAMES = ("license", "licence", "copying")
_MOST_NUMBERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RemixOptions:
    """What to remix. An empty `id` is the original's, or the next free one; an empty `license` the original's."""

    start: Path
    name: str
    id: str = ""
    author: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before saying yes; `code` is permanent."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemixPlan:
    """A remix that can be written. `folder` is as messages show it, `files` are paths inside it."""

    key: str
    new: Identity
    folder: str
    target: Path
    files: tuple[str, ...]
    notes: tuple[Note, ...]
    entry: LockEntry
    found: FolderState
    texts: dict[RelPath, bytes]
    gone: frozenset[RelPath]


def plan(options: RemixOptions) -> RemixPlan:
    """Read, decide, and write nothing. `Refused` when the licence forbids it, `UsageProblem` for what was typed."""
    workspace = require_workspace(options.start)
    entry, found = _imported(workspace, options.name)
    source = ModuleFolder(
        key=f"imported/{entry.key}", path=workspace.imported / entry.key, petname=entry.petname
    )
    subject = load_module(workspace, source)
    module = _readable(subject, source)
    identity = _new_id(options, workspace, entry.slug)
    origin = origin_of(entry)
    new = Identity(
        id=identity,
        uid=str(uuid.uuid4()),
        author=_author(options, workspace),
        license=_license(options.license, origin, module),
        origin=origin,
    )
    target = workspace.modules / identity
    texts, gone = _texts(subject, module, new)
    return RemixPlan(
        key=entry.key,
        new=new,
        folder=shown_path(target, options.start),
        target=target,
        files=tuple(path for path in subject.tree.paths() if path not in gone),
        notes=tuple(_notes(subject, module, new, entry, found)),
        entry=entry,
        found=found,
        texts=texts,
        gone=gone,
    )


def write(planned: RemixPlan, start: Path) -> None:
    """Write the folder in one step; `OperationFailed` when the original changed since the plan was made."""
    workspace = require_workspace(start)
    with store_lock(workspace):
        refuse_existing(planned.target, start, "Choose another id with --as.")
        source = target_of(workspace, planned.entry.petname, planned.entry.slug)
        entry = read_lock(workspace.lock).entry(planned.entry.petname, planned.entry.slug)
        if entry != planned.entry or read_folder(source) != planned.found:
            message = f"{planned.key} was changed by another run just now. Nothing was changed here."
            raise OperationFailed("changed-meanwhile", message, "Run the command again.")
        write_tree(Overlay(DirTree(source), planned.texts, planned.gone), planned.target)


def origin_of(entry: LockEntry) -> Origin:
    """Give the attribution of an imported module, as it came: what was edited here since does not count."""
    return Origin(
        title=entry.title,
        authors=entry.authors,
        license=entry.license,
        id=f"{entry.publisher}/{entry.slug}" if entry.publisher else entry.slug,
        version=entry.version,
        release=entry.release,
        content=entry.content,
    )


def _imported(workspace: Workspace, name: str) -> tuple[LockEntry, FolderState]:
    key = name.replace("\\", "/").removeprefix("./").removeprefix("imported/").strip("/")
    petname, _, slug = key.partition("/")
    lock = read_lock(workspace.lock)
    known = [each.key for each in lock.entries]
    same = [each for each in lock.entries if each.slug == key]
    if not slug and len(same) == 1:
        petname, slug = same[0].petname, same[0].slug
    entry = lock.entry(petname, slug)
    if entry is None:
        raise _unknown(workspace, key, known, lock)
    lock, found = current_state(workspace, petname, slug)
    entry = lock.entry(petname, slug)
    if entry is None or found.files is None:
        message = f"{key} is in chapbook.lock, but its folder imported/{petname}/{slug} is gone. Nothing was changed."
        raise UsageProblem("not-there", message, "Import its bundle again.")
    return entry, found


def _unknown(workspace: Workspace, key: str, known: list[str], lock: Lock) -> UsageProblem:
    folders = [each.key.removeprefix("imported/") for each in imported_modules(workspace)]
    if key in folders:
        message = f"chapbook.lock knows nothing of imported/{key}, so nobody can say where it comes from."
        return UsageProblem(
            "not-imported", f"{message} Nothing was changed.", "Import its bundle with: chapbook import"
        )
    if key in (each.slug for each in own_modules(workspace)):
        message = f"{key} is a module of your own, and this makes one from a peer's. Nothing was changed."
        return UsageProblem(
            "own-module", message, "To copy your own, copy its folder and give it a new id and uid."
        )
    listed = (
        f"Imported are: {', '.join(known[:8])}." if known else "Import a bundle first: chapbook import FILE"
    )
    message = f"No module “{key}” is imported here. Nothing was changed."
    return UsageProblem("no-such-module", message, did_you_mean(key, known, listed))


def _readable(subject: Subject, source: ModuleFolder) -> Module:
    if subject.module is None:
        message = (
            f"{source.key}/{MODULE_FILE} cannot be read, so there is nothing to remix. Nothing was changed."
        )
        raise OperationFailed("module-unreadable", message, f"See what is wrong: chapbook check {source.key}")
    for name, reason in subject.tree.irregular().items():
        message = f"{source.key}/{name} cannot be copied: {reason}. Nothing was changed."
        raise OperationFailed("irregular-file", message, "Remove it: it did not come with the bundle.")
    return subject.module


def _new_id(options: RemixOptions, workspace: Workspace, slug: str) -> str:
    if options.id:
        identity = checked_id(options.id, "module")
        refuse_existing(workspace.modules / identity, options.start, "Choose another id with --as.")
        return identity
    for identity in (slug, f"{slug}-remix", *(f"{slug}-remix-{n}" for n in range(2, _MOST_NUMBERS))):
        if not (workspace.modules / identity).exists():
            return checked_id(identity, "module")
    raise UsageProblem(
        "id-taken", f"There are remixes of {slug} enough. Nothing was changed.", "Give an id with --as."
    )


def _author(options: RemixOptions, workspace: Workspace) -> Person:
    publisher = read_settings(workspace).publisher
    name = clean_text(options.author, "author") if options.author else likely_author(options.start)
    if publisher is not None and publisher.name == name:
        return publisher
    return Person(name=name or NO_AUTHOR)


def likely_author(start: Path) -> str:
    """Give who a remix is by, as far as one can know: the publisher, whose key is here, the user of Git; else empty."""
    publisher = read_settings(require_workspace(start)).publisher
    own = own_identity() if publisher is None else None
    return own.chain.current.name if own else module_defaults(start).author


def _license(wanted: str, origin: Origin, module: Module) -> str:
    """Choose the licence of the remix; `Refused` when no licence can be right, `UsageProblem` when this one is not."""
    if problem := may_be_remixed(origin.license):
        message = f"“{origin.title}” cannot be remixed: {problem}. Nothing was changed."
        raise Refused("remix-not-allowed", message, "Ask its authors for permission, or for another licence.")
    origins = (origin, *module.derived_from)
    fits = fitting(origins, module.credits)
    chosen = checked_license(wanted) if wanted else spdx_name(origin.license)
    first = next(misfits(chosen, origins, module.credits), None)
    if first is None:
        return chosen
    if not fits:
        why = _why(first.work, first.problem)
        message = f"No licence fits all that “{origin.title}” is made of. Under {chosen}: {why}."
        raise Refused(
            "licences-exclude-each-other",
            f"{message} Nothing was changed.",
            "Ask their owners for permission.",
        )
    message = f"Your remix cannot be under {chosen}: {_why(first.work, first.problem)}. Nothing was changed."
    raise UsageProblem("licence-does-not-fit", message, f"Choose with --license: {', '.join(fits)}.")


def _why(work: Origin | Credit, problem: str) -> str:
    return f"of {work.file}, {problem}" if isinstance(work, Credit) else f"of “{work.title}”, {problem}"


def _texts(
    subject: Subject, module: Module, new: Identity
) -> tuple[dict[RelPath, bytes], frozenset[RelPath]]:
    """Give what differs; a copy must not have an error that the original has not."""
    gone = frozenset({HISTORY} & set(subject.tree.paths()))
    try:
        texts = remixed_texts(subject, module, new)
    except CannotEdit as error:
        message = f"{MODULE_FILE} of the module cannot be edited safely: {error.reason}. Nothing was changed."
        raise OperationFailed("cannot-remix", message, "Copy the folder and change it by hand.") from error
    copy = read_module(Overlay(subject.tree, texts, gone), name=new.id, neighbours=subject.neighbours)
    known = {(each.code, each.message) for each in errors_of(subject)}
    for each in errors_of(copy):
        if (each.code, each.message) not in known and each.code != "S109":
            where = f"{each.location.path}, line {each.location.span.line}"
            message = f"The copy would have a problem in {where}: {each.message} Nothing was changed."
            raise OperationFailed("cannot-remix", message, "Choose another id with --as, or copy it by hand.")
    return texts, gone


def _notes(
    subject: Subject, module: Module, new: Identity, entry: LockEntry, found: FolderState
) -> Iterator[Note]:
    if found.content != entry.content or found.others:
        yield Note(
            "local-edits", "Its files were changed here since the import; they are taken as they are now."
        )
    if found.others:
        yield Note("left-out", f"Hidden files are left out: {', '.join(found.others[:5])}.")
    if HISTORY in subject.tree.paths():
        yield Note("history-left-out", f"{HISTORY} is left out: it tells what changed in the original.")
    if new.license != entry.license:
        yield Note(
            "licence-changed", f"The original is under {entry.license}, the remix under {new.license}."
        )
        for path in subject.tree.paths():
            if path.lower().startswith(_LICENSE_NAMES):
                yield Note("licence-text", f"{path} is that of the original; see whether it still fits.")
    if new.author.name == NO_AUTHOR:
        yield Note("no-author", "Nobody is known as its author yet: write your name into module.yml.")
    if new.id == module.id:
        yield Note("same-id", f"Links to module:{new.id} in this workspace will lead to your remix.")
