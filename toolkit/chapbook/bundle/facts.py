"""What people want to know about a bundle before they take it in: one frozen value, and its JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from chapbook.bundle.manifest import FileEntry
from chapbook.bundle.verify import Bundle
from chapbook.model.module import Origin
from chapbook.source.canonical import JsonValue
from chapbook.trust.admit import in_words
from chapbook.trust.pins import NOBODY_KNOWN, Pins
from chapbook.trust.standing import Standing
from chapbook.trust.vouched import Vouch, vouched


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFacts:
    """Everything `chapbook show` prints. Sizes are bytes; `standing` is one word, `standing_in_words` a sentence.

    All of it was checked against the bundle's files. `calls_itself` is the name that the signer claims; `petname` is
    the user's own word for them, empty when they are new. `signed_with` and `beside` are fingerprints of keys: those
    that sign for the publisher, and others, which prove nothing. `endorsements` are by people whom the user
    knows; those by strangers, and those by keys that no longer count, are only counted.
    """

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
    authors: tuple[str, ...]
    created: str
    tool: str
    requires: tuple[str, ...]
    derived_from: tuple[str, ...]
    release: str
    content: str
    standing: str
    standing_in_words: str
    publisher: str
    calls_itself: str
    petname: str
    known_since: str
    signed_with: tuple[str, ...]
    beside: tuple[str, ...]
    proofs: tuple[str, ...]
    endorsements: tuple[Vouch, ...]
    endorsements_by_strangers: int
    endorsements_doubtful: int
    files: tuple[FileEntry, ...]
    unpacked_size: int
    packed_size: int


def facts_of(bundle: Bundle, standing: Standing, pins: Pins = NOBODY_KNOWN) -> BundleFacts:
    """Gather the facts of a bundle."""
    said, proof, pin = bundle.manifest, standing.proof, standing.pin
    found = vouched(bundle.endorsements, pins, said.publisher)
    return BundleFacts(
        id=said.id,
        uid=said.uid,
        slug=said.slug,
        version=said.version,
        title=said.title,
        language=said.language,
        summary=said.summary,
        minutes=said.minutes,
        outcomes=said.outcomes,
        license=said.license,
        authors=tuple(each.name for each in said.authors),
        created=said.created,
        tool=said.tool,
        requires=tuple(f"{each.module} {each.range}".strip() for each in said.requires),
        derived_from=tuple(_origin(each) for each in said.derived_from),
        release=bundle.release,
        content=said.content,
        standing=standing.origin.value,
        standing_in_words=in_words(standing),
        publisher=standing.publisher,
        calls_itself=proof.name if proof else "",
        petname=pin.petname if pin else "",
        known_since=pin.first_seen if pin else "",
        signed_with=tuple(key.fingerprint for key in proof.keys) if proof else (),
        beside=tuple(key.fingerprint for key in proof.beside) if proof else (),
        proofs=bundle.carried,
        endorsements=found.known,
        endorsements_by_strangers=found.strangers,
        endorsements_doubtful=found.doubtful,
        files=said.files,
        unpacked_size=sum(each.size for each in said.files),
        packed_size=bundle.packed_size,
    )


def _origin(origin: Origin) -> str:
    return f"{origin.title} ({origin.license})" if origin.license else origin.title


def facts_json(facts: BundleFacts) -> dict[str, JsonValue]:
    """Give the same as plain JSON values, for `--json`: every key always there."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(facts).items()}
