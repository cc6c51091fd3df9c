"""The search box: loaded when it is used, by mouse and by keyboard, over http and from files, for all scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.served import Site
from support.sites import SINGLE, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser

CONFIG = """\
site_name: Academy of tea
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
TRAP = "Before <img src=x onerror=alert(1)> & `<b>code</b>` after crème brûlée."
MODULES = {
    "tea": small_module(
        "tea",
        why=f"Hello.\n\n{SINGLE}",
        how="## Steep\n\nThree minutes of patience.\n\n## Wait\n\n"
        + "Steam rises, and the steam falls. " * 40,
        ja="日本語の練習をする。",
        trap=TRAP,
    ),
    "milk": small_module("milk", 1),
    "imported/ana/cups": small_module("cups", 2),
}


@pytest.fixture(scope="module")
def workspace_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("search")
    workspace = write_workspace(root, MODULES, CONFIG)
    result = build_workspace(workspace)
    build_workspace(workspace, root / "portable", portable=True)
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, workspace_site: Site) -> str:
    """Give where the site is: served, or in a folder."""
    folder = workspace_site.folder.parent / "portable"
    return workspace_site.url if request.param == "http" else f"{folder.as_uri()}/"


def at(base: str, address: str) -> str:
    """Give the address of a page, which in a folder is a file."""
    if base.startswith("http"):
        return base + address
    return base + (f"{address}index.html" if address in ("", "tea/") else f"{address.rstrip('/')}.html")


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search")


def hits(page: Page) -> Locator:
    return page.locator(".cb-search__hits").get_by_role("option")


def test_a_word_of_a_lesson_is_found_in_its_module(page: Page, base: str) -> None:
    page.goto(at(base, "tea/lessons/why/"))
    box(page).click()
    box(page).press_sequentially("PATI")
    expect(hits(page).first).to_contain_text("Steep")
    expect(hits(page).first).to_contain_text("How")
    expect(hits(page).first.locator("mark")).to_have_text("pati")
    expect(page.locator(".cb-search__status")).to_have_text("1 result")
    hits(page).first.click()
    expect(page).to_have_url(at(base, "tea/lessons/how/") + "#steep")


def test_from_a_module_one_can_search_all_modules_and_back(page: Page, base: str) -> None:
    page.goto(at(base, "tea/lessons/why/"))
    box(page).fill("cups")
    expect(page.locator(".cb-search__status")).to_have_text("Nothing here has the words “cups”.")
    hits(page).filter(has_text="Search all modules for “cups”").click()
    expect(hits(page).first).to_contain_text("About cups")
    expect(box(page)).to_be_focused()
    hits(page).filter(has_text="Search only this module").click()
    expect(hits(page)).to_have_count(1)
    hits(page).first.click()
    hits(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About cups")


def test_the_catalogue_searches_all_modules(page: Page, base: str) -> None:
    page.goto(at(base, ""))
    expect(box(page)).to_have_attribute("placeholder", "Search all modules")
    box(page).fill("spilling milk")
    expect(hits(page)).to_have_count(1)
    hits(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About milk")


def test_japanese_and_words_with_accents_are_found(page: Page, base: str) -> None:
    page.goto(at(base, "tea/"))
    box(page).fill("日本語の練習")
    expect(hits(page).first).to_contain_text("Ja")
    box(page).fill("creme brul")
    expect(hits(page).first.locator("mark")).to_have_text(["crème", "brûl"])


def test_what_a_module_wrote_is_shown_as_words(page: Page, base: str) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(at(base, "tea/"))
    box(page).fill("code after")
    expect(hits(page).first).to_contain_text("<b>code</b> after")
    assert hits(page).first.locator("img, b").count() == 0
    assert said == []


def test_by_keyboard_only(page: Page, base: str) -> None:
    page.goto(at(base, "tea/lessons/why/"))
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")
    page.keyboard.type("ste")
    expect(hits(page)).to_have_count(3)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(0)).to_have_attribute("aria-selected", "false")
    chosen = hits(page).nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert box(page).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(chosen).to_contain_text("Wait")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits(page).first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(hits(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(at(base, "tea/lessons/how/") + "#wait")


def test_control_k_focuses_and_a_slash_in_a_field_is_a_slash(page: Page, workspace_site: Site) -> None:
    page.goto(workspace_site.url + "tea/lessons/why/")
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()
    page.keyboard.type("a/b")
    expect(box(page)).to_have_value("a/b")
    page.keyboard.press("Tab")
    expect(page.locator(".cb-search__panel")).to_be_hidden()


def test_nothing_is_loaded_before_the_box_is_used(page: Page, workspace_site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(workspace_site.url)))
    page.goto(workspace_site.url + "tea/lessons/why/")
    page.wait_for_load_state("networkidle")
    searched = [each for each in asked if "search/" in each or "search-core" in each]
    assert searched == []
    box(page).click()
    box(page).fill("tea")
    expect(hits(page).first).to_be_visible()
    assert {"assets/chapbook/search-core.js", "tea/search/index.js"} <= set(asked)
    assert "search/index.js" not in asked


def test_an_index_that_does_not_come_is_said_and_asked_for_again(page: Page, workspace_site: Site) -> None:
    page.route("**/tea/search/index.js", lambda route: route.abort())
    page.goto(workspace_site.url + "tea/")
    box(page).fill("patience")
    status = page.locator(".cb-search__status")
    expect(status).to_have_text("The search could not be loaded. Try again when you are connected.")
    page.unroute("**/tea/search/index.js")
    box(page).press_sequentially(" ")
    expect(status).to_have_text("1 result")


def test_without_javascript_there_is_no_dead_box(browser: Browser, workspace_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(workspace_site.url + "tea/")
    expect(page.locator(".cb-search__input")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_open_search_can_be_used_by_everyone(
    browser: Browser, workspace_site: Site, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 700}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(workspace_site.url + "tea/lessons/why/")
    if width == 360:
        page.get_by_role("button", name="Search").click()
    box(page).fill("steam")
    expect(hits(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
    wide = page.locator("html").evaluate("it => it.scrollWidth - it.clientWidth")
    assert wide <= 0
    page.locator(".cb-search__hits").evaluate("it => it.removeAttribute('role')")
    assert axe_violations(page) != []
    context.close()


def test_on_a_phone_a_button_opens_it_and_escape_gives_the_focus_back(
    context: BrowserContext, workspace_site: Site
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(workspace_site.url + "tea/")
    opener = page.get_by_role("button", name="Search")
    expect(page.locator(".cb-search__input")).to_be_hidden()
    opener.click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("wait")
    expect(hits(page).first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".cb-search__input")).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.get_by_role("button", name="Close the search").click()
    expect(opener).to_be_focused()


def test_a_thousand_modules(page: Page, workspace_site: Site, tmp_path: Path) -> None:
    """The index of a thousand modules, as data; the page answers, and shows no more than twenty."""
    pages = ",".join(
        f'["m{number}/","Module {number}",[["","","What there is to know about number {number}, told in a few words. "'
        f'+"A goal that says what one can do after it. ".repeat(5),"tag{number % 20} tea"]]]'
        for number in range(1000)
    )
    page.route(
        workspace_site.url + "search/index.js",
        lambda route: route.fulfill(
            body=f"chapbook.searchIndex({{pages:[{pages}]}})", content_type="text/javascript"
        ),
    )
    page.goto(workspace_site.url)
    box(page).fill("goal tag7")
    status = page.locator(".cb-search__status")
    expect(status).to_have_text("The first 20 of 50 results")
    expect(hits(page)).to_have_count(20)
    box(page).fill("number 77")
    expect(hits(page).first).to_contain_text("Module 77")
