"""The manifest as canonical JSON: `encode_manifest` and `decode_manifest` undo each other.

All rules about what a manifest may say stand in `decode_manifest`; a writer passes its own manifest through it.
An unknown key is refused: a release is what its manifest says, so nothing in it may go unread.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TypeVar

from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.bundle.manifest import (
    FORMAT,
    MANIFEST_NAME,
    Author,
    FileEntry,
    Manifest,
    content_digest,
    file_json,
    role_of,
)
from chapbook.diag.errors import Refused
from chapbook.model.json_fields import FieldProblem, Fields
from chapbook.model.mapping import KEBAB, MAX_ID
from chapbook.model.module import Origin, Requirement
from chapbook.model.texts import DIGEST, LANGUAGE, LONG, MAX_LANGUAGE, SENTENCE, UID, WEB_ADDRESS
from chapbook.model.version import MAX_VERSION, parse_version
from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.tree.names import MODULE_PREFIX, check_names
from chapbook.tree.tree import rel_path

PUBLISHER = re.compile(r"[a-z2-7]{26}")
_HEX = re.compile(r"[0-9a-f]{64}")
_FORMAT = re.compile(r"chapbook/module/([0-9]{1,6})")

_REQUIRED = (
    "format id uid slug version title language summary outcomes license authors created content files tool"
)
_OPTIONAL = "minutes requires derived_from"

_Value = TypeVar("_Value")


def encode_manifest(manifest: Manifest) -> bytes:
    """Give the canonical bytes; `Refused` when the manifest says something that none may say."""
    data = canonical.encode(_manifest_json(manifest))
    decode_manifest(data)
    return data


def _manifest_json(manifest: Manifest) -> JsonValue:
    required: dict[str, JsonValue] = {
        "format": FORMAT,
        "id": manifest.id,
        "uid": manifest.uid,
        "slug": manifest.slug,
        "version": manifest.version,
        "title": manifest.title,
        "language": manifest.language,
        "summary": manifest.summary,
        "outcomes": list(manifest.outcomes),
        "license": manifest.license,
        "authors": [_without_empty(asdict(each)) for each in manifest.authors],
        "created": manifest.created,
        "content": manifest.content,
        "files": [file_json(each) for each in manifest.files],
        "tool": manifest.tool,
    }
    optional: dict[str, JsonValue] = {
        "minutes": manifest.minutes,
        "requires": [_requirement_json(each) for each in manifest.requires],
        "derived_from": [_origin_json(each) for each in manifest.derived_from],
    }
    return {**required, **{key: value for key, value in optional.items() if value not in (None, [])}}


def _without_empty(members: dict[str, JsonValue]) -> JsonValue:
    return {key: value for key, value in members.items() if value not in ("", [], False)}


def _requirement_json(requirement: Requirement) -> JsonValue:
    members: dict[str, JsonValue] = {"id": requirement.module, "range": requirement.range}
    return _without_empty({**members, "optional": requirement.optional})


def _origin_json(origin: Origin) -> JsonValue:
    members: dict[str, JsonValue] = {
        "title": origin.title,
        "authors": list(origin.authors),
        "url": origin.url,
        "license": origin.license,
        "changes": origin.changes,
        "id": origin.id,
        "version": origin.version,
        "release": origin.release,
        "content": origin.content,
    }
    return _without_empty(members)


def decode_manifest(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Manifest:
    """Read and check a manifest; `Refused` with `json-…` or `manifest-…` says what is wrong with it."""
    value = canonical.parse(
        data, name=MANIFEST_NAME, max_bytes=limits.manifest_bytes, max_depth=limits.json_depth
    )
    try:
        _check_format(value)
        manifest = _manifest(Fields(value, "", _REQUIRED, _OPTIONAL))
    except FieldProblem as problem:
        code = "manifest-unknown-key" if problem.unknown_key else "manifest-field"
        raise Refused(code, f"{MANIFEST_NAME}: {problem}.", _hint(problem)) from problem
    if _manifest_json(manifest) != value:
        what = "a key that may be left out stands there empty, so the same content could have two digests"
        raise Refused("manifest-field", f"{MANIFEST_NAME}: {what}.", canonical.CHANGED)
    _check_files(manifest, limits)
    return manifest


def _hint(problem: FieldProblem) -> str:
    if problem.unknown_key:
        return "It may come from a newer Chapbook: update yours, or ask the sender."
    return "If this is your own module, correct its module.yml and pack again; else ask the sender for a new copy."


def _check_format(value: JsonValue) -> None:
    stated = value.get("format") if isinstance(value, dict) else None
    if stated == FORMAT:
        return
    match = _FORMAT.fullmatch(stated) if isinstance(stated, str) else None
    if match and int(match[1]) > 1:
        raise Refused(
            "manifest-newer",
            f"{MANIFEST_NAME} is of format {match[1]}; this Chapbook reads format 1.",
            "Update Chapbook, then try again.",
        )
    raise FieldProblem("format", f'must be "{FORMAT}"')


def _manifest(fields: Fields) -> Manifest:
    slug = _kebab(fields, "slug")
    identity = _identity(fields, slug)
    publisher = identity.rpartition("/")[0]
    return Manifest(
        id=identity,
        uid=fields.matching("uid", UID, "a UUID in lower case"),
        slug=slug,
        version=_version(fields),
        title=fields.text("title"),
        language=fields.matching(
            "language", LANGUAGE, "a language tag such as en or pt-BR", most=MAX_LANGUAGE
        ),
        summary=fields.text("summary", most=LONG, lines=True),
        minutes=fields.number("minutes") if "minutes" in fields else None,
        outcomes=_some("outcomes", fields.texts("outcomes", most=SENTENCE)),
        license=fields.text("license"),
        authors=_some(
            "authors", tuple(_author(item, where, publisher) for where, item in fields.items("authors"))
        ),
        created=fields.time("created"),
        requires=tuple(_requirement(item, where) for where, item in fields.items("requires")),
        derived_from=tuple(_origin(item, where) for where, item in fields.items("derived_from")),
        content=fields.matching("content", DIGEST, "sha256: and 64 hexadecimal digits"),
        files=tuple(_file(item, where) for where, item in fields.items("files")),
        tool=fields.text("tool", most=80),
    )


def _kebab(fields: Fields, key: str) -> str:
    return fields.matching(key, KEBAB, "lower-case letters, digits and single hyphens", most=MAX_ID)


def _version(fields: Fields) -> str:
    text = fields.text("version", most=MAX_VERSION)
    if parse_version(text) is None:
        raise FieldProblem("version", "must be a version such as 1.2.0")
    return text


def _some(key: str, values: tuple[_Value, ...]) -> tuple[_Value, ...]:
    if not values:
        raise FieldProblem(key, "must not be empty")
    return values


def _identity(fields: Fields, slug: str) -> str:
    text = fields.text("id")
    publisher, slash, name = text.rpartition("/")
    if name != slug or (slash and not PUBLISHER.fullmatch(publisher)):
        raise FieldProblem("id", "must be the slug, or the id of the publisher, a slash and the slug")
    return text


def _author(value: JsonValue, where: str, publisher: str) -> Author:
    fields = Fields(value, where, "name", "url publisher")
    if fields.text("publisher") not in ("", publisher):
        raise FieldProblem(f"{where}.publisher", "must be the publisher that `id` names")
    return Author(
        name=fields.text("name"),
        url=fields.matching("url", WEB_ADDRESS, "an http or https address", most=SENTENCE),
        publisher=fields.text("publisher"),
    )


def _requirement(value: JsonValue, where: str) -> Requirement:
    fields = Fields(value, where, "id", "range optional")
    return Requirement(module=fields.text("id"), range=fields.text("range"), optional=fields.flag("optional"))


def _origin(value: JsonValue, where: str) -> Origin:
    fields = Fields(value, where, "title", "authors url license changes id version release content")
    return Origin(
        title=fields.text("title"),
        authors=fields.texts("authors"),
        url=fields.matching("url", WEB_ADDRESS, "an http or https address", most=SENTENCE),
        license=fields.text("license"),
        changes=fields.text("changes", most=LONG, lines=True),
        id=fields.text("id"),
        version=fields.text("version", most=MAX_VERSION),
        release=fields.matching("release", DIGEST, "sha256: and 64 hexadecimal digits"),
        content=fields.matching("content", DIGEST, "sha256: and 64 hexadecimal digits"),
    )


def _file(value: JsonValue, where: str) -> FileEntry:
    fields = Fields(value, where, "path sha256 size role")
    try:
        path = rel_path(fields.text("path", most=SENTENCE))
    except ValueError as error:
        raise FieldProblem(f"{where}.path", "must be a path inside the module") from error
    role = fields.text("role", most=20)
    if role != role_of(path):
        raise FieldProblem(f"{where}.role", f"must be {role_of(path)}, which its path says")
    return FileEntry(
        path, fields.matching("sha256", _HEX, "64 hexadecimal digits"), fields.number("size"), role
    )


def _check_files(manifest: Manifest, limits: Limits) -> None:
    paths = [entry.path for entry in manifest.files]
    if len(paths) > limits.entries:
        raise Refused(
            "limit-entries", f"{MANIFEST_NAME} lists {len(paths)} files; {limits.entries} are allowed."
        )
    check_names((MODULE_PREFIX + path for path in paths), limits)
    if paths != sorted(paths):
        raise Refused("manifest-order", f"{MANIFEST_NAME} does not list its files in order of their paths.")
    if manifest.content != content_digest(manifest.files):
        raise Refused(
            "manifest-content", f"{MANIFEST_NAME}: `content` is not the digest of its list of files."
        )
