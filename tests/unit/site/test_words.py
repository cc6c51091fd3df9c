"""The interface's texts: every language whole, plural forms by number, nothing that a page cannot hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from chapbook.site import words as module
from chapbook.site.words import LANGUAGES, ONLY_ON, PLURALS, Words, direction, interface_language, words

PACKAGE = Path(module.__file__).parents[1]
THEME = Path(module.__file__).parents[3] / "themes" / "chapbook_theme"


def of(**texts: str | dict[str, str]) -> Words:
    return Words(language="en", direction="ltr", texts=texts, script_keys=tuple(texts))


def test_a_text_takes_values_and_numbers_are_written_as_the_language_does() -> None:
    assert of(a="{name} has {count} cups").t("a", name="Ana", count=1234) == "Ana has 1,234 cups"
    assert of(a="{left}{right}").t("a", left="{right}", right="b") == "{right}b"


def test_in_templates_text_and_values_are_escaped_but_what_is_html_already_stays() -> None:
    made = of(a="<b> {x} {y}").markup("a", x="<i>", y=Markup("<u>"))
    assert made == "&lt;b&gt; &lt;i&gt; <u>"
    assert isinstance(made, Markup)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "other one other other other other other"),
        ("de", "other one other other other other other"),
        ("fr", "one one other other other other other"),
        ("es", "other one other other other other other"),
        ("ar", "zero one two few many other few"),
    ],
)
def test_plural_categories(language: str, forms: str) -> None:
    categories, choose = PLURALS[language]
    assert [choose(count) for count in (0, 1, 2, 3, 11, 100, 103)] == forms.split()
    assert set(forms.split()) <= set(categories)


def test_languages_of_the_interface() -> None:
    assert [interface_language(each) for each in ("de-AT", "AR", "fr_CA", "pt", "", "deu")] == [
        "de",
        "ar",
        "fr",
        "en",
        "en",
        "en",
    ]


def test_directions() -> None:
    right = ["ar", "he-IL", "fa", "ur", "az-Arab", "AR-eg"]
    assert {direction(each) for each in right} == {"rtl"}
    assert {direction(each) for each in ("en", "de", "ar-Latn", "az", "", "zh-Hans")} == {"ltr"}


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "1,234 12,345 -2.5"),
        ("de", "1.234 12.345 -2,5"),
        ("es", "1234 12.345 -2,5"),
        ("fr", "1\u202f234 12\u202f345 -2,5"),
        ("ar", "1,234 12,345 -2.5"),
    ],
)
def test_numbers(language: str, shown: str) -> None:
    it = words(language)
    assert f"{it.number(1234)} {it.number(12345)} {it.number('-2.5')}" == shown


def test_days_are_written_in_words_and_what_is_no_day_stays() -> None:
    assert words("en").date("2026-11-02T10:00:00Z") == "2 November 2026"
    assert words("en").date("last spring") == "last spring"
    assert words("en").date("2026-13-01") == "2026-13-01"


def test_the_block_for_scripts_cannot_end_its_element() -> None:
    block = of(a="</script><script>").script_block("lesson")
    assert "</" not in block
    assert json.loads(block)["words"] == {"a": "</script><script>"}
    assert all("player." in key or "." in key for key in words("en").script_keys)


def test_one_script_holds_the_texts_of_all_scripts_and_a_page_says_only_its_language() -> None:
    script = words("fr").script()
    head = "((globalThis.chapbook ??= {}).texts ??= {}).fr = "
    assert script.startswith(head)
    texts = json.loads(script.removeprefix(head).removesuffix(";\n"))
    assert texts.keys() == set(words("fr").script_keys)
    assert json.loads(words("ar").script_names) == {"language": "ar", "direction": "rtl"}


def test_with_instant_navigation_a_page_holds_the_texts_of_the_scripts_that_it_loads() -> None:
    held = {
        kind: json.loads(words("fr").script_block(kind))["words"] for kind in ("module", "lesson", "review")
    }
    assert "player.right" in held["lesson"].keys() & held["review"].keys()
    assert "player.right" not in held["module"]
    assert "progress.done" in held["module"].keys() & held["lesson"].keys()
    parts = {key.partition(".")[0] for key in words("en").script_keys}
    assert set(ONLY_ON) <= parts


def test_what_a_translation_lacks_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, dict[str, object]] = {"en": {"a": {"x": "X", "y": "Y"}}, "de": {"a": {"x": "Ix"}}}
    monkeypatch.setattr(module, "_file", files.__getitem__)
    module._words.cache_clear()
    try:
        it = words("de")
        assert (it.t("a.x"), it.t("a.y")) == ("Ix", "Y")
        with pytest.raises(KeyError):
            it.t("a.z")
    finally:
        module._words.cache_clear()


KEY = re.compile(
    r"""(?<![\w.])(?:it\.|texts\.|chapbook\.|words\([^()]*\)\.|self\._?\w+\.)?t\(\s*(["'`])([a-z_]+\.[a-z0-9_]*[a-z0-9])\1"""
)


def test_every_key_that_is_asked_for_exists() -> None:
    sources = [*(PACKAGE / "site").glob("*.py"), *THEME.rglob("*.html"), *THEME.rglob("*.js")]
    asked = {(path.name, found[2]) for path in sources for found in KEY.finditer(path.read_text("utf-8"))}
    known = module.read("en")
    assert [each for each in sorted(asked) if each[1] not in known] == []
    scripts = set(words("en").script_keys)
    assert [each for each in sorted(asked) if each[0].endswith(".js") and each[1] not in scripts] == []


def test_the_languages_are_those_that_have_a_file() -> None:
    assert (
        {path.stem for path in (PACKAGE / "site" / "words").glob("*.json")} == set(LANGUAGES) == set(PLURALS)
    )


BARE = re.compile(r">[^<{}%]*[A-Za-z]{3,}[^<{}%]*<|(?:aria-label|title|placeholder|alt)=\"[A-Za-z]")
ASIDE = re.compile(r"\{#.*?#\}|<script\b.*?</script>|\{% (?:set|if|for)[^%]*%\}", re.DOTALL)
IN_SCRIPTS = re.compile(
    r"(?:textContent|\.title|\.label|placeholder) = \"[A-Za-z]|\"aria-label\", [\"`][A-Za-z]"
)


def bare_words(template: str) -> list[str]:
    """Find words in a template that are written there instead of in a language's file."""
    return BARE.findall(ASIDE.sub("", template))


def test_no_words_stand_in_templates_and_scripts() -> None:
    assert bare_words('<a href="x">{{ t("a.b") }}</a><i title="{{ t("a.b") }}"></i>{# <b>Remark</b> #}') == []
    assert len(bare_words('<a>Skip this</a><i aria-label="Way back"></i>')) == 2
    found = {path.name: bare_words(path.read_text("utf-8")) for path in THEME.rglob("*.html")}
    assert {name: said for name, said in found.items() if said} == {"catalogue.html": [">chapbook new<"]}
    scripts = {path.name: IN_SCRIPTS.findall(path.read_text("utf-8")) for path in THEME.rglob("*.js")}
    assert {name: said for name, said in scripts.items() if said} == {}
