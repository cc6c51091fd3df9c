"""The site's own pages, as settings and mkdocs.yml name them. Part of the door to MkDocs."""

from __future__ import annotations

import os

from mkdocs.config.defaults import MkDocsConfig

from chapbook.site.plan import own_pages
from chapbook.site.whole import Site
from chapbook.site.words import ORIGINAL
from chapbook.workspace.workspace import Workspace


def front_of(workspace: Workspace, config: MkDocsConfig) -> Site:
    """Give catalogue and learner's pages, without any module. `ChapbookError` when the settings cannot be read."""
    title, intro = _own_words(workspace)
    title, intro = title or config.site_name, intro or config.site_description or ""
    catalogue, learning, reviews = own_pages(title, intro, str(config.theme.get("language") or ORIGINAL))
    return Site(catalogue=catalogue, learning=learning, reviews=reviews)


def _own_words(workspace: Workspace) -> tuple[str, str]:
    """Give the catalogue's title and lead as the settings name them."""
    if not os.path.lexists(workspace.settings):
        return "", ""
    from chapbook.workspace.settings import read_settings  # 4 ms: it knows the rules

    settings = read_settings(workspace)
    return settings.catalogue_title, settings.catalogue_intro
