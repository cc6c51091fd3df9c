"""What the site's own pages know of one module: catalogue, feed, search and lists are made of these. Pure.

A few kilobytes of plain values, so that the pages of a thousand modules can be made without reading one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chapbook.model.changelog import Release
from chapbook.site.changes import dated_releases
from chapbook.site.face import EditionFace, Face, StepFace
from chapbook.site.learning import days_of, learner_uid, reviewable
from chapbook.site.links import id_prefix
from chapbook.site.plan import ModulePlan, PageKind, PagePlan
from chapbook.workspace.workspace import ModuleFolder

_UNLISTED = frozenset({PageKind.PRINT, PageKind.REVIEW})
"""Pages that search engines are asked not to list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """A module's page of review: the ids of its questions and the days after which they come back, with blanks."""

    uri: str
    questions: str
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What a module's card shows. `uid` is what browsers know it by, `identity` what its cover is chosen by.

    `authors` are names and addresses on the web.
    """

    title: str
    uri: str
    uid: str
    identity: str
    petname: str
    summary: str
    minutes: int
    lessons: int
    level: str
    language: str
    status: str
    version: str
    tags: tuple[str, ...]
    authors: tuple[tuple[str, str], ...]
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFacts:
    """One module, in all its languages; `uid` is that of its module.yml.

    `releases` are version and day of those that the feed lists. `listed` are the pages of the site map.
    """

    key: str
    uid: str
    card: CardFacts
    face: Face
    review: ReviewFacts | None
    releases: tuple[tuple[str, str], ...]
    listed: tuple[str, ...]


def facts_of(module: ModulePlan, editions: Sequence[ModulePlan]) -> ModuleFacts:
    """Give a module's facts; `editions` are the original and its translations."""
    return ModuleFacts(
        key=module.key,
        uid=module.module.uid,
        card=card_of(module),
        face=face_of(module, editions),
        review=_review(module),
        releases=tuple((each.version, each.day) for each in feed_releases(module)),
        listed=tuple(page.uri for each in editions for page in each.pages if page.kind not in _UNLISTED),
    )


def card_of(module: ModulePlan) -> CardFacts:
    """Give what a module's card shows."""
    facts = module.module
    return CardFacts(
        title=module.overview.title,
        uri=module.overview.uri,
        uid=learner_uid(module),
        identity=facts.id or module.key,
        petname=module.petname,
        summary=facts.summary,
        minutes=module.minutes,
        lessons=len(facts.lessons),
        level=facts.level.value if facts.level else "",
        language=facts.language,
        status=facts.status.value,
        version=facts.version,
        tags=tuple(facts.tags),
        authors=tuple((person.name, person.url) for person in facts.authors),
        objectives=tuple(each.text for each in facts.objectives),
    )


def face_of(module: ModulePlan, editions: Sequence[ModulePlan]) -> Face:
    """Give what other modules may know of this one."""
    lock = module.loaded.lock
    return Face(
        id=module.module.id,
        place=place_of(module.loaded.folder),
        title=module.overview.title,
        uid=learner_uid(module),
        prefix=id_prefix(module),
        release=lock.release if lock else "",
        editions=tuple(
            EditionFace(each.module.language, each.overview.uri, tuple(map(_step, each.steps)))
            for each in editions
        ),
    )


def feed_releases(module: ModulePlan) -> tuple[Release, ...]:
    """Give what the feed says of a module: its dated releases, else the day on which an imported one came."""
    dated = dated_releases(module)
    lock = module.loaded.lock
    if not dated and lock is not None:
        return (Release(version=module.module.version, day=lock.imported[:10]),)
    return dated


def place_of(folder: ModuleFolder) -> str:
    """Give what sorts modules as the site lists them: own ones, then imported ones, each by key."""
    return f"{int(bool(folder.petname))} {folder.key}"


def _step(page: PagePlan) -> StepFace:
    step = page.step
    return StepFace(page.uri, step.id, step.renamed_from) if step else StepFace(page.uri, "")


def _review(module: ModulePlan) -> ReviewFacts | None:
    if module.review is None:
        return None
    return ReviewFacts(
        uri=module.review.uri,
        questions=" ".join(question.id for _, question in reviewable(module)),
        days=" ".join(map(str, days_of(module.module))),
    )
