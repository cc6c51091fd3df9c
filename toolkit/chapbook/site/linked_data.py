"""What machines read of the catalogue and of a module: JSON-LD in the words of schema.org and LRMI. Pure.

Search engines and catalogues of open resources find modules by this. It says only what the module's files say. Where
the site's own address is known, addresses are whole; else they are seen from the page, which JSON-LD allows.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from chapbook.model.module import Module, Origin, Person, Quiz
from chapbook.site.links import Addresses, page_url
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.site.views import LICENCE_PAGES
from chapbook.site.whole import Site

Data = dict[str, Any]

LISTED = 100
"""Modules that the catalogue's data names; all stand on the page itself and in the site map."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WEB = ("https://", "http://")


def page_data(
    site: Site, page: PagePlan, module: ModulePlan | None, addresses: Addresses, site_url: str
) -> Data:
    """Give the data of the catalogue (`module` None) or of a module's own page."""
    view = _View(page, addresses, site_url)
    return _catalogue(site, view) if module is None else _module(site, module, view)


def script_json(data: Data) -> Markup:
    """Write data into a script element; no text in it can end the element or open a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def urn(module: ModulePlan) -> str:
    """Give a name that stays when the site moves: the uid as a URN; empty when it is no UUID."""
    return f"urn:uuid:{module.module.uid}" if _UUID.fullmatch(module.module.uid) else ""


class _View:
    """Addresses as one page sees them."""

    def __init__(self, page: PagePlan, addresses: Addresses, site_url: str) -> None:
        self._page, self._addresses, self._site_url = page, addresses, site_url

    def url(self, target: PagePlan) -> str:
        return self.to(target.uri)

    def to(self, uri: str) -> str:
        if not self._site_url:
            return self._addresses.to(self._page, uri)
        return urljoin(self._site_url, page_url(uri, self._addresses.directory_urls))


def _catalogue(site: Site, view: _View) -> Data:
    listed = [
        {"@type": "ListItem", "position": place, "url": view.to(module.face.uri)}
        for place, module in enumerate(site.modules[:LISTED], 1)
    ]
    items = {"@type": "ItemList", "numberOfItems": len(site.modules), "itemListElement": listed}
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "name": site.catalogue.title,
            "description": site.catalogue.description,
            "url": view.url(site.catalogue),
            "inLanguage": site.catalogue.language,
            "mainEntity": items,
        }
    )


def _module(site: Site, module: ModulePlan, view: _View) -> Data:
    facts = module.module
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "LearningResource",
            "@id": urn(module),
            "url": view.url(module.overview),
            "name": module.overview.title,
            "description": facts.summary,
            "learningResourceType": "module",
            "teaches": [each.text for each in facts.objectives],
            "educationalLevel": facts.level.value if facts.level else "",
            "timeRequired": _duration(module.minutes),
            "inLanguage": facts.language,
            "license": _licence(facts.license),
            "author": [_person(each) for each in facts.authors],
            "keywords": list(facts.tags),
            "version": facts.version,
            "creativeWorkStatus": facts.status.value,
            "audience": _audience(facts),
            "competencyRequired": [each.text for each in facts.requires if each.text and not each.optional],
            "isBasedOn": [_origin(each) for each in facts.derived_from],
            "hasPart": [_step(each, facts, view) for each in module.steps],
            "isPartOf": {
                "@type": "CollectionPage",
                "name": site.catalogue.title,
                "url": view.url(site.catalogue),
            },
        }
    )


def _step(page: PagePlan, facts: Module, view: _View) -> Data:
    step = page.step
    quiz = isinstance(step, Quiz)
    texts = {each.id: each.text for each in facts.objectives}
    lesson_goals = () if step is None or isinstance(step, Quiz) else step.objectives
    goals = lesson_goals if not isinstance(step, Quiz) else [each.objective for each in step.questions]
    named = [texts[each] for each in dict.fromkeys(goals) if each in texts]
    return _filled(
        {
            "@type": "Quiz" if quiz else "LearningResource",
            "name": page.title,
            "url": view.url(page),
            "position": page.number,
            "learningResourceType": "quiz" if quiz else "lesson",
            "educationalUse": step.purpose.value if isinstance(step, Quiz) else "",
            "assesses" if quiz else "teaches": named,
            "timeRequired": _duration(page.minutes),
        }
    )


def _origin(origin: Origin) -> Data:
    return _filled(
        {
            "@type": "CreativeWork",
            "name": origin.title,
            "url": origin.url if origin.url.startswith(_WEB) else "",
            "author": [{"@type": "Person", "name": each} for each in origin.authors],
            "license": _licence(origin.license),
            "version": origin.version,
        }
    )


def _person(person: Person) -> Data:
    url = person.url if person.url.startswith(_WEB) else ""
    return _filled({"@type": "Person", "name": person.name, "url": url})


def _audience(facts: Module) -> Data:
    if not facts.audience:
        return {}
    return {"@type": "EducationalAudience", "educationalRole": "student", "audienceType": facts.audience}


def _licence(expression: str) -> str:
    return LICENCE_PAGES.get(expression, ("", expression))[1]


def _duration(minutes: int) -> str:
    return f"PT{minutes}M" if minutes else ""


def _filled(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in ("", [], {}, None)}
