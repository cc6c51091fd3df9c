"""The table of dialects: name, what it is, how it is recognised, and its converter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from chapbook.convert.aiken import ANSWER, convert_aiken
from chapbook.convert.carpentries import convert_carpentries
from chapbook.convert.draft import Draft
from chapbook.convert.gift import convert_gift
from chapbook.convert.liascript import convert_liascript
from chapbook.convert.markdown import convert_markdown
from chapbook.convert.mdbook_quiz import convert_mdbook_quiz
from chapbook.convert.mkdocs_quiz import convert_mkdocs_quiz
from chapbook.convert.mslearn import KIND, convert_mslearn
from chapbook.convert.notes import Log
from chapbook.convert.quizdown import convert_quizdown
from chapbook.tree.tree import RelPath, Tree

_SEEN = 200_000
"""Bytes of a file that are looked at to recognise a dialect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One row. `title` is for people; `is_it` says whether a source looks like this dialect."""

    name: str
    title: str
    is_it: Callable[[Tree], bool]
    convert: Callable[[Tree, Log], Draft]


def _holds(tree: Tree, suffix: str, pattern: str) -> bool:
    known = re.compile(pattern.encode(), re.MULTILINE)
    return any(
        known.search(tree.head(path, _SEEN).replace(b"\r", b""))
        for path in tree.paths()
        if path.endswith(suffix)
    )


def _has(tree: Tree, *names: str) -> bool:
    return all(RelPath(name) in tree.paths() for name in names)


DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        name="gift",
        title="GIFT questions",
        is_it=lambda tree: _holds(tree, ".gift", "") or _holds(tree, ".txt", r"^::.+::|\{\s*[=~#TF]"),
        convert=convert_gift,
    ),
    Dialect(
        name="aiken",
        title="Aiken questions",
        is_it=lambda tree: _holds(tree, ".aiken", "") or _holds(tree, ".txt", rf"^{ANSWER.pattern}$"),
        convert=convert_aiken,
    ),
    Dialect(
        name="mdbook-quiz",
        title="mdbook-quiz questions",
        is_it=lambda tree: _holds(tree, ".toml", r"^\s*\[\[\s*questions\s*\]\]"),
        convert=convert_mdbook_quiz,
    ),
    Dialect(
        name="mkdocs-quiz",
        title="pages with mkdocs-quiz blocks",
        is_it=lambda tree: _holds(tree, ".md", r"^\s*<(?:quiz|\?quiz\?)>\s*$"),
        convert=convert_mkdocs_quiz,
    ),
    Dialect(
        name="quizdown",
        title="quizdown questions",
        is_it=lambda tree: _holds(
            tree, ".md", r"^(?:shuffle_?(?:questions|answers)|primary_color|n_questions):"
        ),
        convert=convert_quizdown,
    ),
    Dialect(
        name="carpentries",
        title="a lesson of The Carpentries",
        is_it=lambda tree: any(
            any(path.startswith(f"{folder}/") for path in tree.paths()) and _has(tree, config)
            for folder, config in (
                ("episodes", "config.yaml"),
                ("episodes", "config.yml"),
                ("_episodes", "_config.yml"),
            )
        ),
        convert=convert_carpentries,
    ),
    Dialect(
        name="mslearn",
        title="a module of Microsoft Learn",
        is_it=lambda tree: _holds(tree, "index.yml", KIND),
        convert=convert_mslearn,
    ),
    Dialect(
        name="liascript",
        title="a LiaScript course",
        is_it=lambda tree: _holds(tree, ".md", r"^\s*narrator:|^\s*\[\([ xX]\)\]|^\s*\[\[[ xX]\]\]"),
        convert=convert_liascript,
    ),
    Dialect(
        name="markdown",
        title="a folder of Markdown",
        is_it=lambda tree: _holds(tree, ".md", "") or _holds(tree, ".markdown", ""),
        convert=convert_markdown,
    ),
)
"""In the order in which they are tried for `auto`: the special before the general."""

NAMES = tuple(each.name for each in DIALECTS)


def recognise(tree: Tree) -> Dialect | None:
    """Give the first dialect that a source looks like."""
    return next((each for each in DIALECTS if each.is_it(tree)), None)
