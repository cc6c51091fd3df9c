"""Without a network: a module that was opened once works whole, new builds come through, nothing stale is shown online."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from chapbook.services.chromium import axe_violations
from chapbook.workspace.workspace import Workspace
from support.browser import Server
from support.profiles import patient
from support.sites import SINGLE, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser

CONFIG = """\
site_name: Academy of tea
site_description: All about tea.
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
CUP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"><path d="M0 0h9v9H0z"/></svg>'
TEA = small_module(
    "tea",
    why=f"Hello.\n\n{SINGLE}",
    how="## Steep\n\nThree minutes of patience.\n\n![A cup](../assets/cup.svg)",
) | {"assets/cup.svg": CUP, "assets/tune.wav": "RIFF" + "tune" * 100}
MODULES = {"tea": TEA, "milk": small_module("milk", 1)}


RENEWED = """old => caches.keys().then(
  (names) => names.length === old.length && !names.some((name) => old.some((each) => name.endsWith(each)))
)"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a fresh profile in which service workers work."""
    made = browser.new_context(viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Give a page of it."""
    return patient(context.new_page())


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files, and breaks when told to."""

    broken = False

    def do_GET(self) -> None:
        if type(self).broken:
            self.send_error(503)
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@dataclass
class Host:
    """A workspace, its built site and the host that serves it, at the root or in a folder."""

    workspace: Workspace
    site_dir: Path
    url: str
    handler: type[Handler]
    builds: int = 0

    def build(self, **changed: str) -> None:
        """Build, with lessons of `tea` changed; each build is newer than the one before, as on a real host."""
        for name, words in changed.items():
            path = self.workspace.modules / f"tea/lessons/{name}.md"
            path.write_text(f"---\nid: {name}\ntitle: {name.title()}\nobjectives: [pour]\n---\n\n{words}\n")
        build_workspace(self.workspace, self.site_dir)
        self.builds += 1
        for path in self.site_dir.rglob("*"):
            os.utime(path, (1_700_000_000 + 60 * self.builds,) * 2)


@contextmanager
def hosted(root: Path, folder: str = "", config: str = CONFIG) -> Iterator[Host]:
    """Build and serve a site."""
    workspace = write_workspace(root / "ws", MODULES, config)
    (root / "www").mkdir()

    class Own(Handler):
        pass

    with Server(("127.0.0.1", 0), functools.partial(Own, directory=str(root / "www"))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_address[1]}/{folder}"
            made = Host(workspace, root / "www" / folder if folder else root / "www", url, Own)
            made.build()
            yield made
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(params=["", "some/folder/"], ids=["at the root", "in a folder"])
def any_host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    with hosted(tmp_path, request.param) as made:
        yield made


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosted(tmp_path) as made:
        yield made


def visit(page: Page, url: str) -> None:
    """Open a page of a module and wait until the module is kept."""
    page.goto(url)
    expect(page.locator(".cb-kept")).to_contain_text("without a network")


def wait_until(page: Page, told: str, arg: object = None) -> None:
    """Wait until an asynchronous function of the page says true; `wait_for_function` takes any promise for true."""
    asked = f"""async (arg) => {{
      const ask = {told};
      for (let left = 400; left; left--) {{
        if (await ask(arg)) return true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }}
      return false;
    }}"""
    assert page.evaluate(asked, arg)


def go_offline(page: Page) -> None:
    """Take the network away, and what the browser keeps by itself."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.context.set_offline(True)


def caches_of(page: Page) -> list[str]:
    """List what is kept: `site VERSION` and `module FOLDER VERSION`."""
    names: list[str] = page.evaluate("caches.keys()")
    return sorted(name.split(" ", 2)[2] for name in names)


def test_after_one_visit_the_whole_module_works(page: Page, any_host: Host) -> None:
    visit(page, any_host.url + "tea/lessons/why/")
    go_offline(page)
    page.goto(any_host.url + "tea/lessons/how/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How")
    assert page.locator("img[alt='A cup']").evaluate("it => it.complete && it.naturalWidth") == 90
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--cb-paper')")
    page.get_by_role("combobox", name="Search").fill("patience")
    expect(page.locator(".cb-hit--page").first).to_contain_text("Steep")
    page.goto(any_host.url + "tea/lessons/why/")
    question = page.locator(".cb-question").first
    question.get_by_label("The milk").check()
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Yes, here it does.")
    page.reload()
    expect(page.locator(".cb-question").first.get_by_label("The milk")).to_be_checked()
    page.goto(any_host.url + "tea/attribution/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(any_host.url)
    page.get_by_role("link", name="About tea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About tea")
    page.goto(any_host.url + "tea/index.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("About tea")


def test_the_words_of_all_modules_are_kept_once_they_were_searched(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/")
    assert "words" not in caches_of(page)
    go_offline(page)
    box, status = page.get_by_role("combobox", name="Search"), page.locator(".cb-search__status")
    box.fill("spilling")
    expect(status).to_have_text(
        "1 result · Other modules could not be searched. Try again when you are connected."
    )
    page.context.set_offline(False)
    box.fill("spilling ")
    expect(status).to_have_text("1 result · 1 other module")
    wait_until(page, "() => caches.keys().then((names) => names.some((name) => name.endsWith(' words')))")
    go_offline(page)
    page.goto(host.url + "tea/lessons/how/")
    box.fill("spilling")
    expect(status).to_have_text("1 result · 1 other module")
    expect(page.locator(".cb-hit--page").last).to_have_text("About milk")


def test_control_without_a_worker_nothing_works(browser: Browser, host: Host) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(host.url + "tea/lessons/why/")
    context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(host.url + "tea/lessons/how/")
    context.close()


def test_a_module_that_was_not_opened_is_said_to_be_missing(page: Page, any_host: Host) -> None:
    visit(page, any_host.url + "tea/")
    go_offline(page)
    page.goto(any_host.url + "milk/lessons/why/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not on this device")
    expect(page.get_by_role("heading", level=2)).to_have_text("You can read these now")
    assert axe_violations(page) == []
    page.locator(".cb-away__list").get_by_role("link", name="About tea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About tea")
    page.go_back()
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page).to_have_url(any_host.url + "milk/lessons/why/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why")


def test_two_modules_are_kept_apart(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/")
    visit(page, host.url + "milk/")
    kept = caches_of(page)
    assert [each.split()[0] for each in kept] == ["module", "module", "site"]
    assert {each.split()[1] for each in kept[:2]} == {host.url + "tea/", host.url + "milk/"}
    go_offline(page)
    for address in ("tea/lessons/how/", "milk/lessons/how/"):
        page.goto(host.url + address)
        expect(page.get_by_role("heading", level=1)).to_have_text("How")


def test_online_a_new_build_is_shown_at_once_and_kept_whole(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/lessons/why/")
    before = caches_of(page)
    host.build(why="Fresh words.", how="Other fresh words.")
    visit(page, host.url + "tea/lessons/why/")
    expect(page.get_by_text("Fresh words.")).to_be_visible()
    wait_until(page, RENEWED, before)
    go_offline(page)
    page.goto(host.url + "tea/lessons/how/")
    expect(page.get_by_text("Other fresh words.")).to_be_visible()


def test_a_new_build_refreshes_kept_modules_whichever_page_is_opened(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/lessons/why/")
    before = caches_of(page)
    host.build(how="Other fresh words.")
    page.goto(host.url)
    wait_until(page, RENEWED, before)
    go_offline(page)
    page.goto(host.url + "tea/lessons/how/")
    expect(page.get_by_text("Other fresh words.")).to_be_visible()


def test_a_module_that_is_gone_is_dropped(page: Page, host: Host) -> None:
    visit(page, host.url + "milk/")
    for path in sorted((host.workspace.modules / "milk").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    host.build()
    page.goto(host.url)
    wait_until(page, "() => caches.keys().then((names) => !names.some((name) => name.includes('/milk/')))")


def test_while_the_host_is_broken_what_was_kept_is_shown(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/")
    host.handler.broken = True
    page.goto(host.url + "tea/lessons/how/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How")


def test_a_missing_page_is_missing_online(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/")
    answer = page.goto(host.url + "tea/lessons/none/")
    assert answer is not None
    assert answer.status == 404


def test_parts_of_sound_can_be_asked_for(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/")
    go_offline(page)
    asked = """async (range) => {
      const answer = await fetch("assets/tune.wav", { headers: { Range: range } });
      return [answer.status, answer.headers.get("Content-Range"), await answer.text()];
    }"""
    assert page.evaluate(asked, "bytes=4-7") == [206, "bytes 4-7/404", "tune"]
    assert page.evaluate(asked, "bytes=400-") == [206, "bytes 400-403/404", "tune"]
    assert page.evaluate(asked, "bytes=404-")[0] == 416


def test_who_saves_data_downloads_no_modules(context: BrowserContext, host: Host) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page = context.new_page()
    page.goto(host.url + "tea/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    assert [each.split()[0] for each in caches_of(page)] == ["site"]


def test_it_can_be_installed(page: Page, any_host: Host) -> None:
    visit(page, any_host.url + "tea/")
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == any_host.url + "manifest.webmanifest"
    problems = [
        each["errorId"] for each in session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    ]
    assert [each for each in problems if each != "in-incognito"] == []
    for icon in ("mark.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png"):
        assert (any_host.site_dir / "assets/chapbook" / icon).is_file()


def test_switched_off_it_goes_away(page: Page, host: Host) -> None:
    visit(page, host.url + "tea/")
    config = CONFIG.replace("chapbook: {}", "chapbook: {service_worker: false}")
    (host.workspace.root / "mkdocs.yml").write_text(config)
    host.build()
    assert "offline.js" not in (host.site_dir / "index.html").read_text()
    page.goto(host.url)
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found?.update())")
    wait_until(
        page,
        "() => Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
        ".then(([kept, workers]) => !kept.length && !workers.length)",
    )
