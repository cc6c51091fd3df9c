"""One change between two versions of a module, and how much of a text changed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum, StrEnum

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_FEW_WORDS, _SMALL_SHARE = 12, 0.05
"""A change of at most so many words, or of at most this share of a text, is a slip corrected."""


class Bump(IntEnum):
    """The part of a version that a change raises, the smallest first."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """Give its name as people write it."""
        return self.name.lower()


class Kind(StrEnum):
    """What happened."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    """It has another id and says so with `renamed_from`."""
    ID_CHANGED = "id-changed"
    """It has another id and does not say so: progress is lost."""
    MOVED = "moved"
    REORDERED = "reordered"
    TEXT = "text"
    KEY = "key"
    """Another answer is right."""
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `what` is lesson, quiz, question, objective, file or a key of module.yml; `was` an earlier id."""

    kind: Kind
    what: str
    id: str
    message: str
    bump: Bump
    was: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Reworded:
    """How many words came and went; `share` of the earlier words that went, or that came when there were none."""

    added: int
    removed: int
    share: float


def reworded(old: str, new: str) -> Reworded:
    """Count words that one text has and the other has not; words that only moved do not count."""
    before, after = Counter(_WORD.findall(old)), Counter(_WORD.findall(new))
    added, removed = (after - before).total(), (before - after).total()
    total = before.total()
    return Reworded(added, removed, removed / total if total else float(added > 0))


def words_bump(change: Reworded) -> Bump:
    """Say whether a text got a slip corrected, or got clearer or longer."""
    most = max(change.added, change.removed)
    return (
        Bump.PATCH
        if most <= _FEW_WORDS or (change.share <= _SMALL_SHARE and change.added <= 30)
        else Bump.MINOR
    )


def many_words(change: Reworded) -> str:
    """Give “12 words new, 3 gone”."""
    if not change.added and not change.removed:
        return "the same words, set otherwise"
    unit = "word" if change.added == 1 else "words"
    return f"{change.added} {unit} new, {change.removed} gone"
