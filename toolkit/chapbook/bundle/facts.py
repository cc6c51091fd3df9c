"""What people want to know about a bundle before they take it in: one frozen value, and its JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from chapbook.bundle.manifest import FileEntry
from chapbook.bundle.verify import Bundle
from chapbook.model.module import Origin
from chapbook.source.canonical import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFacts:
    """Everything `chapbook show` prints. Sizes are bytes; `standing` is one word, `standing_in_words` a sentence.

    All of it was checked against the bundle's files, but nothing of it proves who made them.
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
    proofs: tuple[str, ...]
    files: tuple[FileEntry, ...]
    unpacked_size: int
    packed_size: int


def facts_of(bundle: Bundle) -> BundleFacts:
    """Gather the facts of a bundle."""
    said = bundle.manifest
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
        standing=bundle.standing.origin.value,
        standing_in_words=bundle.standing.in_words,
        proofs=bundle.standing.carried,
        files=said.files,
        unpacked_size=sum(each.size for each in said.files),
        packed_size=bundle.packed_size,
    )


def _origin(origin: Origin) -> str:
    return f"{origin.title} ({origin.license})" if origin.license else origin.title


def facts_json(facts: BundleFacts) -> dict[str, JsonValue]:
    """Give the same as plain JSON values, for `--json`: every key always there."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(facts).items()}
