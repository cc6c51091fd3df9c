"""`chapbook check --browser`: hand a subject what axe-core finds on its built pages, light and dark."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

from chapbook.model.seen import Violation
from chapbook.model.subject import Subject
from chapbook.services.chromium import HOST, SCHEMES, axe_violations, chromium, page_of_site
from chapbook.services.targets import Target
from chapbook.site.build import build_site
from chapbook.site.result import BuildOptions
from chapbook.tree.tree import RelPath
from chapbook.workspace.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Found = tuple[RelPath, tuple[tuple[str, str], ...]]
"""A lesson or quiz, and the values of one violation on its page."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A browser, and the sites that were built for it in `folder`."""

    browser: Browser
    folder: Path

    def with_violations(self, subject: Subject, target: Target) -> Subject:
        """Look at the pages of a module's lessons and quizzes. `ChapbookError` when the site cannot be built."""
        if target.workspace is None:
            return subject
        site = self._site(target.workspace)
        steps = subject.module.steps if subject.module else ()
        pages = {step.path: url for step in steps if (url := address_of(site, target.folder.key, step.path))}
        found = {scheme: _look(self.browser, site, scheme, pages) for scheme in SCHEMES}
        return replace(subject, violations=tuple(joined(found)))

    def _site(self, workspace: Workspace) -> Path:
        """Build a workspace's site, once."""
        site = self.folder / str(abs(hash(workspace.root)))
        if not site.exists():
            build_site(workspace, BuildOptions(site_dir=site))
        return site


@contextmanager
def viewing() -> Iterator[Viewer]:
    """Start a browser for as many modules as there are."""
    with TemporaryDirectory(prefix="chapbook-") as folder, chromium() as browser:
        yield Viewer(browser, Path(folder))


def address_of(site: Path, key: str, path: RelPath) -> str:
    """Give the address of a step's page, as the workspace's settings of MkDocs made it; empty when it was left out."""
    folder, name = posixpath.split(posixpath.join(key, posixpath.splitext(path)[0]))
    stem = posixpath.join(folder, "index" if name == "README" else name)
    for made in (f"{stem}/index.html", f"{stem}.html"):
        if (site / made).is_file():
            return HOST + quote(made)
    return ""


def _look(browser: Browser, site: Path, scheme: str, pages: Mapping[RelPath, str]) -> list[Found]:
    with page_of_site(browser, site, scheme) as page:
        return [(path, tuple(each.items())) for path, url in pages.items() for each in _visit(page, url)]


def _visit(page: Page, url: str) -> list[Mapping[str, str]]:
    page.goto(url, wait_until="load")
    return axe_violations(page)


def joined(found: Mapping[str, Sequence[Found]]) -> Iterator[Violation]:
    """Give what fails, by scheme, each once; with the scheme when it fails in one only."""
    for path, values in dict.fromkeys(each for group in found.values() for each in group):
        schemes = [scheme for scheme, group in found.items() if (path, values) in group]
        yield Violation(path=path, only="" if len(schemes) > 1 else schemes[0], **dict(values))
