"""Files of the site that are no pages: the feed, and the cards for previews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from chapbook.site.card import card_png, card_uri
from chapbook.site.changes import Changes
from chapbook.site.feed import FEED, feed_xml
from chapbook.site.links import Addresses
from chapbook.site.plan import SitePlan


def write_files(
    site_dir: Path,
    plan: SitePlan,
    addresses: Addresses,
    site_url: str,
    site_name: str,
    changes: Mapping[str, Mapping[str, Changes]],
) -> None:
    """Write all of them below the site's folder; `changes` are those of each module, by its key."""
    for uri, content in files_of(plan, addresses, site_url, site_name, changes):
        target = site_dir / uri
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def files_of(
    plan: SitePlan,
    addresses: Addresses,
    site_url: str,
    site_name: str,
    changes: Mapping[str, Mapping[str, Changes]],
) -> Iterator[tuple[str, bytes]]:
    """Give address and content of each; cards only where `site_url` is set, since networks want whole addresses."""
    feed = feed_xml(plan, addresses, site_url, site_name, changes)
    if feed:
        yield FEED, feed.encode()
    for module in plan.modules if site_url else ():
        names = ", ".join(person.name for person in module.module.authors)
        below = " · ".join(filter(None, (names, plan.catalogue.title)))
        yield card_uri(module), card_png(module.overview.title, below, module.module.id or module.key)
