"""One document of an identity: who a publisher is at one version, as a frozen type and as canonical JSON.

The bytes of its JSON are the *payload*: they are what is signed and what the next document names in `prev`.
`read_document` refuses what may stand in no document; what one may say after another is in `identity.py`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from chapbook.diag.errors import Refused
from chapbook.model.json_fields import FieldProblem, Fields
from chapbook.model.texts import SENTENCE, WEB_ADDRESS
from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.trust.public_key import MAX_LINE, PublicKey, public_key

FORMAT = "chapbook/identity/1"
MAX_CHAIN = 64 * 1024
MAX_DEPTH = 4
MAX_KEYS = 8
MAX_LINKS = 8
MAX_REVOKED = 64

_NEWER = re.compile(r"chapbook/identity/([0-9]{1,6})")
_Value = TypeVar("_Value")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class Reason(StrEnum):
    """Why a key no longer counts. The words are signed and never change."""

    STOLEN = "stolen"
    """Somebody else has it, or may have it."""
    LOST = "lost"
    """Nobody can sign with it any more."""
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Revocation:
    """A key that no longer signs. `since` is when that began, as its owner says: UTC, whole seconds."""

    key: PublicKey
    since: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a publisher is, at one version. `sign` keys sign modules; `recover` keys only change the identity."""

    version: int
    prev: str = ""
    name: str
    links: tuple[str, ...] = ()
    sign: tuple[PublicKey, ...]
    recover: tuple[PublicKey, ...]
    revoked: tuple[Revocation, ...] = ()

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        """Give all keys that count at this version."""
        return self.sign + self.recover

    @property
    def revoked_keys(self) -> tuple[PublicKey, ...]:
        """Give the keys that no longer sign."""
        return tuple(each.key for each in self.revoked)


def payload_of(identity: Identity) -> bytes:
    """Give the canonical bytes; `Refused` when the identity says something that none may say."""
    members: dict[str, JsonValue] = {
        "format": FORMAT,
        "version": identity.version,
        "prev": identity.prev,
        "name": identity.name,
        "links": list(identity.links),
        "sign": [key.line for key in identity.sign],
        "recover": [key.line for key in identity.recover],
        "revoked": [
            {"key": each.key.line, "reason": each.reason.value, "since": each.since}
            for each in identity.revoked
        ],
    }
    payload = canonical.encode({key: value for key, value in members.items() if value not in ("", [])})
    read_document(payload)
    return payload


def payload_digest(payload: bytes) -> str:
    """Give the digest by which the next document names this one."""
    return "sha256:" + hashlib.sha256(payload).hexdigest()


def read_document(payload: bytes) -> Identity:
    """Read one payload; `Refused` codes start with `identity-`, `key-` or `json-`."""
    value = canonical.parse(payload, name="The identity", max_bytes=MAX_CHAIN, max_depth=MAX_DEPTH)
    check_format(value)
    try:
        identity = _identity(Fields(value, "", "format version name sign recover", "prev links revoked"))
    except FieldProblem as problem:
        raise field_refused(problem) from problem
    _check_keys(identity)
    return identity


def check_format(value: JsonValue) -> None:
    """Refuse a document, or a chain of them, that says it is of another format."""
    stated = value.get("format") if isinstance(value, dict) else None
    if stated == FORMAT:
        return
    match = _NEWER.fullmatch(stated) if isinstance(stated, str) else None
    if match and int(match[1]) > 1:
        raise Refused(
            "identity-newer",
            f"The identity is of format {match[1]}; this Chapbook reads format 1.",
            "Update Chapbook, then try again.",
        )
    raise Refused("identity-field", f'The identity: `format` must be "{FORMAT}".')


def field_refused(problem: FieldProblem) -> Refused:
    """Give what is raised for a value that an identity may not hold."""
    hint = (
        "It may come from a newer Chapbook: update yours, or ask the sender." if problem.unknown_key else ""
    )
    return Refused(
        "identity-unknown-key" if problem.unknown_key else "identity-field", f"The identity: {problem}.", hint
    )


def _identity(fields: Fields) -> Identity:
    version = fields.number("version")
    if version < 1:
        raise FieldProblem("version", "must be 1 or more")
    return Identity(
        version=version,
        prev=fields.matching("prev", _DIGEST, "sha256: and 64 hexadecimal digits"),
        name=fields.text("name"),
        links=tuple(_links(fields)),
        sign=_keys(fields, "sign"),
        recover=_keys(fields, "recover"),
        revoked=_revoked(fields),
    )


def _links(fields: Fields) -> tuple[str, ...]:
    links = fields.texts("links", most=SENTENCE)
    for index, link in enumerate(links):
        if not WEB_ADDRESS.fullmatch(link):
            raise FieldProblem(f"links[{index}]", "must be an http or https address")
    return _some(fields, "links", links, MAX_LINKS)


def _keys(fields: Fields, name: str) -> tuple[PublicKey, ...]:
    keys = tuple(public_key(line) for line in fields.texts(name, most=MAX_LINE))
    return _some(fields, name, keys, MAX_KEYS)


def _revoked(fields: Fields) -> tuple[Revocation, ...]:
    found = tuple(
        _revocation(Fields(item, where, "key since reason"), where) for where, item in fields.items("revoked")
    )
    return _some(fields, "revoked", found, MAX_REVOKED)


def _revocation(fields: Fields, where: str) -> Revocation:
    key, since, reason = fields.text("key", most=MAX_LINE), fields.time("since"), fields.text("reason")
    if reason not in list(Reason):
        raise FieldProblem(f"{where}.reason", f"must be one of {', '.join(Reason)}")
    return Revocation(public_key(key), since, Reason(reason))


def _some(fields: Fields, name: str, values: tuple[_Value, ...], most: int) -> tuple[_Value, ...]:
    """Refuse a list that is there and empty (it would be a second spelling of none), or too long."""
    if name in fields and not values:
        raise FieldProblem(name, "must not be empty")
    if len(values) > most:
        raise FieldProblem(name, f"has {len(values)} entries; {most} are allowed")
    return values


def _check_keys(identity: Identity) -> None:
    said = identity.keys + identity.revoked_keys
    if len(set(said)) == len(said):
        return
    for key in identity.keys:
        if key in identity.revoked_keys:
            raise Refused(
                "identity-revoked-key",
                f"The identity, version {identity.version}: {key.fingerprint} is revoked, and yet counts.",
            )
    raise Refused("identity-key-twice", f"The identity, version {identity.version}, names a key twice.")
