"""The site's own pages, as settings and mkdocs.yml name them. Part of the door to MkDocs."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig

from chapbook.site.plan import own_pages
from chapbook.site.whole import Site
from chapbook.site.words import ORIGINAL
from chapbook.workspace.settings import read_settings
from chapbook.workspace.workspace import Workspace


def front_of(workspace: Workspace, config: MkDocsConfig) -> Site:
    """Give catalogue and learner's pages, without any module. `ChapbookError` when the settings cannot be read."""
    settings = read_settings(workspace)
    title = settings.catalogue_title or config.site_name
    intro = settings.catalogue_intro or config.site_description or ""
    catalogue, learning, reviews = own_pages(title, intro, str(config.theme.get("language") or ORIGINAL))
    return Site(catalogue=catalogue, learning=learning, reviews=reviews)
