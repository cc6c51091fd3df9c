"""One module, in all its languages, as MkDocs pages and files. Part of the door to MkDocs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.nav import Navigation

from chapbook.site import offline, search_index
from chapbook.site.assets import AssetPlan
from chapbook.site.bounded import BoundedRenderer
from chapbook.site.card import card_file
from chapbook.site.facts import card_of
from chapbook.site.links import Addresses
from chapbook.site.out_folder import OutFolder
from chapbook.site.pages import ChapbookPage
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.tree.disk import DirTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A module in one language: its pages in order, and the navigation that they show."""

    module: ModulePlan
    pages: tuple[ChapbookPage, ...]
    nav: Navigation


class PageMaker:
    """Makes MkDocs pages of planned ones."""

    def __init__(self, config: MkDocsConfig, addresses: Addresses, renderer: BoundedRenderer) -> None:
        self._config = config
        self._addresses = addresses
        self._renderer = renderer

    def page(self, planned: PagePlan, module: ModulePlan | None = None) -> ChapbookPage:
        """Make one page."""
        file = File.generated(self._config, planned.uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        return ChapbookPage(planned, module, file, self._config, self._addresses, self._renderer)

    def edition(self, module: ModulePlan, home: ChapbookPage) -> Edition:
        """Make the pages of a module, with their neighbours: None at the module's borders."""
        pages = {planned.uri: self.page(planned, module) for planned in module.pages}
        for planned in module.steps:
            before, after = module.neighbours(planned)
            pages[planned.uri].previous_page = pages[before.uri] if before else None
            pages[planned.uri].next_page = pages[after.uri] if after else None
        pages[module.printed.uri].steps = [pages[planned.uri] for planned in module.steps]
        own: list[Any] = [home, *pages.values()]
        return Edition(module=module, pages=tuple(pages.values()), nav=Navigation(own, own))


def asset_file(module: ModulePlan, asset: AssetPlan, config: MkDocsConfig) -> File:
    """Give a file of a module as MkDocs copies it."""
    tree = module.subject.tree
    made = partial(File.generated, config, asset.uri, inclusion=InclusionLevel.NOT_IN_NAV)
    if asset.svg:
        return made(content=asset.svg)
    if isinstance(tree, DirTree):  # a video is copied, never held in memory
        return made(abs_src_path=str(tree.root / asset.path))
    return made(content=tree.read(asset.path))


def write_indexes(
    out: OutFolder, editions: Sequence[Edition], addresses: Addresses
) -> list[search_index.PageEntry]:
    """Write the search index of each edition; give the entries of the first, the original."""
    made = []
    for each in editions:
        inside = {page.planned.uri: page.inside.without_questions() for page in each.pages}
        entries = search_index.module_index(each.module, addresses, inside)
        out.put(f"{each.module.key}/{search_index.INDEX}", search_index.index_text(entries).encode())
        made.append(entries)
    return made[0]


def write_module_files(
    out: OutFolder,
    module: ModulePlan,
    catalogue_title: str,
    config: MkDocsConfig,
    files: Iterable[offline.Listed] | None,
) -> str:
    """Write a module's card and, when all else is written, its list for the service worker; give the list's version.

    `files` is what is in the folder; None when no service worker keeps it.
    """
    for name, content in card_file(card_of(module), catalogue_title, config.site_url or ""):
        out.put(f"{module.key}/{name}", content)
    if files is None:
        return ""
    text, version = offline.module_list(files, module.overview.title, config.use_directory_urls)
    out.put(f"{module.key}/{offline.LIST}", text.encode())
    return version


def changes_in_feed(pages: Sequence[ChapbookPage]) -> Iterator[tuple[str, str]]:
    """Give what changed in each version, as the feed shows it."""
    for page in pages:
        for version, changes in page.inside.changes.items():
            if changes.feed:
                yield version, changes.feed


def write_shards(site_dir: Path, shards: Iterable[tuple[str, bytes]]) -> None:
    """Write the words of the full-text search."""
    for uri, shard in shards:
        path = site_dir / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shard)


def write_text(path: Path, text: str) -> None:
    """Write a text, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
