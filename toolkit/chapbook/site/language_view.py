"""In which languages a page can be read: the switch between them. Pure."""

from __future__ import annotations

from typing import Any

from chapbook.site.catalogue_view import own_name
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PagePlan

View = dict[str, Any]


def language_view(page: PagePlan, module: ModulePlan, addresses: Addresses) -> View:
    """Give the page's text language and the same page in the module's other languages; none, when there is one only.

    A page that waits for its translation is no alternate of the original for search engines.
    """
    text = page.text_language or page.language
    editions = addresses.editions(module)
    return {
        "language": text,
        "untranslated": "" if page.is_translated else own_name(text),
        "languages": [_entry(page, module, each, addresses) for each in editions]
        if len(editions) > 1
        else [],
    }


def _entry(page: PagePlan, module: ModulePlan, edition: ModulePlan, addresses: Addresses) -> View:
    uri = edition.key + page.uri.removeprefix(module.key)
    other = next((each for each in edition.pages if each.uri == uri), edition.overview)
    return {
        "language": edition.module.language,
        "name": own_name(edition.module.language),
        "url": addresses.between(page, other),
        "current": edition is module,
        "alternate": other.is_translated,
        "original": not edition.source,
    }
