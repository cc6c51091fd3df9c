"""Petnames: your own word for a peer. Folders and messages use it, so it is short and plain."""

from __future__ import annotations

from chapbook.bundle.manifest import Manifest
from chapbook.diag.errors import Refused, UsageProblem
from chapbook.model.mapping import KEBAB, slugify
from chapbook.tree.names import check_name
from chapbook.trust.pins import MAX_PETNAME
from chapbook.trust.standing import Standing
from chapbook.workspace.lock import Lock

NOBODY = "peer"
"""Suggested when nothing of the author's name can be written in ASCII."""


def check_petname(petname: str) -> None:
    """Accept kebab-case ASCII of at most 40 characters that is a folder's name everywhere; else `UsageProblem`."""
    if KEBAB.match(petname) and len(petname) <= MAX_PETNAME:
        try:
            check_name(petname)
        except Refused as error:
            raise UsageProblem("bad-petname", error.message, "Choose another name.") from error
        return
    near = _shortened(petname)
    raise UsageProblem(
        "bad-petname",
        f"“{petname[:60]}” cannot be the name of a peer: it becomes a folder, so it has only a–z, 0–9 and hyphens, "
        f"at most {MAX_PETNAME} characters.",
        f"Use --as {near}" if near else "Use something like --as ana",
    )


def suggest_petname(manifest: Manifest, lock: Lock, standing: Standing | None = None) -> str:
    """Give the petname by which its publisher or this module goes here, else one made of the signer's or author's name.

    What the lock file says comes first: it is that of everybody who works in this workspace.
    """
    same = lock.of_publisher(manifest.publisher)
    known = ([each for each in same if each.uid == manifest.uid], same)
    for entries in known:
        if entries:
            return entries[0].petname
    if standing is not None and standing.pin is not None:
        return standing.pin.petname
    if there := lock.of_uid(manifest.uid):
        return there[0].petname
    proof = standing.proof if standing else None
    name = _shortened(proof.name if proof else manifest.authors[0].name)
    try:
        check_petname(name)
    except UsageProblem:
        return NOBODY
    return name


def _shortened(text: str) -> str:
    return slugify(text)[:MAX_PETNAME].strip("-")
