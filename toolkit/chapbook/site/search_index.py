"""One small search index a module, and one of all modules for the catalogue. Pure.

An index is a classic script that hands its data to the search box, so that it loads from `file://` and under the
content security policy, and only once somebody searches. Its law:

    chapbook.searchIndex({"pages": [[URL, TITLE, [[ANCHOR, HEADING, TEXT, KEYS?], …]], …]})

That of all modules has their titles without sections, and says how their words are spread over shards, in which the
text of the whole site is found (`search_shards`): {"pages": …, "words": {"folder", "letters", "shards"}}.

URLs are relative to the folder of the module, or of the site: the one that holds `search/`. The first section of a
page is what stands before its first heading. KEYS are words that find the page like a heading but are not shown.
Questions are left out: an index would give their answers away.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import quote

from chapbook.site.facts import CardFacts, card_of
from chapbook.site.html import split_tags
from chapbook.site.links import Addresses, page_url
from chapbook.site.plan import ModulePlan
from chapbook.site.whole import Site

INDEX = "search/index.js"

Section = list[str]
"""Anchor, heading, text, and perhaps keys."""
PageEntry = list[Any]
"""URL, title, sections."""

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_HEADING_ID = re.compile(r"<h[2-6] (?:[^>]*? )?id=\"([^\"]*)\"")
_VALUES = re.compile(r"\"[^\"]*\"")
_IN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bd[io]|cite|code|del|dfn|em|i|ins|kbd|label|mark|math|m[ino]|q|s|samp|small|span|strong|su[bp]|time|u"
    r"|var|wbr)\b"
)
"""Elements that may stand inside a word."""


def module_index(module: ModulePlan, addresses: Addresses, inside: Mapping[str, str]) -> list[PageEntry]:
    """Give the entries of one module: its own page, then its steps with their headings.

    `inside` gives the HTML of a page by its `uri`.
    """
    root = quote(f"{module.key}/")
    url = addresses.url(module.overview)
    entries: list[PageEntry] = [_overview(card_of(module), "./" if url == root else posixpath.basename(url))]
    for page in module.steps:
        found = [list(each) for each in sections(inside.get(page.uri, ""))]
        entries.append([addresses.url(page).removeprefix(root), page.title, found])
    return entries


def catalogue_index(site: Site, addresses: Addresses) -> list[PageEntry]:
    """Give the entries of the catalogue: one a module, with its title only, since its words stand in the shards."""
    return [[page_url(each.card.uri, addresses.directory_urls), each.card.title, []] for each in site.modules]


def sections(html: str) -> Iterator[tuple[str, str, str]]:
    """Cut the inside of a page at its headings: anchor, heading, text. The first has neither anchor nor heading."""
    anchor, heading, words = "", "", _Words()
    pieces = split_tags(html)
    at = 0
    while at < len(pieces):
        if at % 2 == 0:
            words.add(pieces[at])
        elif _is_left_out(pieces[at]):
            at = _end_of(pieces, at)
        elif found := _HEADING_ID.match(pieces[at]):
            yield anchor, heading, words.take()
            end = _end_of(pieces, at)
            anchor, heading = unescape(found[1]), _plain(pieces[at + 1 : end])
            at = end
        else:
            words.tag(pieces[at])
        at += 1
    yield anchor, heading, words.take()


def _overview(facts: CardFacts, url: str) -> PageEntry:
    said = filter(None, (facts.summary, *facts.objectives))
    text = " ".join(each if each.endswith((".", "!", "?", "。")) else f"{each}." for each in said)
    keys = " ".join((*facts.tags, *(name for name, _ in facts.authors)))
    return [url, facts.title, [["", "", " ".join(text.split()), keys]]]


class _Words:
    """Text as it is read: blanks joined, elements apart unless they may stand inside a word."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def add(self, text: str) -> None:
        self._parts.append(text)

    def tag(self, tag: str) -> None:
        if not _IN_WORDS.match(tag):
            self._parts.append(" ")

    def take(self) -> str:
        text = " ".join(unescape("".join(self._parts)).split())
        self._parts.clear()
        return text


def _plain(pieces: list[str]) -> str:
    words = _Words()
    at = 0
    while at < len(pieces):
        if at % 2 == 0:
            words.add(pieces[at])
        elif _is_left_out(pieces[at]):
            at = _end_of(pieces, at)
        at += 1
    return words.take()


def _is_left_out(tag: str) -> bool:
    """Say whether an element's words are not for the index: questions, and the sign that links to a heading."""
    if "data-search-exclude" in tag:
        return "data-search-exclude" in _VALUES.sub('""', tag)
    return tag.startswith("<a ") and 'class="headerlink"' in tag


def _end_of(pieces: list[str], start: int) -> int:
    """Give the place of the end tag that belongs to the start tag at `start`; the last place if there is none."""
    name, depth = _name(pieces[start]), 0
    both = (f"<{name}", f"</{name}")
    for at in range(start, len(pieces), 2):
        if pieces[at].startswith(both) and _name(pieces[at]) == name:
            depth += -1 if pieces[at].startswith("</") else 1
            if not depth:
                return at
    return len(pieces) - 1


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def index_text(pages: list[PageEntry], words: Mapping[str, Any] | None = None) -> str:
    """Write an index as the script that hands it over; that of all modules says how their `words` are spread."""
    index = {"pages": pages} if words is None else {"pages": pages, "words": words}
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"chapbook.searchIndex({data})\n"
