"""Make a bundle of a module: pure, from a tree to bytes. Nothing is written that would be refused when read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapbook.bundle.content import check_content, refuse
from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.bundle.manifest import MANIFEST_NAME, Manifest, manifest_of
from chapbook.bundle.manifest_json import encode_manifest
from chapbook.bundle.verify import MEDIA_TYPE, MIMETYPE_NAME, open_bundle
from chapbook.bundle.zip_writer import write_archive
from chapbook.model.module import Module
from chapbook.tree.content import HEAD, total_problem
from chapbook.tree.names import MODULE_PREFIX, check_names
from chapbook.tree.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A bundle in memory. `release` is the digest of its manifest: equal releases hold the same."""

    file_name: str
    data: bytes
    manifest: Manifest
    release: str


def pack_module(
    module: Module, tree: Tree, *, created: datetime, tool: str, limits: Limits = DEFAULT_LIMITS
) -> Packed:
    """Pack a module and read the result with the strict reader; `Refused` names what cannot travel.

    The same files, `created` and `tool` give the same bytes. The caller has checked the module before: this says
    nothing about its quality, only whether it can be carried.
    """
    _check_files(tree, limits)
    manifest = manifest_of(module, tree, created, tool)
    entries = [(MIMETYPE_NAME, MEDIA_TYPE), (MANIFEST_NAME, encode_manifest(manifest))]
    entries += [(MODULE_PREFIX + each.path, tree.read(each.path)) for each in manifest.files]
    data = write_archive(entries, limits)
    bundle = open_bundle(data, limits)
    return Packed(file_name=manifest.file_name, data=data, manifest=bundle.manifest, release=bundle.release)


def _check_files(tree: Tree, limits: Limits) -> None:
    paths = tree.paths()
    check_names((MODULE_PREFIX + path for path in paths), limits)
    refuse(total_problem(len(paths), sum(tree.size(path) for path in paths), limits))
    for path in paths:
        check_content(path, tree.size(path), tree.head(path, HEAD), limits)
