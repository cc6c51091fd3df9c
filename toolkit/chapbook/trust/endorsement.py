"""Endorsements: what a publisher says in public, and signs, about a release or about another publisher.

The law:

- The file is canonical JSON: `format` (`chapbook/endorsement/1`), `payload` and `signatures`. The payload is a text,
  and that text is canonical JSON too: its exact bytes are what is signed, as `endorsement-v1@chapbook`.
- The payload says `format`, `kind`, `by` (a publisher's id), `about`, `date` (a day), and, if wanted, `text` (one line
  of at most 500 characters). A key beyond these is refused: there is no place for a score, a rank or stars.
- There are four kinds, and none that speaks against anybody:

  1. `review`: I have read this release with care. `about` is a release.
  2. `completion`: this person, `person`, has completed this release. `about` is a release.
  3. `worked-with`: I have worked with this publisher. `about` is a publisher.
  4. `key`: I have made sure that this identity belongs to whom it names. `about` is a publisher.

- A release is named by its digest, with the module's slug and version for people. So an endorsement counts for these
  very bytes of the manifest and for no other.
- Whoever says something about a person needs that person: a `completion` is signed by `by` and by `person`, a
  `worked-with` by `by` and by the publisher it is about. Until then it is a *proposal* and no endorsement. Nobody
  endorses themselves.
- `signatures` stand in that order. Each has the signer's whole identity, and is by a key that signs for its newest
  version; so the file can be checked alone, offline.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chapbook.diag.errors import Refused
from chapbook.model.json_fields import FieldProblem, Fields
from chapbook.model.mapping import KEBAB, MAX_ID
from chapbook.model.texts import DIGEST
from chapbook.model.version import MAX_VERSION, parse_version
from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.trust.identity import Chain, KeyState, chain_bytes, read_chain
from chapbook.trust.public_key import PublicKey
from chapbook.trust.signer import Signer
from chapbook.trust.sshsig import MAX_ARMORED, verify

FORMAT = "chapbook/endorsement/1"
NAMESPACE = "endorsement-v1@chapbook"
MAX_FILE = 64 * 1024
MAX_TEXT = 500
_MAX_PAYLOAD = 8 * 1024
_MAX_DEPTH = 8
_NEWER = re.compile(r"chapbook/endorsement/[0-9]{1,6}")
PUBLISHER = re.compile(r"[a-z2-7]{26}")


class Kind(StrEnum):
    """What is said. The words are signed and never change."""

    REVIEW = "review"
    COMPLETION = "completion"
    WORKED_WITH = "worked-with"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What it is said of: a release with the module's slug and version, or a publisher."""

    release: str = ""
    module: str = ""
    version: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is signed. `date` is a day, `2026-11-22`; `person` is who completed, empty for other kinds."""

    kind: Kind
    by: str
    about: About
    date: str
    person: str = ""
    text: str = ""

    @property
    def signers(self) -> tuple[str, ...]:
        """Give the publishers who must sign, in order."""
        other = {Kind.COMPLETION: self.person, Kind.WORKED_WITH: self.about.publisher}.get(self.kind, "")
        return (self.by, other) if other else (self.by,)


@dataclass(frozen=True, slots=True)
class Signed:
    """One right signature: whose, by which key, and the signature itself."""

    chain: Chain
    key: PublicKey
    armored: bytes


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A statement with right signatures by those who must sign, in order: by all, else it is a proposal."""

    statement: Statement
    signed: tuple[Signed, ...]

    @property
    def waits_for(self) -> str:
        """Give the publisher whose signature is missing; empty when it is whole."""
        rest = self.statement.signers[len(self.signed) :]
        return rest[0] if rest else ""

    @property
    def file_name(self) -> str:
        """Give the name of its file: the same for the same bytes."""
        return f"{self.statement.kind}-{hashlib.sha256(endorsement_bytes(self)).hexdigest()[:16]}.json"


def payload_of(statement: Statement) -> bytes:
    """Give the bytes that are signed; `Refused` when the statement says what none may say."""
    about = {key: getattr(statement.about, key) for key in ("release", "module", "version", "publisher")}
    members: dict[str, JsonValue] = {
        "format": FORMAT,
        "kind": statement.kind.value,
        "by": statement.by,
        "about": {key: value for key, value in about.items() if value},
        "date": statement.date,
        "person": statement.person,
        "text": statement.text,
    }
    data = canonical.encode({key: value for key, value in members.items() if value})
    read_statement(data)
    return data


def endorsement_bytes(endorsement: Endorsement) -> bytes:
    """Give the file, which `read_endorsement` reads."""
    signatures: list[JsonValue] = [
        {
            "identity": canonical.parse(
                chain_bytes(each.chain), name="", max_bytes=MAX_FILE, max_depth=_MAX_DEPTH
            ),
            "signature": each.armored.decode(),
        }
        for each in endorsement.signed
    ]
    payload = payload_of(endorsement.statement).decode()
    data = canonical.encode({"format": FORMAT, "payload": payload, "signatures": signatures})
    if len(data) > MAX_FILE:
        message = f"The endorsement would have {len(data)} bytes; {MAX_FILE} are allowed."
        raise Refused("endorsement-too-large", message, "An identity with a shorter history fits.")
    return data


def read_endorsement(data: bytes) -> Endorsement:
    """Read a file and check every signature in it; `Refused` codes: `endorsement-…`, `signature-…`, `identity-…`."""
    value = canonical.parse(data, name="The endorsement", max_bytes=MAX_FILE, max_depth=_MAX_DEPTH)
    try:
        fields = _known(value, "format payload signatures")
        payload = fields.text("payload", most=_MAX_PAYLOAD).encode()
        given = [_signature(item, where) for where, item in fields.items("signatures")]
    except FieldProblem as problem:
        raise _refused(problem) from problem
    statement = read_statement(payload)
    return _checked(statement, payload, given)


def read_statement(payload: bytes) -> Statement:
    """Read what is signed."""
    value = canonical.parse(payload, name="The endorsement", max_bytes=_MAX_PAYLOAD, max_depth=3)
    try:
        return _statement(_known(value, "format kind by about date", "person text"))
    except FieldProblem as problem:
        raise _refused(problem) from problem


def propose(statement: Statement, chain: Chain, signer: Signer) -> Endorsement:
    """Sign a statement of one's own: an endorsement, or a proposal where somebody else must sign too."""
    return _with(Endorsement(statement, ()), chain, signer)


def accept(proposal: Endorsement, chain: Chain, signer: Signer) -> Endorsement:
    """Sign what somebody says of oneself; `Refused` when it does not wait for this publisher."""
    if proposal.waits_for != chain.publisher:
        waits = f"waits for {proposal.waits_for}, not for you" if proposal.waits_for else "waits for nobody"
        raise Refused("endorsement-not-for-you", f"The endorsement {waits}. Nothing was signed.")
    return _with(proposal, chain, signer)


def _with(endorsement: Endorsement, chain: Chain, signer: Signer) -> Endorsement:
    payload = payload_of(endorsement.statement)
    given = [(each.chain, each.armored) for each in endorsement.signed]
    return _checked(endorsement.statement, payload, [*given, (chain, signer.sign(payload, NAMESPACE))])


def _checked(statement: Statement, payload: bytes, given: Iterable[tuple[Chain, bytes]]) -> Endorsement:
    listed = list(given)
    if not 1 <= len(listed) <= len(statement.signers):
        most = len(statement.signers)
        message = f"The endorsement has {len(listed)} signatures; {statement.kind} has {most}."
        raise Refused("endorsement-signatures", message)
    signed = []
    for publisher, (chain, armored) in zip(statement.signers, listed, strict=False):
        if chain.publisher != publisher:
            message = f"The endorsement is signed by {chain.publisher} where {publisher} must sign."
            raise Refused("endorsement-signer", message, "Somebody else signed it. Do not use it.")
        key = verify(payload, armored, NAMESPACE)
        if chain.state(key) is not KeyState.CURRENT:
            message = (
                f"The endorsement is signed with {key.fingerprint}, which does not sign for {publisher}."
            )
            raise Refused("endorsement-key", message, "Ask them to sign it with a key of now.")
        signed.append(Signed(chain, key, armored))
    return Endorsement(statement, tuple(signed))


def _signature(value: JsonValue, where: str) -> tuple[Chain, bytes]:
    fields = Fields(value, where, "identity signature")
    chain = read_chain(canonical.encode(dict(fields.members("identity"))))
    return chain, fields.text("signature", most=MAX_ARMORED, lines=True).encode()


def _known(value: JsonValue, required: str, optional: str = "") -> Fields:
    stated = value.get("format") if isinstance(value, dict) else None
    if stated != FORMAT and isinstance(stated, str) and _NEWER.fullmatch(stated):
        message = f"The endorsement is of {stated}; this Chapbook reads {FORMAT}."
        raise Refused("endorsement-newer", message, "Update Chapbook, then try again.")
    if stated != FORMAT:
        raise FieldProblem("format", f'must be "{FORMAT}"')
    return Fields(value, "", required, optional)


def _statement(fields: Fields) -> Statement:
    word = fields.text("kind")
    if word not in list(Kind):
        raise FieldProblem("kind", f"must be one of {', '.join(Kind)}")
    kind = Kind(word)
    statement = Statement(
        kind=kind,
        by=_publisher(fields, "by"),
        about=_about(fields, kind),
        date=_day(fields),
        person=_publisher(fields, "person"),
        text=fields.text("text", most=MAX_TEXT),
    )
    if bool(statement.person) != (kind is Kind.COMPLETION):
        raise FieldProblem("person", "is for `completion`, and for it alone")
    if statement.by in (statement.person, statement.about.publisher):
        raise FieldProblem("by", "speaks of itself; nobody endorses themselves")
    return statement


def _about(fields: Fields, kind: Kind) -> About:
    value = dict(fields.members("about"))
    if kind in (Kind.WORKED_WITH, Kind.KEY):
        return About(publisher=_publisher(Fields(value, "about", "publisher"), "publisher"))
    about = Fields(value, "about", "release module version")
    if parse_version(about.text("version", most=MAX_VERSION)) is None:
        raise FieldProblem("about.version", "must be a version such as 1.2.0")
    return About(
        release=about.matching("release", DIGEST, "sha256: and 64 hexadecimal digits"),
        module=about.matching("module", KEBAB, "lower-case letters, digits and single hyphens", most=MAX_ID),
        version=about.text("version", most=MAX_VERSION),
    )


def _publisher(fields: Fields, key: str) -> str:
    return fields.matching(key, PUBLISHER, "the id of a publisher: 26 letters and digits")


def _day(fields: Fields) -> str:
    text = fields.text("date", most=10)
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise FieldProblem("date", "must be a day such as 2026-11-22")


def _refused(problem: FieldProblem) -> Refused:
    code = "endorsement-unknown-key" if problem.unknown_key else "endorsement-field"
    return Refused(code, f"The endorsement: {problem}.", "Ask whoever made it for another one.")
