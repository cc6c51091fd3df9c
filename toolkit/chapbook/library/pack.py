"""Make a bundle of a module: pure, from a tree to bytes. Nothing is written that would be refused when read."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chapbook.bundle.attribution import ATTRIBUTION_NAME, attribution_of
from chapbook.bundle.content import check_content, refuse
from chapbook.bundle.endorsed import concerns
from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.bundle.manifest import MANIFEST_NAME, Maker, Manifest, digest, manifest_of
from chapbook.bundle.manifest_json import encode_manifest
from chapbook.bundle.proofs import ENDORSEMENTS, IDENTITY_NAME, NAMESPACE, SIGNATURE_NAME
from chapbook.bundle.verify import MEDIA_TYPE, MIMETYPE_NAME, open_bundle
from chapbook.bundle.zip_reader import read_archive
from chapbook.bundle.zip_writer import write_archive
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
    """A bundle in memory. `release` is the digest of its manifest: equal releases hold the same.

    `key` is the key that signed it, None when nobody did; `endorsements` are counted.
    """

    file_name: str
    data: bytes
    manifest: Manifest
    release: str
    key: PublicKey | None = None
    endorsements: int = 0


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
) -> Packed:
    """Pack a module and read the result with the strict reader; `Refused` names what cannot travel.

    The same files, `created`, `tool`, signature and endorsements give the same bytes; without a `seal` the bundle is
    not signed. Of the `endorsements` those go along that are about this release or its publisher. The caller has
    checked the module before: this says nothing about its quality, only whether it can be carried.
    """
    _check_files(tree, limits)
    manifest = manifest_of(module, tree, created, tool, seal.maker if seal else None)
    stated = encode_manifest(manifest)
    entries = [(MIMETYPE_NAME, MEDIA_TYPE), (MANIFEST_NAME, stated), *(seal.entries(stated) if seal else ())]
    entries.append((ATTRIBUTION_NAME, attribution_of(module)))
    entries += _endorsements(endorsements, manifest, digest(stated))
    contents = ((MODULE_PREFIX + each.path, tree.read(each.path)) for each in manifest.files)
    data = write_archive(itertools.chain(entries, contents), limits)
    bundle = open_bundle(data, limits)
    return Packed(
        file_name=manifest.file_name,
        data=data,
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
