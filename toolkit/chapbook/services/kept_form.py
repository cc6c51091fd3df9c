"""A module's card as plain values for JSON, and back. What does not fit raises `ValueError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chapbook.diag.plain import text_of
from chapbook.model.subject import Neighbour
from chapbook.tree.tree import RelPath


def card_data(card: Neighbour) -> list[object]:
    """Give what neighbours need to know of a module as a list."""
    return [card.id, card.version, card.title, dict(card.lessons), list(card.requires)]


def card_of(data: Any) -> Neighbour:
    """Give the card that `card_data` made a list of."""
    name, version, title, lessons, requires = data
    if not isinstance(lessons, Mapping):
        raise ValueError("lessons are a mapping")
    return Neighbour(
        id=text_of(name),
        version=text_of(version),
        title=text_of(title),
        lessons={text_of(key): RelPath(text_of(path)) for key, path in lessons.items()},
        requires=tuple(text_of(each) for each in requires),
    )
