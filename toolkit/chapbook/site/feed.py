"""`feed.xml`: what is new, as an Atom feed (RFC 4287). Pure, and the same bytes for the same modules.

An entry is one release of one module with a day: those that its `CHANGELOG.md` dates, else the day on which an
imported module came. The clock is never read, so a module without any day is not in the feed, and a site without
such days has none. Ids hang on the module's uid, so that a site may move and readers still know what they have read.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from chapbook.model.changelog import Release
from chapbook.model.module import Person
from chapbook.site.changes import Changes, dated_releases
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, SitePlan
from chapbook.site.words import words

FEED = "feed.xml"
MOST = 50
"""Entries of a feed; the newest stay."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release of one module."""

    module: ModulePlan
    release: Release

    @property
    def moment(self) -> str:
        """Give the release's day as RFC 3339 wants it: at noon, which is the same day almost everywhere."""
        return f"{self.release.day}T12:00:00Z"


def entries_of(plan: SitePlan) -> tuple[Entry, ...]:
    """Give what the feed lists, the newest first."""
    found = [each for module in plan.modules for each in _entries(module)]
    found.sort(key=lambda each: (each.module.key, each.release.version))
    found.sort(key=lambda each: each.release.day, reverse=True)
    return tuple(found[:MOST])


def feed_xml(
    plan: SitePlan,
    addresses: Addresses,
    site_url: str,
    site_name: str,
    changes: Mapping[str, Mapping[str, Changes]],
) -> str:
    """Write the feed; empty when there is nothing with a day. Without `site_url` links are relative to the feed.

    `changes` are those of each module, by its key.
    """
    entries = entries_of(plan)
    if not entries:
        return ""
    title = plan.catalogue.title
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_value(plan.catalogue.language)}>',
        f"<id>urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, site_url or site_name)}</id>",
        f"<title>{_text(title)}</title>",
        *(
            [f"<subtitle>{_text(plan.catalogue.description)}</subtitle>"]
            if plan.catalogue.description
            else ()
        ),
        f"<updated>{entries[0].moment}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_value(urljoin(site_url, FEED))}/>',
        f'<link rel="alternate" type="text/html" href={_value(urljoin(site_url, "./"))}/>',
        "<generator>Chapbook</generator>",
    ]
    for each in entries:
        said = changes.get(each.module.key, {}).get(each.release.version, Changes())
        lines += _entry(each, addresses, site_url, site_name, said.feed)
    return "\n".join([*lines, "</feed>", ""])


def _entries(module: ModulePlan) -> Iterator[Entry]:
    dated = dated_releases(module)
    lock = module.loaded.lock
    if not dated and lock is not None:
        dated = (Release(version=module.module.version, day=lock.imported[:10]),)
    for release in dated:
        yield Entry(module=module, release=release)


def _entry(entry: Entry, addresses: Addresses, site_url: str, site_name: str, html: str) -> Iterator[str]:
    facts, release = entry.module.module, entry.release
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"chapbook:{facts.uid or entry.module.key}:{release.version}")
    title = words(facts.language).t(
        "feed.release", title=entry.module.overview.title, version=release.version
    )
    yield f"<entry xml:lang={_value(facts.language or 'en')}>"
    yield f"<id>urn:uuid:{name}</id>"
    yield f"<title>{_text(title)}</title>"
    yield f"<updated>{entry.moment}</updated>"
    yield f"<published>{entry.moment}</published>"
    url = urljoin(site_url, addresses.url(entry.module.overview))
    yield f'<link rel="alternate" type="text/html" href={_value(url)}/>'
    for person in facts.authors or (Person(name=site_name),):
        home = f"<uri>{_text(person.url)}</uri>" if person.url.startswith(("https://", "http://")) else ""
        yield f"<author><name>{_text(person.name)}</name>{home}</author>"
    for tag in facts.tags:
        yield f"<category term={_value(tag)}/>"
    if facts.summary:
        yield f"<summary>{_text(facts.summary)}</summary>"
    if html:
        yield f'<content type="html">{_text(html)}</content>'
    yield "</entry>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _value(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
