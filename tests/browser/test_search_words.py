"""The words that go into shards (Python) are those that the search box looks for (JavaScript), sign by sign."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from chapbook.site.search_words import is_run, words_of
from chapbook.site.theme import overlay

pytestmark = pytest.mark.browser

CHUNK = 4096
TERMS = "texts => texts.map((text) => chapbook.search.terms(text).map((term) => term.text).sort())"
YOUNG = "Cn", "Co", "Cs"
"""Signs that this Python does not know yet, and those that are no signs."""


def signs() -> Iterator[str]:
    """Give each sign between two letters; of the large blocks of one kind a few, and their borders."""
    for code in range(sys.maxunicode + 1):
        large = 0x3400 <= code < 0xA000 or 0xAC00 <= code < 0xD7A0 or code >= 0x11000
        if (not large or not code % 61 or code & 0xFF in (0, 0xFF)) and unicodedata.category(
            chr(code)
        ) not in YOUNG:
            yield f"a{chr(code)}b"


def different(page: Page, texts: list[str]) -> list[str]:
    """Give the texts that have other words in the browser. A run gives its last sign to shards only."""
    found: list[list[str]] = page.evaluate(TERMS, texts)
    return [text for text, words in zip(texts, found, strict=True) if not _same(set(words), words_of(text))]


def _same(looked_for: set[str], kept: set[str]) -> bool:
    return looked_for <= kept and all(is_run(word) and len(word) == 1 for word in kept - looked_for)


def test_every_sign_is_folded_alike(page: Page) -> None:
    page.add_script_tag(path=str(overlay() / "assets/chapbook/search-core.js"))
    texts = list(signs())
    assert len(texts) > 15_000
    found = [each for at in range(0, len(texts), CHUNK) for each in different(page, texts[at : at + CHUNK])]
    assert [f"{ord(text[1]):x}" for text in found] == []


def test_control_other_words_are_seen(page: Page) -> None:
    page.add_script_tag(path=str(overlay() / "assets/chapbook/search-core.js"))
    page.evaluate("() => { chapbook.search.terms = (text) => [{ text }]; }")
    assert different(page, ["tea", "a-b"]) == ["a-b"]
