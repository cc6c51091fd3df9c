"""The site as a folder, opened without a server; and no page of any kind that asks another host for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.browser import serve_folder
from support.sites import SINGLE, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser

CONFIG = """\
site_name: Academy of tea
site_url: https://academy.example/
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
QUIZ = """\
format: 1
id: check
title: Check yourself
purpose: practice
questions:
  - {id: pot, type: text, stem: What is it made of?, accept: [Clay], objective: pour, explanation: Clay keeps the heat.}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"><path d="M0 0h9v9H0z"/></svg>'
TEA = small_module(
    "tea", why=f"Hello.\n\n{SINGLE}", how="## Steep\n\nTo [why](why.md#cb-title). ![A cup](../assets/cup.svg)"
) | {"assets/cup.svg": PICTURE, "quizzes/check.yml": QUIZ}
TEA["module.yml"] += "  - quizzes/check.yml\n"
MODULES = {"tea": TEA, "milk": small_module("milk", 1), "imported/ana/cups": small_module("cups", 2)}
_LEADS = re.compile(r"<(?:a|link|script|img|source)\b[^>]*? (?:href|src)=\"([^\"]*)\"")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both sites: `site` for a host, `site-offline` for a folder."""
    root = tmp_path_factory.mktemp("files")
    workspace = write_workspace(root, MODULES, CONFIG)
    for portable in (False, True):
        result = build_workspace(workspace, portable=portable)
        assert result.diagnostics == ()
    return root


@pytest.fixture(scope="module")
def base(root: Path) -> str:
    return f"{(root / 'site-offline').as_uri()}/"


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[str]:
    with serve_folder(root / "site") as url:
        yield url


def broken_links(folder: Path) -> list[str]:
    """List the links of all pages in a folder that lead to no file."""
    found = []
    for page in sorted(folder.rglob("*.html")):
        if page.name == "404.html":  # stands at any address of a host
            continue
        for lead in _LEADS.findall(page.read_text(encoding="utf-8")):
            target = urlsplit(urljoin(page.as_uri(), unescape(lead)))
            if target.scheme == "file" and not Path(unquote(target.path)).is_file():
                found.append(f"{page.relative_to(folder)}: {lead}")
    return found


def test_every_link_of_the_folder_leads_to_a_file(root: Path) -> None:
    assert broken_links(root / "site-offline") == []


def test_control_links_of_a_site_for_a_host_lead_to_folders(root: Path) -> None:
    assert broken_links(root / "site") != []


def test_from_the_catalogue_to_an_answer_that_stays(page: Page, base: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{base}index.html")
    page.get_by_role("link", name="About tea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About tea")
    page.get_by_role("link", name="Start").click()
    question = page.locator(".cb-question").first
    question.get_by_label("The milk").check()
    question.get_by_role("button", name="Check").click()
    expect(question).to_contain_text("Yes, here it does.")
    page.get_by_role("link", name="Next How").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How")
    assert page.locator("img[alt='A cup']").evaluate("it => it.naturalWidth") == 90
    page.get_by_role("link", name="Previous Why").click()
    expect(page.locator(".cb-question").first.get_by_label("The milk")).to_be_checked()
    uid = page.locator(".cb-question").first.get_attribute("data-module")
    page.goto(f"{base}tea/index.html")
    kept = page.evaluate("uid => chapbook.recall(uid, 'what').state", uid)
    assert kept == "right"
    assert said == []


def test_colours_are_chosen_for_all_pages(browser: Browser, base: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{base}index.html")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("label[for=__palette_1]").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.goto(f"{base}tea/lessons/why.html")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    context.close()


TABS = 5
"""Pages that are waited for at once: each is quiet only half a second after its last request."""


def use(page: Page, url: str) -> None:
    """Open a page, search on it, answer what there is."""
    page.goto(url)
    box = page.get_by_role("combobox", name="Search")
    box.fill("tea")
    expect(page.locator(".cb-hit--page").first).to_be_visible()
    box.fill("")
    for question in page.locator(".cb-question").all():
        button = question.get_by_role("button", name="Check")
        if button.count():
            button.first.click()


def walk(context: BrowserContext, base: str, addresses: list[str]) -> set[str]:
    """Use pages; give every address that was asked for elsewhere."""
    foreign: set[str] = set()
    context.on(
        "request",
        lambda request: (
            foreign.add(request.url) if not request.url.startswith((base, "data:", "blob:")) else None
        ),
    )
    tabs = [context.new_page() for _ in addresses[:TABS]]
    for start in range(0, len(addresses), TABS):
        opened = list(zip(tabs, addresses[start : start + TABS], strict=False))
        for tab, address in opened:
            use(tab, base + address)
        for tab, _ in opened:
            tab.wait_for_load_state("networkidle")
    return foreign


def all_pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def test_no_page_asks_another_host(context: BrowserContext, root: Path, served: str) -> None:
    pages = all_pages(root / "site")
    assert {"index.html", "404.html", "offline.html", "tea/quizzes/check/index.html"} <= set(pages)
    assert walk(context, served, pages) == set()


def test_no_page_of_the_folder_asks_another_host(context: BrowserContext, root: Path, base: str) -> None:
    pages = [each for each in all_pages(root / "site-offline") if each != "404.html"]
    assert walk(context, base, pages) == set()


def test_control_a_foreign_picture_is_noticed(browser: Browser, served: str) -> None:
    spy = "http://127.0.0.1:9/spy.png"
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(f"addEventListener('load', () => {{ new Image().src = '{spy}'; }})")
    assert walk(context, served, ["index.html"]) == {spy}
    context.close()
