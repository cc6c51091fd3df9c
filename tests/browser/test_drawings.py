"""Drawings of strangers, opened by themselves: as they are they act, as the site publishes them they do not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Error, Page, Route

from support.browser import serve_folder
from support.hostile_drawings import CALLS, HOSTILE, LOADS
from support.sites import build_workspace, small_module, write_workspace
from support.threats import Threats

pytestmark = pytest.mark.browser
FIRE_LEAST = 25


class Watch:
    """Hears what pages of a context do: calls of `fired`, dialogs, requests to another host."""

    def __init__(self, context: BrowserContext) -> None:
        self.heard: list[str] = []
        context.expose_function("fired", lambda: self.heard.append("fired"))
        context.route("**/*", self._route)
        context.on("dialog", self._dialog)

    def _route(self, route: Route) -> None:
        url = route.request.url
        if "other.example" in url:
            self.heard.append(url)
            route.fulfill(status=204)
        else:
            route.continue_()

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def opened(self, page: Page, url: str) -> list[str]:
        """Open an address, click in the middle of what there is to click, and say what happened."""
        self.heard.clear()
        page.goto(url, wait_until="load")
        address = page.url
        page.mouse.click(40, 8)
        with suppress(Error):  # it may be on its way elsewhere
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))")
        if page.url.partition("#")[0] != address:
            self.heard.append(f"went to {page.url}")
        return list(self.heard)


def files(folder: Path, drawings: Mapping[str, str]) -> dict[str, str]:
    """Write drawings as files; gives their names."""
    folder.mkdir(parents=True, exist_ok=True)
    named = {name: f"d{place}.svg" for place, name in enumerate(drawings)}
    for name, text in drawings.items():
        (folder / named[name]).write_text(text, encoding="utf-8")
    return named


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, str]]:
    """Write the drawings as they are, and build a site of the same in an imported module."""
    root = tmp_path_factory.mktemp("drawings")
    named = files(root / "raw", HOSTILE)
    assets = {f"assets/{named[name]}": text for name, text in HOSTILE.items()}
    workspace = write_workspace(root / "w", {"imported/eve/evil": small_module("evil") | assets})
    result = build_workspace(workspace)
    assert {each.code for each in result.diagnostics} == {"SIT106"}
    return root / "raw", result.site_dir / "imported/eve/evil/assets", named


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_published_drawings_do_nothing_when_they_are_opened(
    context: BrowserContext, folders: tuple[Path, Path, dict[str, str]], scheme: str, threats: Threats
) -> None:
    raw, site, named = folders
    watch = Watch(context)
    page = context.new_page()
    with serve_folder(raw.parent) as url:

        def address(folder: Path, name: str) -> str:
            if scheme == "file":
                return (folder / named[name]).as_uri()
            return f"{url}{(folder / named[name]).relative_to(raw.parent).as_posix()}"

        fired = [name for name in HOSTILE if watch.opened(page, address(raw, name))]
        assert len(fired) >= FIRE_LEAST, f"control: as they are, only these act: {fired}"
        assert len(set(fired) & CALLS.keys()) >= 15
        assert len(set(fired) & LOADS.keys()) >= 5
        published = [name for name in HOSTILE if (site / named[name]).exists()]
        assert len(published) > 50
        assert [name for name in published if watch.opened(page, address(site, name))] == []
    threats.record(
        "Pages of strangers",
        f"Drawings that act, opened by themselves ({scheme})",
        tried=len(HOSTILE),
        refused=len(HOSTILE) - len(published),
        harmless=len(published),
        control=f"{FIRE_LEAST} or more act as they are",
    )
