"""One page as MkDocs sees it. Part of the door to MkDocs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from chapbook.site.bounded import BoundedRenderer
from chapbook.site.content import Content
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PageKind, PagePlan
from chapbook.site.print_view import print_content

_SAID_ELSEWHERE = (PageKind.PRINT, PageKind.LEARNING, PageKind.REVIEW, PageKind.REVIEWS)


class ChapbookPage(Page):
    """A page whose inside our own renderer makes.

    MkDocs would read front matter out of a lesson (`template:`, `title:`, even without `---`) and Material prints it
    unescaped. So nothing of a lesson's header is handed over: `meta` holds an escaped title and description, no more.
    """

    def __init__(
        self,
        planned: PagePlan,
        module: ModulePlan | None,
        file: File,
        config: MkDocsConfig,
        addresses: Addresses,
        renderer: BoundedRenderer,
    ) -> None:
        super().__init__(escape(planned.title), file, config)
        self.planned = planned
        self.module = module
        self.inside = Content()
        self.steps: Sequence[ChapbookPage] = ()
        self.edit_url = None
        self.update_date = _build_date()
        self._addresses = addresses
        self._renderer = renderer

    def read_source(self, config: MkDocsConfig) -> None:
        """Render the page's inside; MkDocs gets the Markdown without header and questions."""
        if self.module is not None and self.planned.kind is PageKind.PRINT:
            self._put_together(self.module)
        elif self.module is not None:
            self.inside = self._renderer.page(self.planned, self.module)
        self.markdown = self.inside.markdown
        self.meta = {"title": escape(self.planned.title), "description": escape(self.planned.description)}
        if self.planned.kind in _SAID_ELSEWHERE:  # the same words stand on the steps' own pages
            self.meta |= {"search": {"exclude": True}, "robots": "noindex"}

    def _put_together(self, module: ModulePlan) -> None:
        """Make the page to print of the steps' pages, which MkDocs has read before."""
        insides = [step.inside for step in self.steps]
        self.inside = print_content(self.planned, module, self._addresses, insides)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take what was rendered already."""
        self.content = self.inside.html
        self.present_anchor_ids = set()


def _build_date() -> str:
    """Give a date that does not change from day to day: it ends in sitemap.xml.gz."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))  # 1980-01-01, the earliest a zip can hold
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
