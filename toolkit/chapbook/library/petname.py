"""Petnames: your own word for a peer. Folders and messages use it, so it is short and plain."""

from __future__ import annotations

from chapbook.bundle.manifest import Manifest
from chapbook.diag.errors import Refused, UsageProblem
from chapbook.model.mapping import KEBAB, slugify
from chapbook.tree.names import check_name
from chapbook.workspace.lock import Lock

MAX_PETNAME = 40
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


def suggest_petname(manifest: Manifest, lock: Lock) -> str:
    """Give the petname under which this module is imported already, else one made of the first author's name."""
    known = lock.of_uid(manifest.uid)
    if known:
        return known[0].petname
    name = _shortened(manifest.authors[0].name) if manifest.authors else ""
    try:
        check_petname(name)
    except UsageProblem:
        return NOBODY
    return name


def _shortened(text: str) -> str:
    return slugify(text)[:MAX_PETNAME].strip("-")
