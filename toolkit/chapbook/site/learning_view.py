"""What the page about a learner's own learning lists: every module; the script shows those that were begun. Pure."""

from __future__ import annotations

from typing import Any

from chapbook.site.learning import learner_uid
from chapbook.site.links import Addresses
from chapbook.site.plan import PagePlan, SitePlan

View = dict[str, Any]


def learning_rows(plan: SitePlan, page: PagePlan, addresses: Addresses) -> list[View]:
    """Give one row a module, in the order of the catalogue."""
    return [
        {
            "uid": learner_uid(module),
            "title": module.overview.title,
            "url": addresses.between(page, module.overview),
            "language": module.module.language,
            "version": module.module.version,
        }
        for module in plan.modules
    ]
