"""What a page's head says to search engines, feed readers and networks that show a preview. Pure.

Previews and search engines want whole addresses, so those stand here only when `site_url` is set.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from chapbook.site.card import card_uri
from chapbook.site.feed import FEED
from chapbook.site.linked_data import page_data, script_json
from chapbook.site.links import Addresses, relative_url
from chapbook.site.plan import ModulePlan, PageKind, PagePlan
from chapbook.site.whole import Site

View = dict[str, Any]

_PREVIEWED = frozenset({PageKind.CATALOGUE, PageKind.MODULE, PageKind.LESSON, PageKind.QUIZ})
_DESCRIBED = frozenset({PageKind.CATALOGUE, PageKind.MODULE})
LONGEST = 300
"""Characters of a description; what is longer is cut by whoever shows it, in the middle of a word."""


def head_view(
    site: Site,
    page: PagePlan,
    module: ModulePlan | None,
    addresses: Addresses,
    site_url: str,
    *,
    has_feed: bool,
) -> View:
    """Give what stands in the head of one page besides its title."""
    view: View = {"description": description_of(page, module)}
    if page.kind is PageKind.PRINT and module is not None:
        view["canonical"] = urljoin(site_url, addresses.url(module.overview)) if site_url else ""
    elif site_url:
        view["canonical"] = urljoin(site_url, addresses.url(page))
    if has_feed:
        view["feed"] = relative_url(FEED, addresses.url(page))
    if page.kind in _DESCRIBED:
        view["data"] = script_json(page_data(site, page, module, addresses, site_url))
    if site_url and page.kind in _PREVIEWED:
        view["preview"] = _preview(site, page, module, site_url)
    return view


def description_of(page: PagePlan, module: ModulePlan | None) -> str:
    """Say in a sentence what the page is about: a lesson's goals where it has any, else the module's summary."""
    text = page.description
    if module is not None and page.kind is not PageKind.MODULE:
        texts = {each.id: each.text for each in module.module.objectives}
        goals = [texts[each] for each in getattr(page.step, "objectives", ()) if each in texts]
        text = ". ".join(goals) + "." if goals else module.module.summary
        text = f"{module.overview.title}: {text}" if page.step is not None else text
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def _preview(site: Site, page: PagePlan, module: ModulePlan | None, site_url: str) -> View:
    view: View = {
        "type": "website" if module is None else "article",
        "locale": page.language.replace("-", "_"),
        "card": "summary",
    }
    if module is not None:
        view |= {
            "card": "summary_large_image",
            "image": urljoin(site_url, card_uri(module)),
            "alt": f"{module.overview.title} · {site.catalogue.title}",
        }
    return view
