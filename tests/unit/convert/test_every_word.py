"""Every word of a source is in the module or in what the conversion says of it: nothing goes silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from chapbook.convert.dialects import DIALECTS, NAMES, Dialect
from chapbook.convert.draft import Converted
from chapbook.convert.emit import Wish, emit
from chapbook.convert.notes import Log
from chapbook.convert.seen import SeenTree
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import Tree

CASES = Path(__file__).parents[2] / "cases" / "convert"
TEXTS = (".md", ".yml", ".yaml", ".toml", ".gift", ".aiken")
_WORD = re.compile(r"\w+")
_SETTING = re.compile(r"[ \t]*([\w.]+)[ \t]*[:=]")

SIGNS: Mapping[str, str] = {
    "aiken": "A B C D ANSWER",
    "carpentries": "fig alt html instructor hint callout keypoints questions prereq site sandpaper sandpaper_site",
    "gift": "CATEGORY TRUE",
    "liascript": "author comment",
    "markdown": "author",
    "mdbook-quiz": "book description preprocessor multipart prompt alternatives context distractors ShortAnswer "
    "shop MultipleChoice Tracing Drawing doesCompile stdout lineNumber false n toml Summary",
    "mkdocs-quiz": "answer correct content show_correct true site_author",
    "mslearn": "YamlMime ModuleUnit Module durationInMinutes content include includes choices isCorrect explanation "
    "false alt end VIDEO metadata author abstract prerequisites iconUrl units",
    "quizdown": "shuffle_questions shuffle_answers x",
}
"""Words that are signs of a dialect and say nothing to learners."""
SETTINGS = {
    ("mkdocs-quiz", "mkdocs.yml"): "how the site is made",
    ("carpentries", "LICENSE.md"): "its licence is named by its short name",
}
"""Files that speak to programs, or whose text is known otherwise."""


@cache
def converted(dialect: Dialect) -> Converted:
    log, tree = Log(), SeenTree(DirTree(CASES / dialect.name))
    return emit(dialect.convert(tree, log), tree, Wish(id="made", dialect=dialect.title), log)


def silent(dialect: Dialect, made: Converted) -> set[str]:
    """Give the words of a source that are neither in the module nor in a note."""
    tree = DirTree(CASES / dialect.name)
    texts = [text.decode() for path, text in made.files.items() if path.endswith((".md", ".yml"))]
    notes = [str(note) for note in (*made.changed, *made.lost)]
    there = {word.casefold() for each in (*texts, *notes, *made.files) for word in _WORD.findall(each)}
    there |= set(SIGNS[dialect.name].casefold().split())
    return {word for word in _words(dialect, tree, made) if word.casefold() not in there}


def _words(dialect: Dialect, tree: Tree, made: Converted) -> Iterator[str]:
    lost = {(note.path, note.line) for note in made.lost}
    left_out = {
        note.path
        for note in made.lost
        if not note.line
        and note.text.startswith("This ")
        and ("left out" in note.text or "not used" in note.text)
    }
    named = {word for note in made.lost for word in re.findall("“([^”]+)”", note.text)}
    named |= {
        word for note in made.lost for word in note.text.partition("has no place: ")[2].strip(".").split(", ")
    }
    for path in tree.paths():
        told = False
        is_text = path.endswith(TEXTS) and (dialect.name, path) not in SETTINGS
        for number, line in enumerate(tree.read(path).decode().split("\n") if is_text else (), 1):
            setting = _SETTING.match(line)
            told = setting[1] in named if setting else told and line.startswith(("-", " "))
            is_noted = told or (path, number) in lost or path in left_out
            if not is_noted and not re.search(r"\]\([^)]*\)|\b(?:src|source)=|\]:", line):
                yield from _WORD.findall(line)


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
def test_every_word_of_a_source_is_kept_or_named(dialect: Dialect) -> None:
    assert silent(dialect, converted(dialect)) == set()


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
def test_a_page_that_vanishes_is_seen(dialect: Dialect) -> None:
    made = converted(dialect)
    steps = (path for path in made.files if path.startswith(("lessons/", "quizzes/")))
    longest = max(steps, key=lambda path: len(made.files[path]))
    left = {path: text for path, text in made.files.items() if path != longest}
    assert silent(dialect, replace(made, files=left))


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
def test_what_nobody_names_is_seen(dialect: Dialect) -> None:
    made = converted(dialect)
    assert silent(dialect, replace(made, lost=(), changed=()))
