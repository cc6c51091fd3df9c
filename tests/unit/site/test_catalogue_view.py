"""What the catalogue offers to choose by."""

from __future__ import annotations

from typing import Any

import pytest

from chapbook.site.catalogue_view import facets, minutes_range, own_name
from chapbook.site.words import words


def card(**facts: Any) -> dict[str, Any]:
    return {"level": "beginner", "minutes": 20, "tags": [], "language": "en", "authors": ["Jane"]} | facts


def chosen(cards: list[dict[str, Any]]) -> dict[str, list[tuple[str, str, int]]]:
    return {
        each["name"]: [(one["value"], one["name"], one["count"]) for one in each["options"]]
        for each in facets(cards, words("en"))
    }


def test_what_is_the_same_everywhere_is_no_choice() -> None:
    assert chosen([card(), card()]) == {}
    assert chosen([]) == {}


def test_values_are_named_and_counted() -> None:
    cards = [
        card(level="advanced", tags=["b", "A"], authors=["Zoë", "Jane"]),
        card(level="", minutes=61, language="pt-BR", tags=["b"]),
        card(minutes=0, language="tlh"),
    ]
    assert chosen(cards) == {
        "level": [("beginner", "Beginner", 1), ("advanced", "Advanced", 1)],
        "minutes": [("16-30", "16 to 30 minutes", 1), ("61-", "61 minutes and more", 1)],
        "tag": [("A", "A", 1), ("b", "b", 2)],
        "language": [("en", "English", 1), ("pt-BR", "Português (BR)", 1), ("tlh", "tlh", 1)],
        "author": [("Jane", "Jane", 3), ("Zoë", "Zoë", 1)],
    }


def test_of_very_many_tags_those_of_one_module_are_left_to_the_words() -> None:
    cards = [card(tags=[f"tag-{n}", f"half-{n % 2}"]) for n in range(70)]
    assert [value for value, _, _ in chosen(cards)["tag"]] == ["half-0", "half-1"]


@pytest.mark.parametrize(
    ("minutes", "value"),
    [(0, "0-15"), (15, "0-15"), (16, "16-30"), (30, "16-30"), (31, "31-60"), (61, "61-"), (900, "61-")],
)
def test_every_number_of_minutes_has_one_range(minutes: int, value: str) -> None:
    assert minutes_range(minutes) == value


def test_languages_are_called_as_they_call_themselves() -> None:
    assert [own_name(tag) for tag in ("de", "de-AT", "ar", "x-none")] == [
        "Deutsch",
        "Deutsch (AT)",
        "العربية",
        "x-none",
    ]
