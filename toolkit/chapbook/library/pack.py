"""Make a bundle of a module: pure, from a tree to bytes. Nothing is written that would be refused when read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapbook.bundle.content import HEAD, check_content
from chapbook.bundle.limits import DEFAULT_LIMITS, Limits, in_words
from chapbook.bundle.manifest import MANIFEST_NAME, Manifest, manifest_of
from chapbook.bundle.manifest_json import encode_manifest
from chapbook.bundle.verify import MEDIA_TYPE, MIMETYPE_NAME, open_bundle
from chapbook.bundle.zip_writer import write_archive
from chapbook.diag.errors import Refused
from chapbook.model.module import Module
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
    if len(paths) + 2 > limits.entries:
        raise Refused(
            "limit-entries",
            f"The module has {len(paths)} files; a bundle holds at most {limits.entries - 2}.",
            "Split it into several modules.",
        )
    total = sum(tree.size(path) for path in paths)
    if total > limits.total_bytes:
        raise Refused(
            "limit-total-size",
            f"The module has {in_words(total)}; a bundle holds at most {in_words(limits.total_bytes)}.",
            "Link to large files instead of carrying them.",
        )
    for path in paths:
        if tree.size(path) > limits.file_bytes:
            raise Refused(
                "limit-file-size",
                f"{path} is larger than {in_words(limits.file_bytes)}.",
                "Link to it instead.",
            )
        check_content(path, tree.size(path), tree.read(path)[:HEAD], limits)
