"""`feed.xml`: what is new, as an Atom feed (RFC 4287). Pure, and the same bytes for the same modules.

An entry is one release of one module with a day: those that its `CHANGELOG.md` dates, else the day on which an
imported module came. The clock is never read, so a module without any day is not in the feed, and a site without
such days has none. Ids hang on the module's uid, so that a site may move and readers still know what they have read.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

from chapbook.site.facts import ModuleFacts
from chapbook.site.links import Addresses, page_url
from chapbook.site.whole import Site
from chapbook.site.words import words

FEED = "feed.xml"
MOST = 50
"""Entries of a feed; the newest stay."""

_BLANKS = {ord(each): f"&#{ord(each)};" for each in "\n\r\t"}
"""Signs that a reader of XML would take for blanks in an attribute."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release of one module."""

    module: ModuleFacts
    version: str
    day: str

    @property
    def moment(self) -> str:
        """Give the release's day as RFC 3339 wants it: at noon, which is the same day almost everywhere."""
        return f"{self.day}T12:00:00Z"


def entries_of(site: Site) -> tuple[Entry, ...]:
    """Give what the feed lists, the newest first."""
    found = [
        Entry(module=module, version=version, day=day)
        for module in site.modules
        for version, day in module.releases
    ]
    found.sort(key=lambda each: (each.module.key, each.version))
    found.sort(key=lambda each: each.day, reverse=True)
    return tuple(found[:MOST])


def feed_xml(
    site: Site,
    addresses: Addresses,
    site_url: str,
    site_name: str,
    changes: Callable[[ModuleFacts, str], str],
) -> str:
    """Write the feed; empty when there is nothing with a day. Without `site_url` links are relative to the feed.

    `changes` gives what changed in a version of a module, as HTML.
    """
    entries = entries_of(site)
    if not entries:
        return ""
    title = site.catalogue.title
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_value(site.catalogue.language)}>',
        f"<id>urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, site_url or site_name)}</id>",
        f"<title>{_text(title)}</title>",
        *(
            [f"<subtitle>{_text(site.catalogue.description)}</subtitle>"]
            if site.catalogue.description
            else ()
        ),
        f"<updated>{entries[0].moment}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_value(urljoin(site_url, FEED))}/>',
        f'<link rel="alternate" type="text/html" href={_value(urljoin(site_url, "./"))}/>',
        "<generator>Chapbook</generator>",
    ]
    for each in entries:
        lines += _entry(each, addresses, site_url, site_name, changes(each.module, each.version))
    return "\n".join([*lines, "</feed>", ""])


def _entry(entry: Entry, addresses: Addresses, site_url: str, site_name: str, html: str) -> Iterator[str]:
    facts, module = entry.module.card, entry.module
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"chapbook:{module.uid or module.key}:{entry.version}")
    title = words(facts.language).t("feed.release", title=facts.title, version=entry.version)
    yield f"<entry xml:lang={_value(facts.language or 'en')}>"
    yield f"<id>urn:uuid:{name}</id>"
    yield f"<title>{_text(title)}</title>"
    yield f"<updated>{entry.moment}</updated>"
    yield f"<published>{entry.moment}</published>"
    url = urljoin(site_url, page_url(facts.uri, addresses.directory_urls))
    yield f'<link rel="alternate" type="text/html" href={_value(url)}/>'
    for author, address in facts.authors or ((site_name, ""),):
        home = f"<uri>{_text(address)}</uri>" if address.startswith(("https://", "http://")) else ""
        yield f"<author><name>{_text(author)}</name>{home}</author>"
    for tag in facts.tags:
        yield f"<category term={_value(tag)}/>"
    if facts.summary:
        yield f"<summary>{_text(facts.summary)}</summary>"
    if html:
        yield f'<content type="html">{_text(html)}</content>'
    yield "</entry>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text), quote=False)


def _value(text: str) -> str:
    text = escape(_NOT_XML.sub("", text))
    return f'"{text.translate(_BLANKS)}"'
