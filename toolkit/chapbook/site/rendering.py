"""One page from plain values to plain values: what it is rendered from, and its inside. Pure, so any process may do it.

Pages of imported modules have limits besides, since whoever wrote them may want this to take for ever. What a limit of
size cannot hold, `bounded.py` does: time and memory.
"""

from __future__ import annotations

import re

from chapbook.diag.errors import Refused
from chapbook.site import notices
from chapbook.site.changes import changes_of
from chapbook.site.content import Content, not_shown, page_content, source_of
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PageKind, PagePlan, source_root
from chapbook.site.review_view import review_content
from chapbook.source.sanitize import MAX_OUTPUT
from chapbook.tree.content import size_problem
from chapbook.tree.limits import DEFAULT_FILE_LIMITS

MAX_HEADINGS = DEFAULT_FILE_LIMITS.headings
"""Headings of an imported page."""

_HEADING = re.compile(r"<h[1-6][ >]")


def render_page(page: PagePlan, module: ModulePlan, addresses: Addresses) -> Content:
    """Make the inside of any page of a module but the one to print, which is put together from the others."""
    try:
        if module.imported:
            _check_source(page, module)
        content = _content(page, module, addresses)
        if module.imported:
            _check_html(content.html)
    except Refused as refusal:
        return left_out(page, module, refusal.message.rstrip("."))
    return content


def left_out(page: PagePlan, module: ModulePlan, reason: str, *, stopped: bool = False) -> Content:
    """Make the inside of a page that cannot be shown; `stopped` when nothing but force ended its rendering."""
    if page.kind is PageKind.MODULE:
        path = f"{source_root(module.loaded.folder)}/CHANGELOG.md"
    else:
        path = source_of(page, module)
    notice = notices.page_stopped if stopped else notices.page_left_out
    said = notice(path, reason)
    return Content(diagnostics=(said,)) if page.kind is PageKind.MODULE else not_shown(page, said)


def _content(page: PagePlan, module: ModulePlan, addresses: Addresses) -> Content:
    if page.kind is PageKind.MODULE:
        return Content(changes=changes_of(page, module, addresses))
    if page.kind is PageKind.REVIEW:
        return review_content(page, module, addresses)
    return page_content(page, module, addresses)


def _check_source(page: PagePlan, module: ModulePlan) -> None:
    """Refuse a source larger than bundles carry: the folder may have been filled by hand."""
    path = page.step.path if page.step is not None else None
    if path is not None and path in module.subject.texts:
        problem = size_problem(path, module.subject.tree.size(path))
        if problem is not None:
            raise Refused(problem.code, problem.message, problem.hint)


def _check_html(html: str) -> None:
    """Refuse a page that is longer, or has more headings, than a site can be asked to show."""
    if len(html) > MAX_OUTPUT:
        message = f"its HTML is longer than {MAX_OUTPUT:,} characters"
        raise Refused("html-too-large", message, "Split the page into smaller ones.")
    if len(_HEADING.findall(html)) > MAX_HEADINGS:
        message = f"it has more than {MAX_HEADINGS} headings"
        raise Refused("too-many-headings", message, "Split the page into smaller ones.")
