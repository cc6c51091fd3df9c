"""Where a link of a lesson leads on the built site. Pure.

Authors link to files (`../assets/stages.svg`, `why.md#first`) and to modules (`module:pricing/why#floor`);
pages need relative addresses that hold wherever the site is served from.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from chapbook.site.face import Faces
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.site.translations import original_path

_ODD_PARTS = frozenset({"", ".", ".."})


@lru_cache(maxsize=4096)  # each page of a module asks for those of all others
def page_url(uri: str, directory_urls: bool) -> str:
    """Give a page's address below the site's root, as MkDocs builds it: `slug/lessons/why/`."""
    stem = posixpath.splitext(uri)[0]
    folder, name = posixpath.split(stem)
    if directory_urls:
        inside = folder if name in ("index", "README") else stem
        return quote(f"{inside}/") if inside else "./"
    return quote(posixpath.join(folder, "index" if name == "README" else name) + ".html")


def relative_url(target: str, base: str) -> str:
    """Give the way from the page at `base` to `target`, both below the site's root."""
    there, here = target.split("/"), base.split("/")[:-1]
    is_folder = not there[-1]
    if is_folder:
        there.pop()
    if not there or not _ODD_PARTS.isdisjoint(there) or not _ODD_PARTS.isdisjoint(here):
        return _odd_relative_url(target, base)
    same = 0
    for one, other in zip(there, here, strict=False):
        if one != other:
            break
        same += 1
    way = "../" * (len(here) - same) + "/".join(there[same:])
    if same < len(there):
        return f"{way}/" if is_folder else way
    return (way or "./") if is_folder else (way[:-1] or ".")


def _odd_relative_url(target: str, base: str) -> str:
    """Do the same for addresses with `.`, `..` or nothing between slashes, eight times as slowly."""
    start = posixpath.dirname(base) if base != "./" else ""
    way = posixpath.relpath(target or ".", start or ".")
    slash = target.endswith("/") or target in ("", ".", "./")
    return way + "/" if slash and not way.endswith("/") else way


def id_prefix(module: ModulePlan) -> str:
    """Give what stands before every id of an imported page, so that it cannot shadow the site's own; "" for own."""
    return f"m-{module.module.id or module.loaded.folder.slug}-" if module.imported else ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A link's address on the site, or why it leads nowhere (then `url` is empty)."""

    url: str
    reason: str = ""


class Addresses:
    """Resolves links inside some modules, in all their languages, and from them to those that `faces` knows."""

    def __init__(self, editions: Iterable[ModulePlan], faces: Faces, directory_urls: bool) -> None:
        self.directory_urls = directory_urls
        self.faces = faces
        editions = tuple(editions)
        # By the original's path: a translation has a page for each step, translated or not.
        self._pages: dict[tuple[str, str], PagePlan] = {
            (module.key, original_path(page.step.path)): page
            for module in editions
            for page in module.steps
            if page.step
        }
        self._assets: dict[str, dict[str, str]] = {
            module.key: {asset.path: asset.uri for asset in module.assets} for module in editions
        }
        self._editions: dict[str, list[ModulePlan]] = {}
        for module in editions:
            self._editions.setdefault(module.source or module.key, []).append(module)

    def url(self, page: PagePlan) -> str:
        """Give a page's address below the site's root."""
        return page_url(page.uri, self.directory_urls)

    def editions(self, module: ModulePlan) -> list[ModulePlan]:
        """Give a module in all its languages, the original first."""
        return self._editions[module.source or module.key]

    def between(self, source: PagePlan, target: PagePlan) -> str:
        """Give the relative address from one page to another."""
        return self.to(source, target.uri)

    def to(self, source: PagePlan, uri: str) -> str:
        """Give the relative address from a page to the one that is made of `uri`."""
        return relative_url(page_url(uri, self.directory_urls), self.url(source))

    def resolve(self, target: str, page: PagePlan, module: ModulePlan) -> Resolved:
        """Find where `target`, written in the page's source file, leads."""
        parts = urlsplit(target)
        if parts.scheme == "module":
            return self._other_module(target, page)
        if parts.scheme or parts.netloc:
            return Resolved(target)
        if not parts.path:
            return Resolved(target) if target else Resolved("", "it is empty")
        return self._inside(unquote(parts.path), parts.fragment, page, module)

    def _inside(self, path: str, fragment: str, page: PagePlan, module: ModulePlan) -> Resolved:
        folder = posixpath.dirname(page.step.path) if page.step else ""
        wanted = posixpath.normpath(posixpath.join(folder, path))
        if path.startswith("/") or wanted.startswith("../"):
            return Resolved("", "it leaves the module")
        anchor = f"#{id_prefix(module)}{fragment}" if fragment else ""
        inside = original_path(wanted)
        found = self._pages.get((module.key, inside))
        if found is not None:
            return Resolved(self.between(page, found) + anchor)
        asset = self._assets[module.key].get(wanted) or self._assets[module.source or module.key].get(inside)
        if asset is not None:
            return Resolved(relative_url(quote(asset), self.url(page)) + anchor)
        if inside in (".", "module.yml", "index.md"):
            return Resolved(self.between(page, module.overview) + anchor)
        return Resolved("", f"the module publishes no file {wanted}")

    def _other_module(self, target: str, page: PagePlan) -> Resolved:
        reference, _, fragment = target.removeprefix("module:").partition("#")
        name, _, lesson = reference.partition("/")
        face = self.faces.module(name)
        if face is None:
            return Resolved("", f"there is no module {name} on this site")
        edition = face.edition(page.language)
        anchor = f"#{face.prefix}{fragment}" if fragment else ""
        if not lesson:
            return Resolved(self.to(page, edition.uri) + anchor)
        found = next((each for each in edition.steps if lesson in (each.id, each.renamed_from)), None)
        if found is None:
            return Resolved("", f"the module {name} has no lesson {lesson}")
        return Resolved(self.to(page, found.uri) + anchor)
