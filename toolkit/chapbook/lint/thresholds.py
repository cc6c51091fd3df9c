"""The numbers that rules measure with: defaults here, a workspace's own in `check: thresholds:` of `chapbook.yml`.

Each field's `doc` says what it counts; where a default comes from stands on the page of the rule that uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from math import isfinite


def _whole(default: int, doc: str) -> int:
    return field(default=default, metadata={"doc": doc})


def _number(default: float, doc: str) -> float:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which number on a rule speaks."""

    correct_length_ratio: float = _number(
        1.5, "Q506: the right option is this many times as long as the next."
    )
    correct_length_extra: int = _whole(15, "Q506: and longer by this many characters.")
    pattern_items: int = _whole(4, "Q507, Q508: the fewest single choices in which a pattern counts.")
    longest_percent: int = _whole(60, "Q507: per cent of them in which the right option is the longest.")
    longest_over_chance: int = _whole(25, "Q507: and this many points more than chance would give.")
    position_percent: int = _whole(60, "Q508: per cent of them with the right option in one place.")
    options_min: int = _whole(3, "Q511: the fewest options of a choice; two will do for true or false.")
    options_max: int = _whole(5, "Q511: the most options of a choice.")
    objectives_max: int = _whole(5, "P601: the most objectives of a module.")
    lesson_minutes: int = _whole(10, "P606: the most minutes of a lesson, its questions included.")
    module_minutes: int = _whole(60, "P606: the most minutes of a module.")
    reading_minutes: int = _whole(8, "P607: the most minutes of reading between two questions.")
    video_minutes: int = _whole(6, "P610: the most minutes of a video.")


DEFAULTS = Thresholds()


def with_numbers(numbers: Mapping[str, object]) -> Thresholds:
    """Give the defaults with those of `numbers` that can be used instead of them."""
    known = {each.name for each in fields(Thresholds)}
    usable = {name: value for name, value in numbers.items() if name in known and is_usable(value)}
    return replace(DEFAULTS, **usable)  # type: ignore[arg-type]


def is_usable(value: object) -> bool:
    """Say whether something can be compared with: a number of 0 or more that is not endless."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and value >= 0
