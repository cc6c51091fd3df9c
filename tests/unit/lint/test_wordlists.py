"""Words of each language count in modules of that language, and in no other."""

from __future__ import annotations

from itertools import product

import pytest

from chapbook.lint.wordlists import LANGUAGES, words
from support.modules import HEADER, found

LINKS = {
    "en": ["click here", "read more"],
    "de": ["hier klicken", "weiterlesen"],
    "fr": ["cliquez ici", "en savoir plus"],
    "es": ["haz clic aquí", "leer más"],
}
DESCRIPTIONS = {
    "en": ["Screenshot of the pot", "The picture shows a pot"],
    "de": ["Bild von der Kanne", "Das Bild zeigt eine Kanne"],
    "fr": ["Capture d’écran de la théière", "Image d'une théière"],
    "es": ["Captura de pantalla de la tetera", "Una imagen de la tetera"],
}
INSTRUCTIONS = {
    "en": ["Press the green button.", "Click the link on the left."],
    "de": ["Drücke den grünen Knopf.", "Klicken Sie auf das Symbol rechts oben."],
    "fr": ["Appuyez sur le bouton vert.", "Cliquez sur le lien à gauche."],
    "es": ["Pulse el botón verde.", "Haga clic en el enlace de la izquierda."],
}
TRANSCRIPTS = {"en": "Transcript", "de": "Abschrift", "fr": "Transcription", "es": "Transcripción"}
PAIRS = list(product(LANGUAGES, LANGUAGES))


def number(code: str, language: str, body: str) -> int:
    module = f"format: 1\nid: make-tea\nlanguage: {language}\nlessons: [lessons/tea.md]\n"
    return len(found(code, body, {"module.yml": module}))


@pytest.mark.parametrize(("module", "text"), PAIRS)
def test_generic_links(module: str, text: str) -> None:
    for each in LINKS[text]:
        assert number("A405", module, f"[{each.capitalize()}](https://tea.example)") == (module == text)


@pytest.mark.parametrize(("module", "text"), PAIRS)
def test_beginnings_of_descriptions(module: str, text: str) -> None:
    for each in DESCRIPTIONS[text]:
        assert number("A402", module, f"![{each}](a.svg)") == (module == text)


@pytest.mark.parametrize(("module", "text"), PAIRS)
def test_instructions_by_look(module: str, text: str) -> None:
    for each in INSTRUCTIONS[text]:
        assert number("A410", module, each) == (module == text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_transcripts(language: str) -> None:
    assert number("A406", language, f"[a b](a.mp3)\n\n## {TRANSCRIPTS[language]}\n\nText") == 0
    assert number("A406", language, "[a b](a.mp3)\n\n## A b\n\nText") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_list_triggers_its_rule(language: str) -> None:
    for link in words(language).generic_links:
        assert number("A405", language, f"[{link}](https://tea.example)") == 1, link
    for prefix in words(language).alt_prefixes:
        gap = "" if prefix.endswith("'") else " "
        assert number("A402", language, f"![{prefix}{gap}x](a.svg)") == 1, prefix


def test_a_language_without_words_keeps_silent() -> None:
    assert number("A405", "pt", "[click here](https://tea.example)") == 0
    assert number("A410", "pt", "Press the green button.") == 0


def test_regions_share_the_words_of_their_language() -> None:
    assert number("A405", "de-AT", "[hier klicken](https://tea.example)") == 1


def test_a_translation_has_the_words_of_its_own_language() -> None:
    files = {
        "i18n/fr/lessons/tea.md": f"{HEADER}[cliquez ici](https://tea.example)\n\n[click here](https://tea.example)\n"
    }
    (only,) = found("A405", files=files)
    assert (only.location.path, only.location.span.line) == ("i18n/fr/lessons/tea.md", 6)
