"""Open a bundle: everything that can be known offline is checked before anything else sees it.

After `open_bundle` the following holds, else it raised `Refused`:

- the container obeys `zip_reader.py`; its first entry is `mimetype` with the exact type, its second the manifest;
- the manifest is canonical and obeys `manifest_json.py`;
- every file it lists is there with the size and digest listed, and nothing else is there but proofs of origin;
- every signature is right, and who the manifest says to be its publisher signed it (`proofs.py`);
- every endorsement is right, and is about this bundle (`endorsed.py`);
- every file is of a type that bundles carry, and looks like it (`content.py`);
- what the manifest and the attribution say of the module is what the module's own files say.

It does not say whether the user knows that publisher: that is `trust/standing.py`, which an import must ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from chapbook.bundle.attribution import ATTRIBUTION_NAME, check_attribution
from chapbook.bundle.content import check_content, refuse
from chapbook.bundle.endorsed import carried_endorsements
from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.bundle.manifest import MANIFEST_NAME, Manifest, describe, digest
from chapbook.bundle.manifest_json import decode_manifest
from chapbook.bundle.proofs import (
    IDENTITY_NAME,
    carried_proofs,
    check_meta_size,
    maker_of,
    proof_of,
    signers_of,
)
from chapbook.bundle.zip_format import STORED
from chapbook.bundle.zip_reader import Archive, Source, read_archive
from chapbook.bundle.zip_tree import ZipTree
from chapbook.diag.errors import Refused
from chapbook.model.module import Module
from chapbook.model.reader import read_module
from chapbook.model.subject import Subject
from chapbook.tree.content import HEAD, headings_problem, total_problem
from chapbook.tree.names import MODULE_PREFIX, shown
from chapbook.trust.endorsement import Endorsement
from chapbook.trust.standing import Proof

MIMETYPE_NAME = "mimetype"
MEDIA_TYPE = b"application/vnd.chapbook.module+zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle that is whole. `release` is the digest of its manifest; `subject` its module, read but not linted.

    `proof` says who signed it, None when nobody did; `carried` are the names of its proofs. `endorsements` are those
    that travel along, each right in itself and about this bundle. `packed_size` is the size of the container in bytes.
    `tree` reads from the source, which must stay in place.
    """

    manifest: Manifest
    release: str
    proof: Proof | None
    carried: tuple[str, ...]
    endorsements: tuple[Endorsement, ...]
    tree: ZipTree
    subject: Subject
    module: Module
    packed_size: int


def open_bundle(source: Source, limits: Limits = DEFAULT_LIMITS, *, label: str | None = None) -> Bundle:
    """Read and check a bundle from a file or bytes; `Refused` with a permanent code when it is not whole.

    `label` is what messages call it, if not by the name of the file.
    """
    if label is None:
        label = source.name if isinstance(source, Path) else ""
    with _naming(label):
        archive = read_archive(source, limits)
        with archive.held_open():
            return _whole(archive, limits)


def _whole(archive: Archive, limits: Limits) -> Bundle:
    manifest_bytes = _manifest_bytes(archive, limits)
    carried = carried_proofs(archive, limits)
    signers = signers_of(manifest_bytes, carried)
    manifest, release = decode_manifest(manifest_bytes, limits), digest(manifest_bytes)
    _check_listed(archive, manifest)
    proof = proof_of(manifest, signers, carried.get(IDENTITY_NAME))
    tree = ZipTree(archive, manifest.files)
    for entry in manifest.files:
        check_content(entry.path, entry.size, tree.verify(entry.path, HEAD), limits)
    refuse(total_problem({entry.path: entry.size for entry in manifest.files}, limits))
    subject = read_module(tree, name=manifest.slug)
    for path, outline in subject.outlines.items():
        refuse(headings_problem(path, len(outline.headings), limits))
    module = _agreeing_module(manifest, subject, proof)
    for each in (each for each in archive.entries if each.name == ATTRIBUTION_NAME):
        check_meta_size(each, limits.meta_bytes)
        check_attribution(archive.read(each), module)
    return Bundle(
        manifest=manifest,
        release=release,
        proof=proof,
        carried=tuple(carried),
        endorsements=tuple(carried_endorsements(carried.items(), manifest, release)),
        tree=tree,
        subject=subject,
        module=module,
        packed_size=archive.packed_size,
    )


@contextmanager
def _naming(label: str) -> Iterator[None]:
    try:
        yield
    except Refused as error:
        if not label:
            raise
        raise Refused(error.code, f"{shown(label)}: {error.message}", error.hint) from error


def _manifest_bytes(archive: Archive, limits: Limits) -> bytes:
    names = [entry.name for entry in archive.entries[:2]]
    if names[:1] != [MIMETYPE_NAME]:
        raise _not_ours("does not start with the entry `mimetype`")
    first = archive.entries[0]
    if first.method != STORED or first.size != len(MEDIA_TYPE) or archive.read(first) != MEDIA_TYPE:
        raise _not_ours("states another media type than that of a Chapbook module")
    if names[1:] != [MANIFEST_NAME]:
        raise Refused(
            "manifest-missing", f"The second entry is not `{MANIFEST_NAME}`, so nothing says what is in it."
        )
    manifest = archive.entries[1]
    check_meta_size(manifest, limits.manifest_bytes)
    return archive.read(manifest)


def _not_ours(what: str) -> Refused:
    return Refused(
        "wrong-media-type",
        f"This is a ZIP file but not a Chapbook bundle: it {what}.",
        "Bundles are written by `chapbook pack`; a folder that was zipped by hand is not one.",
    )


def _check_listed(archive: Archive, manifest: Manifest) -> None:
    listed = {MODULE_PREFIX + entry.path for entry in manifest.files}
    for entry in archive.entries[2:]:
        if entry.name.startswith(MODULE_PREFIX) and entry.name not in listed:
            raise Refused(
                "file-not-listed", f"`{shown(entry.name)}` is not in the manifest: it was put in later."
            )


def _agreeing_module(manifest: Manifest, subject: Subject, proof: Proof | None) -> Module:
    """Describe the module anew and compare; the manifest must not promise what the files do not hold."""
    if subject.module is None:
        raise Refused(
            "module-unreadable",
            "The bundle's module.yml is missing or cannot be read, so there is no module in it.",
            "Ask the author to run `chapbook check` and to pack again.",
        )
    own = describe(
        subject.module,
        manifest.files,
        created=manifest.created,
        tool=manifest.tool,
        maker=maker_of(proof),
        content=manifest.content,  # which `decode_manifest` compared with the digest of these files
    )
    for field in fields(Manifest):
        stated, found = getattr(manifest, field.name), getattr(own, field.name)
        if stated != found:
            raise Refused(
                "manifest-disagrees",
                f"The manifest's `{field.name}` is not what the module's own files say: it was changed.",
                "Do not use it. Get the bundle again from its author.",
            )
    return subject.module
