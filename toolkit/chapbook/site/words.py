"""The interface in the learner's language: `words("fr").t("module.minutes", count=3)`. Reads the package's files only.

One file a language, `words/LANGUAGE.json`. `en.json` is the original, and what a
translation lacks is taken from it, text by text. Texts hold `{names}` for values. A text that depends on a number is a
table of the plural categories of CLDR (`one`, `two`, `few`, …), chosen by `count`. Whole numbers among the values are
written as the language writes them. What stands below `script` goes to the scripts too, and is called
without that word: `right` in `player` in `script` is `player.right`, here and in `chapbook.t`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from markupsafe import Markup, escape

LANGUAGES = ("en", "de", "fr", "es", "ar")
"""Languages of the interface; other modules get the English one."""
ORIGINAL = "en"
SCRIPT = "script"

_PLACE = re.compile(r"\{(\w+)\}")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_THOUSANDS = {"en": ",", "de": ".", "fr": "\u202f", "es": ".", "ar": ","}
_DECIMAL = {"en": ".", "de": ",", "fr": ",", "es": ",", "ar": "."}

ONLY_ON: Mapping[str, tuple[str, ...]] = {
    "catalogue": ("catalogue",),
    "completion": ("completion",),
    "learning": ("learning",),
    "needs": ("module",),
    "player": ("lesson", "quiz", "review"),
    "quiz": ("quiz",),
    "review": ("review", "reviews"),
}
"""Parts of `script` that only pages of some kinds need, since only they load the script; others are everywhere."""

Text = str | Mapping[str, str]
"""A text, or its plural forms by category."""


def _one_other(count: float) -> str:
    return "one" if count == 1 else "other"


def _french(count: float) -> str:
    return "one" if abs(count) < 2 else "other"


def _arabic(count: float) -> str:
    if count in (0, 1, 2):
        return ("zero", "one", "two")[int(count)]
    rest = count % 100
    if rest in range(3, 11):
        return "few"
    return "many" if rest in range(11, 100) else "other"


PLURALS: Mapping[str, tuple[tuple[str, ...], Callable[[float], str]]] = {
    "en": (("one", "other"), _one_other),
    "de": (("one", "other"), _one_other),
    "fr": (("one", "other"), _french),
    "es": (("one", "other"), _one_other),
    "ar": (("zero", "one", "two", "few", "many", "other"), _arabic),
}
"""The plural categories that a language's texts must have, and which one a number takes (CLDR 48, `plurals.xml`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All texts of one language. `language` is the interface's, which may not be the module's."""

    language: str
    direction: str
    texts: Mapping[str, Text]
    script_keys: tuple[str, ...]
    _written: dict[str, Markup] = field(default_factory=dict, compare=False, repr=False)
    _blocks: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to another process as a name, which is read there again."""
        return words, (self.language,)

    def t(self, key: str, **values: object) -> str:
        """Give one text with its values put in; `KeyError` when even English has none."""
        return self._filled(self._form(self.texts[key], values.get("count")), values, str)

    def html(self, key: str, **values: object) -> str:
        """Do the same as HTML: text and values are escaped, values that are `Markup` stay."""
        return self._filled(escape(self._form(self.texts[key], values.get("count"))), values, escape)

    def markup(self, key: str, **values: object) -> Markup:
        """Do the same for templates, where it can be a value of another text."""
        if values:
            return Markup(self.html(key, **values))
        if key not in self._written:
            self._written[key] = Markup(self.html(key))
        return self._written[key]

    def number(self, value: float | str) -> str:
        """Write a number with the language's marks; a string is one that is written with a decimal point."""
        sign, digits, rest = re.fullmatch(r"(-?)(\d*)(?:\.(\d+))?", str(value)).groups(default="")  # type: ignore[union-attr]
        # In Spanish, as in Intl, four digits stand together.
        if len(digits) > (4 if self.language == "es" else 3):
            digits = f"{int(digits):,}".replace(",", _THOUSANDS[self.language])
        return sign + digits + (_DECIMAL[self.language] + rest if rest else "")

    def date(self, iso: str) -> str:
        """Write a day (`2026-11-22`) in words; what is no such day stays as it is."""
        found = re.match(r"(\d{4})-(\d{2})-(\d{2})", iso)
        if not found or not 1 <= int(found[2]) <= 12:
            return iso
        month = self.t(f"months.m{int(found[2])}")
        return self.t("dates.day", day=str(int(found[3])), month=month, year=found[1])

    @property
    def script_names(self) -> str:
        """Give the JSON by which a page tells its scripts the language of their texts."""
        return json.dumps({"language": self.language, "direction": self.direction}, separators=(",", ":"))

    def script(self) -> str:
        """Give the script that hands the texts of all scripts over, once for all pages of a language."""
        texts = {key: self.texts[key] for key in self.script_keys}
        text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        return f"((globalThis.chapbook ??= {{}}).texts ??= {{}}).{self.language} = {text};\n"

    def script_block(self, kind: str = "") -> str:
        """Give the same JSON with the texts for a page of a kind, where pages follow each other without being loaded.

        `</` cannot occur in it.
        """
        if kind not in self._blocks:
            keys = (each for each in self.script_keys if kind in ONLY_ON.get(each.partition(".")[0], (kind,)))
            texts = {key: self.texts[key] for key in keys}
            block = {"language": self.language, "direction": self.direction, "words": texts}
            text = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
            self._blocks[kind] = text.replace("</", "<\\/")
        return self._blocks[kind]

    def _form(self, text: Text, count: object) -> str:
        if isinstance(text, str):
            return text
        category = PLURALS[self.language][1](count) if isinstance(count, int | float) else "other"
        return text.get(category) or text["other"]

    def _filled(self, text: str, values: Mapping[str, object], shown: Callable[[object], str]) -> str:
        def put(found: re.Match[str]) -> str:
            value = values[found[1]]
            return shown(self.number(value) if isinstance(value, int) else value)

        return _PLACE.sub(put, str(text))


def interface_language(tag: str) -> str:
    """Give the language of the interface for a language tag: `de-AT` has `de`, an unknown one English."""
    name = tag.replace("_", "-").split("-")[0].lower()
    return name if name in LANGUAGES else ORIGINAL


def direction(tag: str) -> str:
    """Give `rtl` or `ltr` for a language tag."""
    name, *more = tag.replace("_", "-").lower().split("-")
    scripts = [each for each in more if len(each) == 4 and each.isalpha()]
    is_right = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else name in _RIGHT_TO_LEFT
    return "rtl" if is_right else "ltr"


def words(tag: str) -> Words:
    """Give the interface for a module's language."""
    return _words(interface_language(tag))


@cache
def _words(language: str) -> Words:
    original, own = read(ORIGINAL), read(language)
    if language != ORIGINAL:
        # A form of English among Arabic ones would be wrong: a text is taken whole.
        own = {key: own.get(key, text) for key, text in original.items()}
    return Words(
        language=language,
        direction=direction(language),
        texts=dict(own),
        script_keys=tuple(key for key, _ in _flat(_file(ORIGINAL).get(SCRIPT, {}))),
    )


def read(language: str) -> dict[str, Text]:
    """Read one language's own texts, by their keys."""
    tables = dict(_file(language))
    scripts = tables.pop(SCRIPT, {})
    return {**dict(_flat(tables)), **dict(_flat(scripts))}


@cache  # both the texts of a language and those of English behind it are taken out of it
def _file(language: str) -> Mapping[str, object]:
    path = resources.files("chapbook.site").joinpath("words", f"{language}.json")
    found: Mapping[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _flat(table: object, before: str = "") -> Iterator[tuple[str, Text]]:
    if not isinstance(table, dict):
        return
    for key, value in table.items():
        if isinstance(value, str) or (isinstance(value, dict) and "other" in value):
            yield before + key, value
        else:
            yield from _flat(value, f"{before}{key}.")
