"""Chromium and axe-core over a built site: the one place that starts a browser, for `check --browser` and for tests.

The browser talks to no network: every address it asks for is answered from the site's folder, or not at all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from chapbook.diag.errors import OperationFailed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETTING = "CHAPBOOK_CHROMIUM"
"""Variable of the environment that names the browser to take."""
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
"""The sandbox needs a user of its own; the rest keeps Chromium from talking to hosts that nobody asked for."""
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SCHEMES = ("light", "dark")
HOST = "http://site.invalid/"
"""Where the site seems to be; the name can never be found on a network."""

_RUN = """async rules => {
  const headings = [...document.querySelectorAll("h1[id], h2[id], h3[id], h4[id], h5[id], h6[id]")];
  const before = one => headings.filter(each => each === one || each.contains(one)
    || each.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)?.id ?? "";
  const element = node => typeof node.target[0] === "string" ? document.querySelector(node.target[0]) : null;
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap(each => each.nodes.map(node => {
    const one = element(node);
    return {
      rule: each.id, help: each.help, url: each.helpUrl.split("?")[0], element: node.html,
      anchor: one ? before(one) : "",
      question: one?.closest("[data-question]")?.dataset.question ?? "",
    };
  }));
}"""


def chromium_path() -> str | None:
    """Find the browser: the one that the environment names, else one on PATH; None leaves it to Playwright."""
    return os.environ.get(SETTING) or next((found for name in NAMES if (found := shutil.which(name))), None)


def axe_source() -> str:
    """Give axe-core, as the package that brings it to Playwright carries it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def axe_violations(page: Page) -> list[Mapping[str, str]]:
    """Run axe-core over the page as it stands: rule, help, url, element, anchor, question of each violation."""
    page.evaluate(axe_source())
    found: list[Mapping[str, str]] = page.evaluate(_RUN, list(AXE_RULES))
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser without a window. `OperationFailed` when a part of it is missing, or when it breaks down."""
    for library in ("playwright", "axe_playwright_python"):
        if find_spec(library) is None:
            message = f"The part that looks at pages in a browser is not installed: the library {library} is missing."
            hint = 'In the folder of Chapbook, install it with: python -m pip install ".[browser]"'
            raise OperationFailed("no-browser-library", message, hint)
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        path = chromium_path() or playwright.chromium.executable_path
        if not Path(path).is_file():
            message = f"No browser was found to look at the pages with: {path} is not there."
            hint = f"Install Chromium, name one in {SETTING}, or run: python -m playwright install chromium"
            raise OperationFailed("no-browser", message, hint)
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
            yield browser
        except Error as error:
            said = error.message.strip().split("\n")[0][:200]
            message = f"The browser {path} broke down, so the pages were not looked at: {said}"
            raise OperationFailed("browser-failed", message, f"Name another one in {SETTING}.") from error
        with suppress(Error):
            browser.close()


@contextmanager
def page_of_site(browser: Browser, folder: Path, scheme: str, **options: Any) -> Iterator[Page]:
    """Give a page that sees the site in `folder` at `HOST`, and nothing else."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,
        service_workers="block",
        **options,
    )
    context.route("**/*", lambda route: _answer(route, folder))
    try:
        yield context.new_page()
    finally:
        context.close()


def _answer(route: Route, folder: Path) -> None:
    """Answer from the folder; what is not in it, or is of another host, gets no answer."""
    url = route.request.url
    path = folder / unquote(urlsplit(url).path).lstrip("/")
    path = path / "index.html" if path.is_dir() else path
    inside = path.resolve().is_relative_to(folder.resolve())
    if url.startswith(HOST) and inside and path.is_file():
        route.fulfill(path=path)
    else:
        route.abort()
