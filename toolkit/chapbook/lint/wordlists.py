"""Words that rules look for, one file of data a language: `words/en.toml`. A new language is a new file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """Words of one language, in lower case. A language without a file has empty lists, so its rules keep silent.

    `verbs` maps a level of the revised taxonomy (remember … create) to observable verbs of that level.
    """

    generic_links: tuple[str, ...] = ()
    alt_prefixes: tuple[str, ...] = ()
    all_or_none: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    place_or_colour: tuple[str, ...] = ()
    unobservable_verbs: tuple[str, ...] = ()
    verbs: Mapping[str, tuple[str, ...]] | None = None


@cache
def words(language: str) -> WordList:
    """Give the words of a BCP 47 tag's language: `pt-BR` → those of `pt`, empty when there is no file."""
    name = language.lower().partition("-")[0]
    if name not in LANGUAGES:
        return WordList()
    data = tomllib.loads((files("chapbook.lint") / "words" / f"{name}.toml").read_text(encoding="utf-8"))
    lists = {field.name: tuple(data.get(field.name, ())) for field in fields(WordList) if field.name != "verbs"}
    return WordList(**lists, verbs={level: tuple(each) for level, each in data.get("verbs", {}).items()})
