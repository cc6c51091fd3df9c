"""Make a bundle of a module, from a tree to a file or to bytes. No bundle is given that would be refused when read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from chapbook.bundle.attribution import ATTRIBUTION_NAME, attribution_of
from chapbook.bundle.content import check_content, refuse
from chapbook.bundle.endorsed import concerns
from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.bundle.manifest import MANIFEST_NAME, Maker, Manifest, digest, manifest_of
from chapbook.bundle.manifest_json import encode_manifest
from chapbook.bundle.proofs import ENDORSEMENTS, IDENTITY_NAME, NAMESPACE, SIGNATURE_NAME
from chapbook.bundle.verify import MEDIA_TYPE, MIMETYPE_NAME, open_bundle
from chapbook.bundle.zip_reader import Source, read_archive
from chapbook.bundle.zip_writer import in_memory, write_entries
from chapbook.diag.errors import ChapbookError
from chapbook.model.module import Module
from chapbook.tree.content import HEAD, total_problem
from chapbook.tree.names import MODULE_PREFIX, check_names
from chapbook.tree.tree import Tree
from chapbook.trust.endorsement import Endorsement, endorsement_bytes
from chapbook.trust.identity import Chain, chain_bytes
from chapbook.trust.public_key import PublicKey
from chapbook.trust.signer import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What is to be said of a bundle. `release` is the digest of its manifest: equal releases hold the same.

    `key` is the key that signed it, None when nobody did; `endorsements` are counted; `size` is that of the container.
    """

    file_name: str
    size: int
    manifest: Manifest
    release: str
    key: PublicKey | None = None
    endorsements: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InMemory(Packed):
    """A bundle as bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Freight:
    """What goes into a bundle besides the module's files.

    `created`, `tool` and who signs are said in the manifest; without a `seal` the bundle is not signed. Of the
    `endorsements` those go along that are about this release or its publisher.
    """

    created: datetime
    tool: str
    seal: Seal | None = None
    endorsements: Sequence[Endorsement] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """Who signs a bundle. `kept` are signatures made before, by the manifest's bytes: they are used again.

    A key without a device signs the same bytes in the same way, but a security key counts, and must be touched.
    """

    chain: Chain
    signer: Signer
    kept: Mapping[bytes, bytes] = field(default_factory=dict)

    @property
    def maker(self) -> Maker:
        """The identity as the manifest names it."""
        return Maker(self.chain.publisher, self.chain.current.name)

    def entries(self, manifest: bytes) -> list[tuple[str, bytes]]:
        """Sign, and give the entries that prove it."""
        signature = self.kept.get(manifest) or self.signer.sign(manifest, NAMESPACE)
        return [(SIGNATURE_NAME, signature), (IDENTITY_NAME, chain_bytes(self.chain))]


def kept_signatures(path: Path, chain: Chain) -> Mapping[bytes, bytes]:
    """Give the signature of a bundle on the disk by the bytes that it signs, if a key of now of `chain` made it."""
    try:
        bundle = open_bundle(path)
        if bundle.proof is None or bundle.proof.key not in chain.current.sign:
            return {}
        archive = read_archive(path)
        names = (MANIFEST_NAME, bundle.proof.signature)
        manifest, signature = (archive.read(each) for each in archive.entries if each.name in names)
    except ChapbookError:
        return {}
    return {manifest: signature}


def pack_module(
    module: Module,
    tree: Tree,
    *,
    created: datetime,
    tool: str,
    seal: Seal | None = None,
    endorsements: Sequence[Endorsement] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> InMemory:
    """Pack a module into memory; otherwise as `pack_into`."""
    file = BytesIO()
    packed = pack_into(file, file.getvalue, module, tree, Freight(created, tool, seal, endorsements), limits)
    return InMemory(
        **{each.name: getattr(packed, each.name) for each in fields(packed)}, data=file.getvalue()
    )


def pack_into(
    file: BinaryIO,
    written: Callable[[], Source],
    module: Module,
    tree: Tree,
    freight: Freight,
    limits: Limits = DEFAULT_LIMITS,
) -> Packed:
    """Pack a module into an empty file and read the result with the strict reader; `Refused` names what cannot travel.

    `written` gives what stands in the file, once it was flushed. The same files and freight, signature included, give
    the same bytes. The caller has checked the module before: this says nothing about its quality, only whether it can
    be carried. A file of the tree that changes meanwhile is found out by the reader.
    """
    _check_files(tree, limits)
    seal = freight.seal
    manifest = manifest_of(module, tree, freight.created, freight.tool, seal.maker if seal else None)
    stated = encode_manifest(manifest)
    entries = [(MIMETYPE_NAME, MEDIA_TYPE), (MANIFEST_NAME, stated), *(seal.entries(stated) if seal else ())]
    entries.append((ATTRIBUTION_NAME, attribution_of(module)))
    entries += _endorsements(freight.endorsements, manifest, digest(stated))
    own = ((name, in_memory(data)) for name, data in entries)
    contents = ((MODULE_PREFIX + each.path, partial(tree.pieces, each.path)) for each in manifest.files)
    size = write_entries(file, itertools.chain(own, contents), limits)
    file.flush()
    bundle = open_bundle(written(), limits, label="")
    return Packed(
        file_name=manifest.file_name,
        size=size,
        manifest=bundle.manifest,
        release=bundle.release,
        key=bundle.proof.key if bundle.proof else None,
        endorsements=len(bundle.endorsements),
    )


def _endorsements(known: Sequence[Endorsement], manifest: Manifest, release: str) -> list[tuple[str, bytes]]:
    fit = (each for each in known if not each.waits_for and concerns(each, manifest, release))
    return sorted((ENDORSEMENTS + each.file_name, endorsement_bytes(each)) for each in fit)


def _check_files(tree: Tree, limits: Limits) -> None:
    paths = tree.paths()
    check_names((MODULE_PREFIX + path for path in paths), limits)
    refuse(total_problem({path: tree.size(path) for path in paths}, limits))
    for path in paths:
        check_content(path, tree.size(path), tree.head(path, HEAD), limits)
