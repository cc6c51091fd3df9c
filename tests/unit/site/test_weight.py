"""How much the first view of a lesson loads, compressed as hosts do it; and that slimming our files changes nothing.

What counts is counted twice: what the page names, and what a browser really asked for.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from chapbook.services.chromium import FLAGS, chromium_path
from chapbook.site.slim import slim_script, slim_style
from chapbook.site.theme import overlay
from chapbook.workspace.workspace import Workspace
from support.browser import serve_folder
from support.question_samples import FENCES
from support.sites import build_workspace, small_module, write_workspace

ALL, SCRIPTS = 90_000, 25_000
"""Bytes: everything that a lesson loads, and our scripts among it."""
LEVEL = 6
"""The level of gzip that servers use unless told otherwise."""
WORDS = (
    "Before the water boils, warm the pot. A cold pot takes the heat from the tea, and it tastes of nothing.\n\n"
    * 40
)
CONFIG = "site_name: Academy\ndocs_dir: modules\ntheme: {name: material%s}\nplugins: {chapbook: {}}\n"
LESSON = "tea/lessons/why/"


class _Named(HTMLParser):
    """Collects what a page loads by its own words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note scripts, styles, icons and pictures."""
        given = dict(attrs)
        rels = set((given.get("rel") or "").split())
        if tag in {"script", "img"} and given.get("src"):
            self.found.append(given["src"] or "")
        if tag == "link" and rels & {"stylesheet", "icon", "preload", "modulepreload"}:
            self.found.append(given["href"] or "")


def build(root: Path, options: str = "") -> Path:
    files = small_module("tea", why=WORDS + "\n\n".join(FENCES.values()), how="Second words.")
    workspace = write_workspace(root, {"tea": files, "milk": small_module("milk", 1)}, CONFIG % options)
    return build_workspace(Workspace(workspace.root)).site_dir


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("weight"))


def named(site: Path) -> dict[str, int]:
    """Give the files that a lesson's page names, with their compressed sizes."""
    page = site / LESSON / "index.html"
    reader = _Named()
    reader.feed(page.read_text(encoding="utf-8"))
    paths = [page, *(Path(page.parent, each).resolve() for each in reader.found)]
    return {path.relative_to(site.resolve()).as_posix(): size(path.read_bytes()) for path in paths}


def size(data: bytes) -> int:
    return len(gzip.compress(data, LEVEL, mtime=0))


def ours(weights: dict[str, int]) -> int:
    return sum(each for name, each in weights.items() if re.fullmatch(r"assets/chapbook/.*\.js", name))


@pytest.fixture
def asked(site: Path) -> Iterator[set[str]]:
    """Give the paths that a browser asks for when it opens the lesson, without what a service worker keeps for later."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on PATH")
    with serve_folder(site) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        found: set[str] = set()
        page.on("request", lambda request: found.add(request.url.removeprefix(url)))
        page.goto(url + LESSON)
        page.wait_for_load_state("networkidle")
        browser.close()
        yield found


def test_a_lesson_is_light(site: Path) -> None:
    weights = named(site)
    assert sum(weights.values()) <= ALL, sorted(weights.items(), key=lambda each: -each[1])
    assert ours(weights) <= SCRIPTS, sorted(weights.items(), key=lambda each: -each[1])


@pytest.mark.browser
def test_a_browser_asks_for_nothing_else(site: Path, asked: set[str]) -> None:
    pages = {each.removesuffix("index.html") for each in named(site)}
    assert "tea/lessons/why/" in asked
    assert asked <= pages


def test_with_materials_bundle_it_would_be_too_heavy(tmp_path: Path) -> None:
    """The control: another feature of Material in mkdocs.yml, and its bundle is back."""
    site = build(tmp_path, ", features: [navigation.top]")
    weights = named(site)
    assert any("javascripts/bundle" in each for each in weights)
    assert "assets/chapbook/frame.js" not in weights
    assert sum(weights.values()) > ALL


def test_without_more_features_the_bundle_is_not_published(site: Path) -> None:
    assert not (site / "assets/javascripts").exists()


def test_slimming_keeps_code_and_texts() -> None:
    script = '/* About. */\n"use strict";\n  // why\n  f("// no", `a /* b`); // tail\n  /** one */ g();\n  h("https://x");\n'
    kept = '"use strict";\nf("// no", `a /* b`);\n/** one */ g();\nh("https://x");\n'
    assert slim_script(script) == kept
    assert slim_style("/* a\n   b */\n.x {\n  y: z; /* w */\n}\n") == ".x {\ny: z; /* w */\n}\n"


@pytest.mark.parametrize("path", sorted(overlay().glob("assets/chapbook/*.js")), ids=lambda path: path.name)
def test_our_scripts_can_be_slimmed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if line.count("`") % 2], (
        "a template literal over several lines"
    )
    slim = slim_script(text)
    assert slim_script(slim) == slim
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on PATH")
    checked = subprocess.run([node, "--check", "-"], input=slim, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
