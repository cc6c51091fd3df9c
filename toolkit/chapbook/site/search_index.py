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
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import quote

from chapbook.site.facts import CardFacts, card_of
from chapbook.site.links import Addresses, page_url
from chapbook.site.plan import ModulePlan
from chapbook.site.whole import Site

INDEX = "search/index.js"

Section = list[str]
"""Anchor, heading, text, and perhaps keys."""
PageEntry = list[Any]
"""URL, title, sections."""

_HEADING_ID = re.compile(r"<h([2-6]) (?:[^>]*? )?id=\"([^\"]*)\"")
_IN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bd[io]|cite|code|del|dfn|em|i|ins|kbd|label|mark|math|m[ino]|q|s|samp|small|span|strong|su[bp]|time|u"
    r"|var|wbr)\b"
)
"""Elements that may stand inside a word."""


class _Role(NamedTuple):
    """What a tag means to the index.

    `blank` parts the words around it. A heading with an `anchor` begins a section; a `sign` links to one, and is left
    out. `end` is the tag that ends either.
    """

    blank: str = ""
    anchor: str | None = None
    sign: bool = False
    end: str = ""


def module_index(
    module: ModulePlan, addresses: Addresses, inside: Mapping[str, Sequence[str]]
) -> list[PageEntry]:
    """Give the entries of one module: its own page, then its steps with their headings.

    `inside` gives a step's page by its `uri`, as `sections` wants it.
    """
    root = quote(f"{module.key}/")
    url = addresses.url(module.overview)
    entries: list[PageEntry] = [_overview(card_of(module), "./" if url == root else posixpath.basename(url))]
    for page in module.steps:
        found = [list(each) for each in sections(inside[page.uri])]
        entries.append([addresses.url(page).removeprefix(root), page.title, found])
    return entries


def catalogue_index(site: Site, addresses: Addresses) -> list[PageEntry]:
    """Give the entries of the catalogue: one a module, with its title only, since its words stand in the shards."""
    return [[page_url(each.card.uri, addresses.directory_urls), each.card.title, []] for each in site.modules]


def sections(pieces: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Cut the inside of a page at its headings: anchor, heading, text. The first has neither anchor nor heading.

    `pieces` is the page without its questions, as `html.split_tags` gives it.
    """
    anchor, heading, words = "", "", list[str]()
    at = 0
    while at < len(pieces):
        words.append(pieces[at])
        role = _role(pieces[at + 1]) if at + 1 < len(pieces) else _Role()
        if role.sign:
            at = _end_of(pieces, at + 1, role.end)
        elif role.anchor is not None:
            yield anchor, heading, _joined(words)
            end = _end_of(pieces, at + 1, role.end)
            anchor, heading = role.anchor, _plain(pieces[at + 2 : end])
            at, words = end, []
        else:
            words.append(role.blank)
            at += 1
        at += 1
    yield anchor, heading, _joined(words)


def _overview(facts: CardFacts, url: str) -> PageEntry:
    said = filter(None, (facts.summary, *facts.objectives))
    text = " ".join(each if each.endswith((".", "!", "?", "。")) else f"{each}." for each in said)
    keys = " ".join((*facts.tags, *(name for name, _ in facts.authors)))
    return [url, facts.title, [["", "", " ".join(text.split()), keys]]]


def _plain(pieces: Sequence[str]) -> str:
    """Give the words of a heading; no element in it parts them."""
    words: list[str] = []
    at = 0
    while at < len(pieces):
        words.append(pieces[at])
        role = _role(pieces[at + 1]) if at + 1 < len(pieces) else _Role()
        at = (_end_of(pieces, at + 1, role.end) if role.sign else at + 1) + 1
    return _joined(words)


def _joined(words: list[str]) -> str:
    return " ".join(unescape("".join(words)).split())


@lru_cache(maxsize=4096)  # pages are written with the same few tags
def _role(tag: str) -> _Role:
    """Say what a tag means: a heading with an id, the sign that links to it, the inside of a word, or a blank."""
    if tag.startswith("<a ") and 'class="headerlink"' in tag:
        return _Role(sign=True, end="</a>")
    if heading := _HEADING_ID.match(tag):
        return _Role(anchor=unescape(heading[2]), end=f"</h{heading[1]}>")
    return _Role(blank="" if _IN_WORDS.match(tag) else " ")


def _end_of(pieces: Sequence[str], start: int, tag: str) -> int:
    """Give the place of the first end tag `tag` behind `start`; the last place when there is none."""
    return next((at for at in range(start, len(pieces), 2) if pieces[at] == tag), len(pieces) - 1)


def index_text(pages: list[PageEntry], words: Mapping[str, Any] | None = None) -> str:
    """Write an index as the script that hands it over; that of all modules says how their `words` are spread."""
    index = {"pages": pages} if words is None else {"pages": pages, "words": words}
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"chapbook.searchIndex({data})\n"
