"""Attacks made by a grammar, in every place for text of imported modules: nothing runs, loads or leads away.

`CHAPBOOK_VECTORS=10000` opens that many. The content security policy is switched off here, so that the allow-list
stands alone; what the policy holds by itself is in `test_policy.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Route

from chapbook.source.markup import extensions_for
from support.browser import serve_folder
from support.hostile_modules import Files, hostile_modules
from support.process import chapbook, snapshot
from support.sites import small_module, write_workspace
from support.threats import Threats
from support.vectors import bodies, fields

pytestmark = pytest.mark.browser
USUAL = 360
COUNT = int(os.environ.get("CHAPBOOK_VECTORS", str(USUAL)))
LEAST = COUNT // 3
"""Attacks that fire without the allow-list; others want another browser, or are code that Markdown shows."""
PER_CONTROL = 40
CONFIG = """\
site_name: Academy
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
_SAID_ELSEWHERE = re.compile(r"^404|^offline|^tea/|/de/(?!index|lessons/a)")
SETUP = """
window.heard = [];
window.fired = (number) => { try { top.heard.push(number); } catch { } };
"""
STIR = """
async () => {
  const named = ["href", "xlink:href", "src", "action", "formaction", "data", "poster", "srcset", "ping", "style"];
  const bad = [];
  const stir = (place) => {
    for (const it of place.querySelectorAll("details")) it.open = true;
    for (const it of [...place.querySelectorAll("*")]) {
      const said = named.map((name) => (it.getAttribute(name) ?? "").replace(/[\\x00-\\x20]/g, "").toLowerCase());
      const runs = said.some((text) => /^(javascript|vbscript|data:(?!image.(png|gif|jpeg|webp)))/.test(text));
      const loads = !it.matches("a") && said.some((text) => /(\\/|\\\\){2}other\\.example/.test(text));
      const handlers = it.getAttributeNames().filter((name) => name.startsWith("on"));
      const odd = it.matches("article :is(iframe, object, embed, form, base, meta, link, style, script, template)");
      if (runs || loads || odd || handlers.length) bad.push(it.outerHTML.slice(0, 200));
      for (const name of handlers) it.dispatchEvent(new Event(name.slice(2)));
      if (runs) it.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
    }
  };
  stir(document);
  for (const frame of document.querySelectorAll("body > iframe")) if (frame.contentDocument) stir(frame.contentDocument);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return [heard, bad];
}
"""


class Watch:
    """Hears what the pages of a context do that they must not do."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.asked: list[str] = []
        context.add_init_script(SETUP)
        context.route(re.compile(f"^(?!{re.escape(site)}|data:image/|blob:)"), self._route)
        context.on("dialog", self._dialog)
        self._page = context.new_page()

    def _route(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.fulfill(status=204)

    def _dialog(self, dialog: Dialog) -> None:
        self.asked.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def opened(self, url: str) -> tuple[list[int], list[str]]:
        """Open a page and stir it; gives the numbers that fired and what else is bad."""
        self.asked.clear()
        try:
            self._page.goto(url, wait_until="load")
            heard, bad = self._page.evaluate(STIR)
        except Error as error:  # a page that leads away at once
            return [], [error.message]
        if self._page.url.partition("#")[0] != url:
            bad.append(f"went to {self._page.url}")
        return heard, bad + self.asked


@pytest.fixture(scope="module")
def modules() -> dict[str, Files]:
    """Give the hostile modules."""
    return hostile_modules(COUNT)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, modules: dict[str, Files]) -> Path:
    """Write them as imported ones."""
    return write_workspace(tmp_path_factory.mktemp("attacks"), {"tea": small_module()} | modules, CONFIG).root


@pytest.fixture
def open_context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a profile without the policy."""
    made = browser.new_context(bypass_csp=True, service_workers="block")
    yield made
    made.close()


def addresses(site: Path, root: str) -> list[str]:
    """List the pages of a site that can show something of a hostile module; of its translation the first ones."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [root + quote(each) for each in found if not _SAID_ELSEWHERE.search(each)]


def results(watch: Watch, urls: Iterable[str]) -> tuple[set[int], dict[str, list[str]]]:
    """Open all pages."""
    fired: set[int] = set()
    bad: dict[str, list[str]] = {}
    for url in urls:
        heard, found = watch.opened(url)
        fired.update(heard)
        if found:
            bad[url] = found
    return fired, bad


def record(threats: Threats, where: str) -> None:
    """Say how many were opened, unless that was another number than usual."""
    if COUNT == USUAL:
        threats.record(
            "Pages of strangers",
            f"Scripts, handlers and addresses in every place for text, in Chromium, {where}",
            tried=COUNT,
            refused=0,
            harmless=COUNT,
            control=f"{LEAST} or more fire without the allow-list",
        )


def test_nothing_happens_over_http_built_with_both_commands(
    workspace: Path, open_context: BrowserContext, threats: Threats
) -> None:
    assert chapbook("build", cwd=workspace).code == 0
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "plain"]
    subprocess.run(
        command,
        cwd=workspace,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
    )
    assert snapshot(workspace / "plain") == snapshot(workspace / "site")
    with serve_folder(workspace / "site") as url:
        assert results(Watch(open_context, url), addresses(workspace / "site", url)) == (set(), {})
    record(threats, "over http, built with both commands")


def test_nothing_happens_in_files(workspace: Path, open_context: BrowserContext, threats: Threats) -> None:
    assert chapbook("build", "--offline", cwd=workspace).code == 0
    site = workspace / "site-offline"
    root = f"{site.as_uri()}/"
    assert results(Watch(open_context, root), addresses(site, root)) == (set(), {})
    record(threats, "in files")


def test_control_without_the_allow_list_they_fire(tmp_path: Path, open_context: BrowserContext) -> None:
    """Each stands in a document of its own, since many would swallow those that follow."""
    extensions, options = extensions_for()
    markdown = Markdown(extensions=extensions, extension_configs=options)
    on_words = COUNT // 3
    texts = [markdown.reset().convert(each.text) for each in bodies(COUNT - on_words)]
    texts += [each.text for each in fields(on_words, COUNT - on_words)]
    frames = [f'<iframe srcdoc="{escape(each)}"></iframe>' for each in texts]
    for at in range(0, COUNT, PER_CONTROL):
        text = "\n".join(frames[at : at + PER_CONTROL])
        (tmp_path / f"{at}.html").write_text(f"<!DOCTYPE html><body>{text}", encoding="utf-8")
    with serve_folder(tmp_path) as url:
        fired, bad = results(Watch(open_context, url), addresses(tmp_path, url))
    said = [each for found in bad.values() for each in found if each.startswith("http://other")]
    asked = {int(number) for each in said for number in re.findall(r"other\.example/(\d+)", each)}
    assert len(fired | asked) >= LEAST
