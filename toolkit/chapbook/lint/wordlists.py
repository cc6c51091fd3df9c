"""Words that rules look for, one file of data a language: `words/en.toml`. A new language is a new file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from chapbook.model.subject import Subject

LANGUAGES = ("en", "de", "fr", "es")
_OTHER = frozenset({"verbs", "true_false", "verb_last", "knowing_how"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordList:
    """Words of one language, in lower case. A language without a file has empty lists, so its rules keep silent.

    An instruction that names a thing by look alone has a word of `instructions` and one of `controls` with one of
    `looks` or `places`. Those of `all_or_none` that hold a word of `points_by_place` are wrong once options move.
    `verbs` maps a level of the revised taxonomy (remember … create) to observable verbs of that level; `verb_last`
    says that objectives end with their verb, `openings` what may stand before it; `knowing_how` is a pattern for
    “know” that means “can”, as in “savoir utiliser”. `negative_stems` end with the word that turns a question, with
    `*` for up to two words and `…` for up to six; `true_false` are pairs; `exercises` and `summaries` begin headings.
    """

    generic_links: tuple[str, ...] = ()
    alt_prefixes: tuple[str, ...] = ()
    all_or_none: tuple[str, ...] = ()
    points_by_place: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    unobservable_verbs: tuple[str, ...] = ()
    negative_stems: tuple[str, ...] = ()
    true_false: tuple[tuple[str, ...], ...] = ()
    openings: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    verb_last: bool = False
    knowing_how: str = ""
    verbs: Mapping[str, tuple[str, ...]] | None = None


@cache
def words(language: str) -> WordList:
    """Give the words of a BCP 47 tag's language: `pt-BR` → those of `pt`, empty when there is no file."""
    name = language.lower().partition("-")[0]
    if name not in LANGUAGES:
        return WordList()
    data = tomllib.loads((files("chapbook.lint") / "words" / f"{name}.toml").read_text(encoding="utf-8"))
    lists = {
        field.name: tuple(data.get(field.name, ())) for field in fields(WordList) if field.name not in _OTHER
    }
    pairs = tuple(tuple(pair) for pair in data.get("true_false", ()))
    verb_last = data.get("verb_last", False)
    return WordList(
        **lists,
        true_false=pairs,
        verb_last=verb_last,
        knowing_how=data.get("knowing_how", ""),
        verbs={level: tuple(each) for level, each in data.get("verbs", {}).items()},
    )


def words_of(subject: Subject, path: str) -> WordList:
    """Give the words for one file of a module: those of its language, in `i18n/fr/…` those of the translation."""
    parts = path.split("/")
    if parts[0] == "i18n" and len(parts) > 2:
        return words(parts[1])
    return words(subject.module.language if subject.module else "")
