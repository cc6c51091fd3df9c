"""The manifest: what a bundle is and holds, as frozen values and as canonical bytes.

Three digests, each `sha256:` and 64 hexadecimal digits:

- of each file: over its bytes;
- `content`: over the canonical JSON of `files` ("the same material under another name?");
- `release`: over the bytes of the manifest itself. This is what is locked, later signed and endorsed.

Everything a manifest says is taken from the module's own files, but for `created` and `tool`; a reader takes it
again and refuses a bundle that disagrees with itself. Optional keys are left out when empty, never null. Texts are
written in NFC. E-mail addresses are not copied. `id` is `PUBLISHER/SLUG` in a bundle that is signed, where PUBLISHER is
the id of the identity that signs; else it is the slug alone. The first author who bears the name of that identity gets
its id as `publisher`; nobody else does, since nothing would prove it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from chapbook.diag.errors import Refused
from chapbook.model.module import Module, Origin, Requirement
from chapbook.source.canonical import JsonValue, encode
from chapbook.tree.names import shown
from chapbook.tree.tree import RelPath, Tree

FORMAT = "chapbook/module/1"
MANIFEST_NAME = "META/manifest.json"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the module. `sha256` is 64 hexadecimal digits; `role` follows from the path (`role_of`)."""

    path: RelPath
    sha256: str
    size: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody who is named as an author. `publisher` is the id of the identity that signs, if it bears this name."""

    name: str
    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """The identity that signs a bundle: its publisher id, and what it calls itself."""

    publisher: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `META/manifest.json` says. `created` is UTC, `2026-11-21T19:00:00Z`; `minutes` None = computed."""

    id: str
    uid: str
    slug: str
    version: str
    title: str
    language: str
    summary: str
    minutes: int | None
    outcomes: tuple[str, ...]
    license: str
    authors: tuple[Author, ...]
    created: str
    requires: tuple[Requirement, ...]
    derived_from: tuple[Origin, ...]
    content: str
    files: tuple[FileEntry, ...]
    tool: str

    @property
    def publisher(self) -> str:
        """The id of the identity that must sign this; empty when the bundle is not signed."""
        return self.id.rpartition("/")[0]

    @property
    def file_name(self) -> str:
        """The name a bundle of this release has."""
        return bundle_name(self.slug, self.version)


def bundle_name(slug: str, version: str) -> str:
    """Give the file name of a release."""
    return f"{slug}-{version}.chapbook.zip"


def role_of(path: str) -> str:
    """Say what a file is for, by its path alone."""
    folder = path.partition("/")[0] if "/" in path else ""
    if path == "module.yml":
        return "module"
    if path == "assets/credits.yml":
        return "credits"
    if folder == "lessons" and path.endswith(".md"):
        return "lesson"
    if folder == "quizzes" and path.endswith((".yml", ".yaml")):
        return "quiz"
    return {"assets": "asset", "i18n": "translation"}.get(folder, "other")


def digest(data: bytes) -> str:
    """Give `sha256:…` of bytes: a release's identity when `data` is its manifest."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def entry_of(tree: Tree, path: RelPath) -> FileEntry:
    """Describe one file of a tree, reading it piece by piece."""
    running = hashlib.sha256()
    size = 0
    for piece in tree.pieces(path):
        running.update(piece)
        size += len(piece)
    return FileEntry(path, running.hexdigest(), size, role_of(path))


def file_json(entry: FileEntry) -> JsonValue:
    """Give a file's entry as the manifest writes it."""
    return {"path": entry.path, "sha256": entry.sha256, "size": entry.size, "role": entry.role}


def content_digest(files: Iterable[FileEntry]) -> str:
    """Give the digest of the material: equal for equal files, whatever the manifest says about them."""
    return digest(encode([file_json(entry) for entry in files]))


def time_text(moment: datetime) -> str:
    """Write a moment the way manifests and lock files do, in UTC and whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def manifest_of(
    module: Module, tree: Tree, created: datetime, tool: str, maker: Maker | None = None
) -> Manifest:
    """Describe a module and its files; `Refused` when something in the folder cannot travel."""
    for name, reason in tree.irregular().items():
        hint = "Replace it with the file itself, or remove it."
        raise Refused("irregular-file", f"{shown(name)} cannot be packed: {reason}.", hint)
    files = tuple(entry_of(tree, path) for path in tree.paths())
    return describe(module, files, created=time_text(created), tool=tool, maker=maker)


def describe(
    module: Module,
    files: tuple[FileEntry, ...],
    *,
    created: str,
    tool: str,
    maker: Maker | None = None,
    content: str = "",
) -> Manifest:
    """Make the manifest of a module whose files are known; `maker` is the identity that signs it, if any.

    `content` is their digest, where it was computed from these very files before.
    """
    return Manifest(
        id=f"{maker.publisher}/{module.id}" if maker else module.id,
        uid=module.uid,
        slug=module.id,
        version=module.version,
        title=_nfc(module.title),
        language=module.language,
        summary=_nfc(module.summary),
        minutes=module.minutes,
        outcomes=tuple(_nfc(each.text) for each in module.objectives),
        license=module.license,
        authors=_authors(module, maker),
        created=created,
        requires=tuple(
            Requirement(module=_nfc(each.module), range=_nfc(each.range), optional=each.optional)
            for each in module.requires
            if each.module
        ),
        derived_from=tuple(_nfc_origin(each) for each in module.derived_from),
        content=content or content_digest(files),
        files=files,
        tool=tool,
    )


def _authors(module: Module, maker: Maker | None) -> tuple[Author, ...]:
    names = [_nfc(each.name) for each in module.authors]
    own = names.index(_nfc(maker.name)) if maker and _nfc(maker.name) in names else -1
    return tuple(
        Author(name=name, url=_nfc(each.url), publisher=maker.publisher if maker and place == own else "")
        for place, (name, each) in enumerate(zip(names, module.authors, strict=True))
    )


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _nfc_origin(origin: Origin) -> Origin:
    return Origin(
        title=_nfc(origin.title),
        authors=tuple(_nfc(each) for each in origin.authors),
        url=_nfc(origin.url),
        license=_nfc(origin.license),
        changes=_nfc(origin.changes),
        id=_nfc(origin.id),
        version=_nfc(origin.version),
        release=origin.release,
        content=origin.content,
    )
