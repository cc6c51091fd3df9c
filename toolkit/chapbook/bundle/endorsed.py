"""Endorsements that travel with a bundle, in `META/endorsements/`: read, checked, and held against the bundle.

One that is not right makes the whole bundle refused, as a wrong signature does; nothing there goes unread. Each is an
endorsement, not a proposal; it is about this release, or about the publisher of this bundle; the publisher does not
review their own work; and its file is called `KIND-‹16 digits of its SHA-256›.json`, so that none is there twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chapbook.bundle.manifest import Manifest
from chapbook.bundle.proofs import ENDORSEMENTS
from chapbook.diag.errors import Refused
from chapbook.tree.names import shown
from chapbook.trust.endorsement import Endorsement, Kind, read_endorsement


def carried_endorsements(
    entries: Iterable[tuple[str, bytes]], manifest: Manifest, release: str
) -> Iterator[Endorsement]:
    """Read the endorsements among the entries of a bundle; `Refused` names the first that does not belong there."""
    for name, data in entries:
        if not name.startswith(ENDORSEMENTS):
            continue
        try:
            found = read_endorsement(data)
        except Refused as error:
            raise Refused(error.code, f"`{shown(name)}`: {error.message}", error.hint) from error
        if found.waits_for:
            raise _wrong("endorsement-proposal", name, "is a proposal, which whom it is about has not signed")
        if not concerns(found, manifest, release):
            raise _wrong("endorsement-elsewhere", name, "is about another release or another publisher")
        if name != ENDORSEMENTS + found.file_name:
            raise _wrong("endorsement-name", name, f"should be called {found.file_name}")
        yield found


def concerns(endorsement: Endorsement, manifest: Manifest, release: str) -> bool:
    """Say whether an endorsement belongs to a bundle: it is about the release, or its publisher is part of it."""
    said = endorsement.statement
    if said.about.release:
        named = (said.about.release, said.about.module, said.about.version)
        own_work = said.kind is Kind.REVIEW and said.by == manifest.publisher
        return named == (release, manifest.slug, manifest.version) and not own_work
    parts = said.signers if said.kind is Kind.WORKED_WITH else (said.about.publisher,)
    return bool(manifest.publisher) and manifest.publisher in parts


def _wrong(code: str, name: str, what: str) -> Refused:
    return Refused(code, f"`{shown(name)}` {what}.", "Get the bundle again from its author.")
