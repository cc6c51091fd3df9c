"""What a module's `CHANGELOG.md` becomes: HTML for the module's page, and HTML for the feed. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chapbook.model.changelog import Release, releases_of
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.source.markup import render_markdown

SHOWN = 5
"""Releases that the page shows, and those that the feed does; the file may hold more."""

_HEADING_LINK = re.compile(r"<a class=\"headerlink\".*?</a>", re.DOTALL)
_NOWHERE = "/"
"""An address that the allow-list drops, so that an unresolved link becomes plain text."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one release as HTML: as the module's page shows them, and as the feed does."""

    page: str = ""
    feed: str = ""


def changes_of(page: PagePlan, module: ModulePlan, addresses: Addresses) -> Mapping[str, Changes]:
    """Render what changed, by version; `page` is the one that shows it. Raises `Refused` as `render_markdown` does."""

    def link(target: str) -> str:
        try:
            return addresses.resolve(target, page, module).url or _NOWHERE
        except ValueError:  # urlsplit refuses such as `http://[`
            return _NOWHERE

    shown = shown_releases(module)
    dated = dated_releases(module)
    return {
        each.version: Changes(
            page=_on_page(each, link) if each in shown else "",
            feed=_in_feed(each) if each in dated else "",
        )
        for each in (*shown, *dated)
    }


def shown_releases(module: ModulePlan) -> tuple[Release, ...]:
    """Give the releases that the module's page shows, the newest first."""
    return releases_of(module.subject)[:SHOWN]


def dated_releases(module: ModulePlan) -> tuple[Release, ...]:
    """Give the releases that the feed shows, the newest first: those with a day."""
    return tuple(each for each in releases_of(module.subject) if each.day)[:SHOWN]


def _on_page(release: Release, link: Callable[[str], str]) -> str:
    prefix = f"v{release.version.replace('.', '-').replace('+', '-')}-"
    return render_markdown(release.changes, link=link, id_prefix=prefix)


def _in_feed(release: Release) -> str:
    return _HEADING_LINK.sub("", render_markdown(release.changes, link=_web_only)) if release.changes else ""


def _web_only(target: str) -> str:
    return target if target.startswith(("https://", "http://")) else "/"
