"""What only a module's own page says: where its minutes go, which modules it asks for, what changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from chapbook.model.minutes import Part, Time, step_time
from chapbook.site.changes import Changes, shown_releases
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.site.words import words

View = dict[str, Any]


def module_detail(
    module: ModulePlan,
    page: PagePlan,
    catalogue: PagePlan,
    addresses: Addresses,
    changes: Mapping[str, Changes],
) -> View:
    """Give what the template of the module's page needs besides the module's facts.

    `changes` are those of its releases; without them the page shows none.
    """
    texts = words(page.language)
    return {
        "parts": parts_of(module),
        "needs": [_need(each.module, addresses) for each in module.module.requires],
        "releases": [
            {
                "version": each.version,
                "day": texts.date(each.day),
                "html": Markup(changes[each.version].page),
            }
            for each in shown_releases(module)
            if each.version in changes
        ],
        "tag_urls": [f"{addresses.between(page, catalogue)}#{_tag(each)}" for each in module.module.tags],
    }


def parts_of(module: ModulePlan) -> list[View]:
    """Give the parts that a learner's time goes to, the largest first, in whole minutes; none that round to 0."""
    total = sum((step_time(module.subject, page.step) for page in module.steps if page.step), Time())
    found = [(round(getattr(total, part.value) / 60), part.value) for part in Part]
    return [{"part": part, "minutes": minutes} for minutes, part in sorted(found, reverse=True) if minutes]


def _need(name: str, addresses: Addresses) -> str:
    """Give what the browser remembers a required module by; empty when it is not on this site."""
    other = addresses.faces.module(name) if name else None
    return other.uid if other else ""


def _tag(tag: str) -> str:
    return urlencode({"tag": tag})
