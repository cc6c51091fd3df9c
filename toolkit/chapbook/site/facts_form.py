"""A module's facts as plain values for JSON, and back. What does not fit raises ValueError, TypeError or KeyError."""

from __future__ import annotations

import json
from dataclasses import fields
from hashlib import blake2b
from typing import Any

from chapbook.site.face import EditionFace, Face, StepFace
from chapbook.site.facts import CardFacts, ModuleFacts, ReviewFacts

_CARD = tuple(each.name for each in fields(CardFacts))
_FACE = tuple(each.name for each in fields(Face))
_REVIEW = tuple(each.name for each in fields(ReviewFacts))


def facts_data(facts: ModuleFacts) -> dict[str, Any]:
    """Give facts as values that JSON can hold."""
    card = {name: getattr(facts.card, name) for name in _CARD}
    review = {name: getattr(facts.review, name) for name in _REVIEW} if facts.review else None
    return {
        "key": facts.key,
        "uid": facts.uid,
        "card": card,
        "face": face_data(facts.face),
        "review": review,
        "releases": facts.releases,
        "listed": facts.listed,
    }


def facts_of_data(data: Any) -> ModuleFacts:
    """Give the facts that `facts_data` made values of."""
    card = dict(data["card"])
    card["tags"], card["objectives"] = tuple(card["tags"]), tuple(card["objectives"])
    card["authors"] = tuple((name, url) for name, url in card["authors"])
    return ModuleFacts(
        key=data["key"],
        uid=data["uid"],
        card=CardFacts(**card),
        face=face_of_data(data["face"]),
        review=ReviewFacts(**data["review"]) if data["review"] else None,
        releases=tuple((version, day) for version, day in data["releases"]),
        listed=tuple(data["listed"]),
    )


def face_data(face: Face) -> dict[str, Any]:
    """Give a face as values that JSON can hold."""
    data: dict[str, Any] = {name: getattr(face, name) for name in _FACE}
    data["editions"] = [
        [each.language, each.uri, [[step.uri, step.id, step.renamed_from] for step in each.steps]]
        for each in face.editions
    ]
    return data


def face_of_data(data: Any) -> Face:
    """Give the face that `face_data` made values of."""
    editions = tuple(
        EditionFace(language, uri, tuple(StepFace(*step) for step in steps))
        for language, uri, steps in data["editions"]
    )
    return Face(**{**data, "editions": editions})


def answer_of(face: Face | None) -> str:
    """Give what stands for a face, where somebody asked for it: "" for none."""
    if face is None:
        return ""
    return blake2b(
        json.dumps(face_data(face), sort_keys=True).encode("utf-8", "surrogatepass"), digest_size=20
    ).hexdigest()
