"""Endorse somebody's work, or somebody: make, accept and look at the files; nothing is sent anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import OperationFailed, Refused, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.services.scaffold import clean_text
from chapbook.services.shown import shown_path
from chapbook.services.writing import refuse_existing
from chapbook.tree.write import write_file
from chapbook.trust.endorsement import (
    MAX_FILE,
    PUBLISHER,
    About,
    Endorsement,
    Kind,
    Statement,
    accept,
    endorsement_bytes,
    propose,
    read_endorsement,
)
from chapbook.trust.own import Own, own_identity
from chapbook.trust.pin_file import read_pins
from chapbook.workspace.lock import read_lock
from chapbook.workspace.workspace import Workspace, find_workspace

FOLDER = "endorsements"
"""Folder of a workspace in which endorsements are kept; `pack` takes along those that fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorseOptions:
    """What is to be said. `what` is a bundle, PEER/MODULE, or a petname or id of a publisher; so is `person`."""

    start: Path
    kind: Kind
    what: str
    today: date
    person: str = ""
    text: str = ""
    output: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An endorsement and where it lies; `path` is as messages show it."""

    endorsement: Endorsement
    path: str


def endorse(options: EndorseOptions) -> Written:
    """Say it, sign it and write it down. `UsageProblem` when nobody or nothing is called so."""
    own = _own()
    is_release = options.kind in (Kind.REVIEW, Kind.COMPLETION)
    about = _release(options) if is_release else About(publisher=_publisher(options.what))
    person = _publisher(options.person) if options.kind is Kind.COMPLETION else ""
    if own.chain.publisher in (about.publisher, person):
        message = "Nobody endorses themselves. Nothing was written."
        raise UsageProblem("about-oneself", message, "Ask somebody who knows your work.")
    statement = Statement(
        kind=options.kind,
        by=own.chain.publisher,
        about=about,
        date=options.today.isoformat(),
        person=person,
        text=clean_text(options.text, "text") if options.text else "",
    )
    return _write(propose(statement, own.chain, own.signer()), options.start, options.output)


def read_file(path: Path) -> Endorsement:
    """Read a file and check its signatures; `Refused` when it is not right."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise OperationFailed("cannot-read", message, "Look at the path.") from error
    try:
        return read_endorsement(data)
    except Refused as error:
        raise Refused(error.code, f"{path.name}: {error.message}", error.hint) from error


def waiting(path: Path) -> Endorsement:
    """Read a proposal that waits for the user; `Refused` when it does not."""
    own, proposal = _own(), read_file(path)
    if proposal.waits_for != own.chain.publisher:
        whom = (
            f"{proposal.waits_for}, not you" if proposal.waits_for else "nobody: it is signed by all who must"
        )
        message = f"{path.name} waits for {whom}. Nothing was signed."
        raise Refused("endorsement-not-for-you", message, f"See what it says: chapbook endorse show {path}")
    return proposal


def accept_file(path: Path, start: Path, output: Path | None) -> Written:
    """Sign a proposal and write the endorsement beside those that are kept; the proposal stays as it is."""
    own = _own()
    return _write(accept(waiting(path), own.chain, own.signer()), start, output)


def kept_endorsements(workspace: Workspace | None) -> tuple[Endorsement, ...]:
    """Read all that are kept in a workspace, proposals too; `Refused` names a file that is not right."""
    if workspace is None:
        return ()
    return tuple(read_file(path) for path in sorted((workspace.root / FOLDER).glob("*.json")))


def _own() -> Own:
    own = own_identity()
    if own is None:
        message = "An endorsement is signed, and you have no key yet. Nothing was written."
        raise UsageProblem("no-own-key", message, "Make one: chapbook key init")
    return own


def _release(options: EndorseOptions) -> About:
    path = options.start / options.what
    if path.is_file():
        bundle = open_bundle(path)
        said = bundle.manifest
        return About(release=bundle.release, module=said.slug, version=said.version)
    workspace = find_workspace(options.start)
    entries = read_lock(workspace.lock).entries if workspace else ()
    key = options.what.removeprefix("imported/").strip("/")
    entry = next((each for each in entries if each.key == key), None)
    if entry is None:
        message = f"“{options.what}” is no bundle, and no module of that name was imported here."
        hint = did_you_mean(key, [each.key for each in entries], "Name the file of a bundle, or PEER/MODULE.")
        raise UsageProblem("no-such-module", message, hint)
    return About(release=entry.release, module=entry.slug, version=entry.version)


def _publisher(word: str) -> str:
    pins = read_pins()
    pin = pins.named(word)
    if pin is not None:
        return pin.publisher
    if PUBLISHER.fullmatch(word):
        return word
    hint = did_you_mean(word, pins.by_petname, "Give the word by which you know them, or their publisher id.")
    raise UsageProblem("not-known", f"You know nobody as “{word[:60]}”. Nothing was written.", hint)


def _write(endorsement: Endorsement, start: Path, output: Path | None) -> Written:
    workspace = find_workspace(start)
    folder = start / output if output else (workspace.root / FOLDER if workspace else start)
    path = folder / endorsement.file_name
    refuse_existing(path, start, "It was made already; send that file.")
    write_file(path, endorsement_bytes(endorsement))
    return Written(endorsement=endorsement, path=shown_path(path, start))
