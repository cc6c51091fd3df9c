"""The files of the interface's languages: whole, with the same places for values and all plural forms."""

from __future__ import annotations

import re

import pytest

from chapbook.site import words as module
from chapbook.site.words import LANGUAGES, ORIGINAL, PLURALS, Text, read, words

PLACE = re.compile(r"\{(\w+)\}")
OTHERS = [each for each in LANGUAGES if each != ORIGINAL]


def places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def faults(original: dict[str, Text], own: dict[str, Text], categories: tuple[str, ...]) -> list[str]:
    """Say what a translation lacks, has too much, or has otherwise than the original."""
    said = [f"missing: {key}" for key in original if key not in own]
    said += [f"not in English: {key}" for key in own if key not in original]
    for key in original.keys() & own.keys():
        theirs, ours = original[key], own[key]
        if isinstance(theirs, str) != isinstance(ours, str):
            said.append(f"plural in one only: {key}")
        elif isinstance(theirs, str) and isinstance(ours, str):
            if places(theirs) != places(ours):
                said.append(f"other places: {key}")
        elif not isinstance(theirs, str) and not isinstance(ours, str):
            if set(ours) != set(categories):
                said.append(f"forms {sorted(ours)}: {key}")
            # Only a form for few may say its number in words: "one lesson", "درسان".
            if places(ours["other"]) - places(theirs["other"]) or places(theirs["other"]) - places(
                ours["other"]
            ) - {"shown"}:
                said.append(f"other places: {key}")
            if any(places(form) - places(theirs["other"]) for form in ours.values()):
                said.append(f"unknown places: {key}")
    return said


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_with_the_same_places_and_all_forms(language: str) -> None:
    assert faults(read(ORIGINAL), read(language), PLURALS[language][0]) == []


def test_english_has_both_forms_and_every_form_knows_its_values() -> None:
    for key, text in read(ORIGINAL).items():
        if not isinstance(text, str):
            assert set(text) == {"one", "other"}, key
            assert places(text["one"]) <= places(text["other"]), key


def test_the_comparison_finds_each_fault() -> None:
    original: dict[str, Text] = {"a": "{x}", "b": "B", "c": {"one": "{count}", "other": "{count}"}, "d": "D"}
    own: dict[str, Text] = {"a": "{y}", "b": {"other": "B"}, "c": {"other": "{number}"}, "e": "E"}
    assert sorted(faults(original, own, ("one", "other"))) == [
        "forms ['other']: c",
        "missing: d",
        "not in English: e",
        "other places: a",
        "other places: c",
        "plural in one only: b",
        "unknown places: c",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_tidy(language: str) -> None:
    """No quotation marks of a typewriter, no blanks at the ends but where texts are joined, nothing left in English."""
    texts = read(language)
    forms = {key: [text] if isinstance(text, str) else [*text.values()] for key, text in texts.items()}
    for key, found in forms.items():
        for text in found:
            assert text.strip(), key
            assert "..." not in text, key
            assert "<" not in text, key
            if key not in ("site.comma", "question.or"):
                assert text == text.strip(" "), key
    if language == "ar":
        latin = [
            key
            for key, found in forms.items()
            if not re.search("[\u0600-\u06ff]|^\\{|^[\\W_]*$", " ".join(found))
        ]
        assert latin == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "0 lessons|1 lesson|2 lessons|3 lessons|11 lessons|100 lessons"),
        ("de", "0 Lektionen|1 Lektion|2 Lektionen|3 Lektionen|11 Lektionen|100 Lektionen"),
        ("fr", "0 leçon|1 leçon|2 leçons|3 leçons|11 leçons|100 leçons"),
        ("es", "0 lecciones|1 lección|2 lecciones|3 lecciones|11 lecciones|100 lecciones"),
        ("ar", "لا دروس|درس واحد|درسان|3 دروس|11 درسًا|100 درس"),
    ],
)
def test_counted_lessons(language: str, shown: str) -> None:
    it = words(language)
    assert "|".join(it.t("module.lesson_count", count=count) for count in (0, 1, 2, 3, 11, 100)) == shown


def test_a_key_means_one_text_on_pages_and_in_scripts() -> None:
    """`[quiz] open` and `[script.quiz] open` would be one key, and a translation could not tell them apart."""
    tables = dict(module._file(ORIGINAL))
    scripts = dict(module._flat(tables.pop("script")))
    pages = dict(module._flat(tables))
    assert {key for key in scripts.keys() & pages.keys() if scripts[key] != pages[key]} == set()
