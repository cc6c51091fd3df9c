"""What the page about a learner's own learning lists: every module; the script shows those that were begun. Pure."""

from __future__ import annotations

from typing import Any

from chapbook.site.links import Addresses
from chapbook.site.plan import PagePlan
from chapbook.site.whole import Site

View = dict[str, Any]


def learning_rows(site: Site, page: PagePlan, addresses: Addresses) -> list[View]:
    """Give one row a module, in the order of the catalogue."""
    return [
        {
            "uid": module.face.uid,
            "title": module.face.title,
            "url": addresses.to(page, module.face.uri),
            "language": module.card.language,
            "version": module.card.version,
        }
        for module in site.modules
    ]
