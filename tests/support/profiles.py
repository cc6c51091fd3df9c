"""Browser profiles that are kept from test to test: a new one, with new processes behind it, costs most of a test.

Each test gets pages of its own. When it ends they are closed, and all that was stored is deleted. One empty page of
the same host stays open meanwhile, so that the process behind it stays too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 20_000
"""Milliseconds to wait for what must come; a page that is right needs a fraction of it."""
WIDTH, HEIGHT = 1200, 900

At = Callable[[int, str], AbstractContextManager[Page]]
"""Gives a page of this width, in `light` or `dark`."""


def fresh(browser: Browser, *, bypass_csp: bool = False) -> BrowserContext:
    """Give a new profile. Without service workers: what one answers, `page.route` does not see."""
    return browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        reduced_motion="reduce",
        service_workers="block",
        bypass_csp=bypass_csp,
    )


def patient(page: Page) -> Page:
    """Let a page wait as long as a busy machine may need."""
    page.set_default_timeout(PATIENCE)
    return page


class Profile:
    """A kept profile; `idle` is the address of a page at the host that the tests open."""

    def __init__(self, browser: Browser, idle: str, *, bypass_csp: bool = False) -> None:
        self._context = fresh(browser, bypass_csp=bypass_csp)
        self._idle = self._context.new_page()
        self._idle.goto(idle)
        self._session = self._context.new_cdp_session(self._idle)

    @contextmanager
    def page(self, width: int = WIDTH, scheme: str = "light", height: int = HEIGHT) -> Iterator[Page]:
        """Give a page; when the block ends, nothing of it is left."""
        page = patient(self._context.new_page())
        if (width, height) != (WIDTH, HEIGHT):
            page.set_viewport_size({"width": width, "height": height})
        if scheme == "dark":
            page.emulate_media(color_scheme="dark")
        try:
            yield page
        finally:
            self._forget()

    def _forget(self) -> None:
        for page in self._context.pages:
            if page is not self._idle:
                page.close()
        self._session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})

    def close(self) -> None:
        """Give it up."""
        self._context.close()
