"""The search box: loaded when it is used, by mouse and by keyboard, over http and from files, for all scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from chapbook.services.chromium import axe_violations
from chapbook.site.search_shards import Terms, all_shards, described, terms_of
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
    "milk": small_module(
        "milk",
        1,
        many="\n\n".join(f"## Grain {number}\n\nGrain." for number in range(9)),
        how="Second words.",
    ),
    "imported/ana/cups": small_module("cups", 2, why="A grain of salt.", how="Second words."),
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


def test_other_modules_come_after_this_one(page: Page, base: str) -> None:
    page.goto(at(base, "tea/lessons/why/"))
    box(page).fill("second words")
    status = page.locator(".cb-search__status")
    expect(status).to_have_text("Nothing here has the words “second words”. 2 other modules")
    others = page.get_by_role("group", name="In other modules")
    expect(others.get_by_role("option")).to_have_count(2)
    expect(others.get_by_role("option").filter(has_text="About cups")).to_contain_text("How About cups")
    expect(others.locator("mark").first).to_have_text("Second")
    box(page).fill("hello")
    expect(page.get_by_role("group", name="In this module").get_by_role("option")).to_have_count(1)
    expect(status).to_have_text("1 result")
    expect(others).to_have_count(0)
    box(page).fill("spilling")
    expect(status).to_have_text("1 result · 2 other modules")
    expect(hits(page)).to_have_count(3)
    expect(hits(page).nth(0)).to_contain_text("About tea")
    hits(page).filter(has_text="About cups").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About cups")


def test_where_this_module_has_much_all_of_it_can_be_seen(page: Page, base: str) -> None:
    page.goto(at(base, "milk/lessons/many/"))
    box(page).fill("grain")
    here = page.get_by_role("group", name="In this module")
    expect(page.locator(".cb-search__status")).to_have_text("9 results · 1 other module")
    expect(here.get_by_role("option")).to_have_count(6)
    here.get_by_role("option", name="Show all 9 results in this module").click()
    expect(here.get_by_role("option")).to_have_count(10)
    expect(page.get_by_role("group", name="In other modules")).to_have_count(0)
    expect(box(page)).to_be_focused()
    here.get_by_role("option", name="Show other modules again").click()
    expect(hits(page)).to_have_count(7)


def test_the_catalogue_searches_all_modules(page: Page, base: str) -> None:
    page.goto(at(base, ""))
    expect(box(page)).to_have_attribute("placeholder", "Search all modules")
    box(page).fill("spilling milk")
    status = page.locator(".cb-search__status")
    expect(status).to_have_text("3 modules")
    expect(hits(page).first).to_contain_text("About milk")
    box(page).fill("pati stee")
    expect(status).to_have_text("1 module")
    expect(hits(page)).to_have_count(1)
    expect(hits(page)).to_contain_text("Steep How · About tea")
    box(page).fill("patience grain")
    expect(status).to_have_text("3 modules. No module has all of the words.")
    box(page).fill("zzzz")
    expect(status).to_have_text("Nothing here has the words “zzzz”.")
    box(page).fill("spilling milk")
    hits(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About milk")


def test_questions_are_found_nowhere(page: Page, base: str) -> None:
    page.goto(at(base, ""))
    box(page).fill("cools the cup")
    expect(page.locator(".cb-search__status")).not_to_have_text("")
    assert "cools" not in page.locator(".cb-search__hits").inner_text()


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
    expect(hits(page)).to_have_count(2)
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
    expect(page).to_have_url(at(base, "tea/lessons/how/") + "#steep")


def test_control_k_focuses_and_a_slash_in_a_field_is_a_slash(page: Page, workspace_site: Site) -> None:
    page.goto(workspace_site.url + "tea/lessons/why/")
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()
    page.keyboard.type("a/b")
    expect(box(page)).to_have_value("a/b")
    page.keyboard.press("Tab")
    expect(page.locator(".cb-search__panel")).to_be_hidden()


def pretend(page: Page, url: str, count: int) -> list[str]:
    """Let the site have so many modules more, as their data alone; gives what is asked for, as it is asked."""
    asked: list[str] = []
    made: dict[str, list[list[Any]]] = {
        f"m{number}": [
            ["./", f"Module {number}", [["", "", "What it is about."]]],
            [
                "why/",
                "Why",
                [
                    [
                        "part",
                        "A part",
                        f"Every module has a goal, this has number{number} and tag{number % 20}.",
                    ]
                ],
            ],
        ]
        for number in range(count)
    }
    terms: list[tuple[str, Terms]] = [(key, terms_of(entries)) for key, entries in made.items()]
    titles = [[f"{key}/", entries[0][1], []] for key, entries in made.items()]
    files = {uri: data.decode() for uri, data in all_shards(terms, 2)}
    files["search/index.js"] = f"chapbook.searchIndex({json.dumps({'pages': titles, 'words': described(2)})})"
    for key, entries in made.items():
        files[f"{key}/search/index.js"] = f"chapbook.searchIndex({json.dumps({'pages': entries})})"

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(url)
        asked.append(name)
        if name in files:
            route.fulfill(body=files[name], content_type="text/javascript")
        else:
            route.continue_()

    page.route("**/search/**", answer)
    return asked


def test_one_among_hundreds_of_modules(page: Page, workspace_site: Site) -> None:
    asked = pretend(page, workspace_site.url, 300)
    page.goto(workspace_site.url)
    box(page).fill("goal tag7")
    status = page.locator(".cb-search__status")
    expect(status).to_have_text("15 modules")
    expect(hits(page)).to_have_count(6)
    expect(hits(page).first).to_contain_text("A part Why · Module")
    assert len([each for each in asked if each.startswith("search/words/")]) == 2
    assert len([each for each in asked if each.startswith("m")]) == 5
    box(page).press("ArrowUp")
    expect(hits(page).last).to_have_text("Show more modules")
    box(page).press("Enter")
    expect(hits(page)).to_have_count(11)
    expect(hits(page).nth(5)).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", "cb-hit-5")
    expect(box(page)).to_be_focused()
    box(page).fill("number77")
    expect(status).to_have_text("1 module")
    expect(hits(page)).to_contain_text("Module 77")
    box(page).fill("modu")
    expect(status).to_have_text("300 modules")


def test_what_is_typed_goes_on_in_the_same_file(page: Page, workspace_site: Site) -> None:
    asked = pretend(page, workspace_site.url, 300)
    page.goto(workspace_site.url)
    status = page.locator(".cb-search__status")
    for typed in ("tag", "tag1", "tag11"):
        box(page).fill(typed)
        expect(status).to_have_text({"tag": "300", "tag1": "165", "tag11": "15"}[typed] + " modules")
    assert len([each for each in asked if each.startswith("search/words/")]) == 1
    box(page).fill("mo")
    expect(status).to_have_text("300 modules")
    box(page).fill("m")
    expect(status).to_have_text("")
    expect(page.locator(".cb-search__panel")).to_be_hidden()


def test_a_module_whose_index_does_not_come_is_shown_by_its_title(page: Page, workspace_site: Site) -> None:
    pretend(page, workspace_site.url, 10)
    page.route("**/m3/search/index.js", lambda route: route.abort())
    page.goto(workspace_site.url)
    box(page).fill("number3")
    expect(hits(page)).to_have_text(["Module 3"])
    assert str(hits(page).first.get_attribute("href")).endswith("/m3/")


def test_words_that_do_not_come_are_said_and_this_module_is_searched(
    page: Page, workspace_site: Site
) -> None:
    page.route("**/search/words/**", lambda route: route.abort())
    page.goto(workspace_site.url + "tea/")
    box(page).fill("patience")
    status = page.locator(".cb-search__status")
    expect(status).to_have_text(
        "1 result · Other modules could not be searched. Try again when you are connected."
    )
    expect(hits(page)).to_have_count(1)
    page.unroute("**/search/words/**")
    box(page).fill("spilling")
    expect(status).to_have_text("1 result · 2 other modules")


def test_escape_is_not_undone_by_what_comes_later(page: Page, workspace_site: Site) -> None:
    held: list[Route] = []
    page.route("**/search/words/**", lambda route: held.append(route))
    page.goto(workspace_site.url + "tea/")
    panel = page.locator(".cb-search__panel")
    with page.expect_request("**/search/words/**"):
        box(page).fill("spilling")
    expect(panel).to_be_visible()
    box(page).press("Escape")
    expect(panel).to_be_hidden()
    with page.expect_response("**/search/words/**"):
        held[0].continue_()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    expect(panel).to_be_hidden()
    box(page).press("ArrowDown")
    expect(page.locator(".cb-search__status")).to_have_text("1 result · 2 other modules")


def test_nothing_is_loaded_before_the_box_is_used(page: Page, workspace_site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(workspace_site.url)))
    page.goto(workspace_site.url + "tea/lessons/why/")
    page.wait_for_load_state("networkidle")
    searched = [each for each in asked if "search/" in each or "search-core" in each]
    assert searched == []
    box(page).click()
    box(page).fill("spilling")
    expect(page.locator(".cb-search__status")).to_have_text("1 result · 2 other modules")
    wanted = {
        "assets/chapbook/search-core.js",
        "tea/search/index.js",
        "search/index.js",
        "search/words/0/0.js",
    }
    assert wanted <= set(asked)


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
    box(page).fill("spilling")
    expect(page.get_by_role("group", name="In other modules").get_by_role("option")).to_have_count(2)
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
