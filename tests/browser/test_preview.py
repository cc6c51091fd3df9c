"""The preview in a browser: an edit shows, the place in the page stays, and what is wrong is said."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chapbook.services.serve import Rounds, ServeOptions
from chapbook.site.preview.builds import SiteBuilds
from chapbook.site.preview.news import News
from chapbook.site.preview.scope import Scope
from chapbook.site.preview.server import open_server
from chapbook.site.preview.watch import Watcher
from support.sites import small_module, write_workspace

pytestmark = pytest.mark.browser

CONFIG = """\
site_name: Academy
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
LONG = "\n\n".join(f"## Part {n}\n\n" + f"Words of part {n}. " * 60 for n in range(12))


class Stop(Exception):
    """Ends a preview, as Ctrl-C does."""


@dataclass
class Preview:
    """A preview that runs in a thread."""

    root: Path
    url: str

    def file(self, path: str) -> Path:
        return self.root / "modules" / path


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    modules = {"tea": small_module("tea", why=LONG, how="How."), "milk": small_module("milk", 1)}
    workspace = write_workspace(tmp_path / "ws", modules, CONFIG)
    watcher, news, ended = Watcher(Scope(workspace.root)), News(), threading.Event()
    server = open_server("127.0.0.1", 0, news, watcher.gathering.knock)

    def tell(done: object) -> None:
        if ended.is_set():
            raise Stop

    options = ServeOptions(start=workspace.root)
    builds = SiteBuilds(workspace, tmp_path / "run", tmp_path / "cache")
    rounds = Rounds(builds, server, watcher, options, tell)

    def run() -> None:
        try:
            rounds.run()
        except Stop:
            return

    threads = [threading.Thread(target=server.serve_forever), threading.Thread(target=run)]
    watcher.start()
    for thread in threads:
        thread.start()
    yield Preview(workspace.root, server.url)
    ended.set()
    watcher.gathering.lost()
    threads[1].join()
    builds.close()
    watcher.close()
    news.close()
    server.shutdown()
    server.server_close()
    threads[0].join()


def panel(page: Page) -> Locator:
    return page.locator("chapbook-preview section")


def test_an_edit_shows_and_everything_stays_where_it_was(preview: Preview, page: Page) -> None:
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    # Perhaps the first build is not done yet: then the answer is 503, and the page waits.
    page.goto(preview.url + "tea/lessons/why/")
    heading = page.get_by_role("heading", name="Part 6")
    expect(heading).to_be_visible()
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    link = heading.locator("a")
    link.focus()
    page.evaluate("document.getElementById('part-6').scrollIntoView()")
    before = heading.bounding_box()
    lesson = preview.file("tea/lessons/why.md")
    good = lesson.read_text()

    lesson.write_text(good.replace("Words of part 1.", "Other words, and many more of them, at the top.", 30))
    expect(page.locator("#part-1 + p")).to_contain_text("Other words")
    expect(link).to_be_focused()
    page.wait_for_load_state()
    after = heading.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 3, "what one looks at stays, though there is more above it"
    assert page.evaluate("scrollY") > 500

    lesson.write_text(good + "\n![](nothing.png)\n")
    expect(panel(page).get_by_role("status")).to_contain_text("2 errors")
    expect(panel(page)).to_contain_text("modules/tea/lessons/why.md:")
    for scheme in ("default", "slate"):
        page.evaluate("scheme => document.body.dataset.mdColorScheme = scheme", scheme)
        found = Axe().run(page, context="chapbook-preview")
        assert found.violations_count == 0, found.generate_report()
    panel(page).get_by_role("button", name="Close").press("Enter")
    expect(panel(page)).to_be_hidden()
    assert troubles == [], "the site's own policy holds"


def test_only_the_page_that_changed_loads_again_in_several_tabs(
    preview: Preview, context: BrowserContext
) -> None:
    paths = ("tea/lessons/why/", "tea/lessons/how/", "milk/")
    pages = [context.new_page() for _ in paths]
    for page, path in zip(pages, paths, strict=True):
        page.goto(preview.url + path)
        expect(page.locator("h1").first).not_to_have_text("The site is being built")
        page.evaluate("window.mark = 'still here'")
    preview.file("tea/lessons/how.md").write_text(
        preview.file("tea/lessons/how.md").read_text().replace("How.", "Another way.")
    )
    expect(pages[1].get_by_text("Another way.")).to_be_visible()
    preview.file("milk/module.yml").write_text(
        preview.file("milk/module.yml").read_text().replace("title: About milk", "title: All about milk")
    )
    expect(pages[2].get_by_role("heading", name="All about milk")).to_be_visible()
    marks = [page.evaluate("window.mark") for page in pages]
    assert marks == ["still here", None, None]


def test_a_broken_file_keeps_the_page_and_a_deleted_module_is_said(preview: Preview, page: Page) -> None:
    page.goto(preview.url + "tea/lessons/how/")
    expect(page.get_by_text("How.", exact=True)).to_be_visible()
    module = preview.file("tea/module.yml")
    good = module.read_text()
    module.write_text("title: `broken`\n" + good)
    expect(panel(page)).to_contain_text("This page is broken now.")
    expect(panel(page)).to_contain_text("modules/tea/module.yml:1")
    page.reload()
    expect(page.get_by_text("How.", exact=True)).to_be_visible()
    expect(panel(page)).to_contain_text("This page is broken now.")
    module.write_text(good)
    expect(panel(page)).not_to_contain_text("broken")

    (preview.root / "mkdocs.yml").write_text("site_name: [")
    expect(panel(page)).to_contain_text("The site could not be built.")
    expect(page.get_by_text("How.", exact=True)).to_be_visible()
    (preview.root / "mkdocs.yml").write_text(CONFIG)
    expect(panel(page)).not_to_contain_text("could not be built")

    module.parent.rename(preview.root / "away")
    expect(panel(page)).to_contain_text("not part of the site any more")
    page.reload()
    expect(page.get_by_text("How.", exact=True)).to_have_count(0)
    expect(panel(page)).to_have_count(0)
    (preview.root / "away").rename(module.parent)
    expect(page.get_by_text("How.", exact=True)).to_be_visible()
