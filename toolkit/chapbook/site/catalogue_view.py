"""What the catalogue can be narrowed by: one choice of values for each property that differs between modules. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from chapbook.site.words import Words

View = dict[str, Any]

RANGES: tuple[tuple[int, int], ...] = ((0, 15), (16, 30), (31, 60), (61, 0))
"""From and to, in minutes; 0 has no end. A learner asks what fits into a break, an evening, a day."""
LEVELS = ("beginner", "intermediate", "advanced")
MANY_TAGS = 60
"""With more tags than this, those of a single module are left out of the choice: one word finds that module too."""

OWN_NAMES: Mapping[str, str] = {
    "ar": "العربية",
    "bg": "Български",
    "ca": "Català",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "et": "Eesti",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
"""What languages call themselves; others are shown by their tag."""


def own_name(tag: str) -> str:
    """Give a language's name in that language; `pt-BR` keeps its country: Português (BR)."""
    name, _, more = tag.partition("-")
    found = OWN_NAMES.get(name.lower())
    if found is None:
        return tag
    return f"{found} ({more})" if more else found


def minutes_range(minutes: int) -> str:
    """Give the value of the range that a number of minutes lies in: `16-30`; empty for none."""
    return next(
        (_value(low, high) for low, high in RANGES if low <= minutes and (not high or minutes <= high)), ""
    )


def facets(cards: Sequence[View], texts: Words) -> list[View]:
    """Give the choices of a list of cards, each with how many modules it leaves; none that would leave all."""
    made = [
        _facet("level", _levels(cards, texts)),
        _facet("minutes", _minutes(cards, texts)),
        _facet("tag", _tags(cards)),
        _facet("language", _languages(cards)),
        _facet("author", _named(Counter(name for card in cards for name in {*card["authors"]}))),
    ]
    return [each for each in made if each["options"]]


def _facet(name: str, options: list[View]) -> View:
    return {"name": name, "options": options if len(options) > 1 else []}


def _levels(cards: Sequence[View], texts: Words) -> list[View]:
    count = Counter(card["level"] for card in cards)
    return [_option(each, texts.t(f"levels.{each}"), count[each]) for each in LEVELS if count[each]]


def _minutes(cards: Sequence[View], texts: Words) -> list[View]:
    count = Counter(minutes_range(card["minutes"]) for card in cards if card["minutes"])
    found = []
    for low, high in RANGES:
        value = _value(low, high)
        key = "minutes_up_to" if not low else "minutes_between" if high else "minutes_from"
        if count[value]:
            found.append(_option(value, texts.t(f"catalogue.{key}", low=low, high=high), count[value]))
    return found


def _tags(cards: Sequence[View]) -> list[View]:
    count = Counter(tag for card in cards for tag in {*card["tags"]})
    if len(count) > MANY_TAGS:
        count = Counter({tag: times for tag, times in count.items() if times > 1})
    return _named(count)


def _languages(cards: Sequence[View]) -> list[View]:
    count = Counter(card["language"] for card in cards if card["language"])
    return sorted((_option(tag, own_name(tag), count[tag]) for tag in count), key=_by_name)


def _named(count: Counter[str]) -> list[View]:
    return sorted((_option(name, name, times) for name, times in count.items()), key=_by_name)


def _by_name(option: View) -> tuple[str, str]:
    return option["name"].casefold(), option["name"]


def _option(value: str, name: str, count: int) -> View:
    return {"value": value, "name": name, "count": count}


def _value(low: int, high: int) -> str:
    return f"{low}-{high or ''}"
