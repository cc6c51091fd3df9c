"""What the templates get: a page's view with what all pages of a site share. Part of the door to MkDocs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from mkdocs.structure.nav import Navigation
from mkdocs.utils.templates import TemplateContext

from chapbook.site import offline, theme
from chapbook.site.head import head_view
from chapbook.site.html import escaped
from chapbook.site.learning import ModuleBlock
from chapbook.site.links import Addresses, page_url
from chapbook.site.pages import ChapbookPage
from chapbook.site.plan import ModulePlan
from chapbook.site.views import View, facts_view, page_view
from chapbook.site.whole import Site
from chapbook.site.words import direction, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What holds for every page of a site.

    `policy` is the content security policy, "" for none; `keeps`: a service worker keeps modules; `bundle`: Material's
    own scripts are wanted; `has_feed`: there is a feed to link to.
    """

    site_url: str
    policy: str
    keeps: bool
    bundle: bool
    has_feed: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same on all pages of a module in one language: `facts` are escaped."""

    facts: View
    block: ModuleBlock


class Contexts:
    """Fills the contexts of pages and templates; strings of the view are escaped."""

    def __init__(self, site: Site, addresses: Addresses, shared: Shared) -> None:
        self._site = site
        self._addresses = addresses
        self._shared = shared
        self._modules: dict[str, _Known] = {}

    def page(self, context: TemplateContext, page: ChapbookPage, nav: Navigation) -> TemplateContext:
        """Fill that of a page."""
        planned, module = page.planned, page.module
        view = page_view(self._site, planned, module, self._addresses, page.inside)
        view["head"] = head_view(
            self._site,
            planned,
            module,
            self._addresses,
            self._shared.site_url,
            has_feed=self._shared.has_feed,
        )
        if module is None:
            return self._fill(context, view, nav, planned.language)
        known = self._known(module)
        view["module_block"] = known.block.text(planned)
        return self._fill(context, view, nav, planned.language, known.facts)

    def _known(self, module: ModulePlan) -> _Known:
        if module.key not in self._modules:
            facts = escaped(facts_view(module, module.overview.language))
            assert isinstance(facts, dict)
            self._modules[module.key] = _Known(facts, ModuleBlock(module, self._addresses))
        return self._modules[module.key]

    def template(self, context: TemplateContext, name: str, nav: Navigation) -> TemplateContext:
        """Fill that of 404.html, which stands at no fixed address, of the page without a network, of the site map."""
        base = str(context["base_url"]).rstrip("/")
        site, addresses = self._site, self._addresses
        language = site.catalogue.language
        kind, texts = ("away", "offline") if name == offline.AWAY else ("missing", "missing")
        title = words(language).t(f"{texts}.document_title")
        view = {"kind": kind, "title": title, "home": f"{base}/", "toc": []}
        view |= {"learning": f"{base}/{addresses.url(site.learning)}"}
        view |= {"reviews": f"{base}/{addresses.url(site.reviews)}"}
        view |= {"catalogue_title": site.catalogue.title}
        if name == "sitemap.xml":
            view["listed"] = self._listed()
        return self._fill(context, view, nav, language)

    def _listed(self) -> list[str]:
        """Give the whole addresses of all pages that search engines may list; none when the site's own is not known."""
        site_url, directory_urls = self._shared.site_url, self._addresses.directory_urls
        pages = [self._site.catalogue.uri, *(uri for each in self._site.modules for uri in each.listed)]
        return [urljoin(site_url, page_url(uri, directory_urls)) for uri in pages] if site_url else []

    def _fill(
        self,
        context: TemplateContext,
        view: View,
        nav: Navigation,
        language: str,
        facts: View | None = None,
    ) -> TemplateContext:
        """Fill a context; `facts` of the module are escaped already."""
        texts, shared = words(language), self._shared
        theme.name_palette(context["config"], texts)
        shown: Any = escaped(view)
        if facts:
            shown["module"] = facts | shown["module"]
        values: dict[str, Any] = {"chapbook": shown, "csp": shared.policy}
        values |= {"t": texts.markup, "interface": texts, "direction_of": direction}
        values |= {"keeps": shared.keeps, "bundle": shared.bundle, "nav": nav}
        for key, value in values.items():
            context[key] = value  # type: ignore[literal-required]
        return context
