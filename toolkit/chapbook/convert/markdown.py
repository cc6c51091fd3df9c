"""A plain folder of Markdown: each page becomes a lesson, in the order of `index`/`README`, then by name."""

from __future__ import annotations

import re
from dataclasses import replace

from chapbook.convert.draft import Draft, DraftLesson, Facts
from chapbook.convert.notes import Log
from chapbook.convert.sources import facts_of, one_line, page, people, spdx, split_title, title_of_path
from chapbook.source.document import YamlValue
from chapbook.tree.tree import RelPath, Tree

_FIRST = ("index.md", "readme.md")
_NO_LESSONS = re.compile(
    r"(?:.*/)?(?:licen[cs]e|contributing|code_of_conduct|changelog|security|summary)\.(?:md|markdown)",
    re.IGNORECASE,
)
_KNOWN = frozenset(
    {"title", "id", "author", "authors", "license", "description", "summary", "lang", "language"}
)


def convert_markdown(tree: Tree, log: Log) -> Draft:
    """Make a draft of all Markdown files of a folder."""
    facts = facts_of(tree, log)
    steps = []
    for path in pages(tree):
        read = page(tree, path, log)
        if read is None:
            continue
        header, body, _ = read
        title, body = split_title(body)
        title = one_line(header.get("title")) or title or title_of_path(path)
        facts = with_header(facts, header, log, path)
        if not facts.title and path.lower() in _FIRST:
            facts = replace(facts, title=title)
        steps.append(DraftLesson(title=title, body=(body,), origin=path, name=title_of_path(path)))
    if not facts.title and len(steps) == 1:
        facts = replace(facts, title=steps[0].title)
    return Draft(facts=facts, steps=tuple(steps))


def pages(tree: Tree) -> list[RelPath]:
    """Give the Markdown files that are lessons, in the order in which one reads them."""
    found = [path for path in tree.paths() if path.lower().endswith((".md", ".markdown"))]
    found = [path for path in found if not _NO_LESSONS.fullmatch(path)]
    return sorted(found, key=_place)


def _place(path: str) -> tuple[object, ...]:
    *folders, name = path.split("/")
    return (*((1, _natural(each)) for each in folders), (0 if name.lower() in _FIRST else 1, _natural(name)))


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Give a key that puts `2` before `10`."""
    parts = re.findall(r"[0-9]{1,9}|[^0-9]+|[0-9]", name.casefold())
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts)


def with_header(facts: Facts, header: dict[str, YamlValue], log: Log, path: str) -> Facts:
    """Give the facts with what a page's front matter adds; keys that have no place are noted as lost."""
    authors = people(header.get("authors") or header.get("author"))
    added = tuple(name for name in authors if name not in facts.authors)
    for key in header:
        if key not in _KNOWN:
            log.lose(f"The setting “{one_line(key, 60)}” has no place in a lesson.", path)
    return replace(
        facts,
        authors=facts.authors + added,
        license=facts.license or spdx(header.get("license")),
        summary=facts.summary or one_line(header.get("description") or header.get("summary"), 2000),
        language=facts.language or language(header.get("lang") or header.get("language")),
    )


def language(value: YamlValue) -> str:
    """Give a BCP 47 tag that a value looks like, else nothing."""
    text = one_line(value, 40).replace("_", "-")
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else ""
