"""The catalogue: narrowed by words and choices, shared as an address, quick with many modules, whole without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.served import Site
from support.sites import build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser
CONFIG = "site_name: Tea and more\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
MANY = 1000


def module(slug: str, number: int, **changes: str) -> dict[str, str]:
    files = small_module(slug, number)
    text = files["module.yml"]
    for old, new in changes.items():
        before = {
            "level": "level: beginner",
            "language": "language: en",
            "author": "name: Jane Doe",
            "tag": "tags: [tea,",
            "title": f"title: About {slug}",
        }
        assert before[old] in text
        text = text.replace(before[old], before[old].replace(before[old].split()[-1], new), 1)
    return files | {"module.yml": text}


MODULES = {
    "green": module("green", 0) | {"module.yml": small_module("green", 0)["module.yml"] + "minutes: 10\n"},
    "black": module("black", 1, level="advanced", author="Ana")
    | {"module.yml": module("black", 1, level="advanced", author="Ana")["module.yml"] + "minutes: 40\n"},
    "cafe": module("cafe", 2, language="fr", tag="[coffee,", title="Café"),
}


@pytest.fixture(scope="module")
def teas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build three modules that differ in everything one can choose by."""
    root = tmp_path_factory.mktemp("catalogue")
    result = build_workspace(write_workspace(root, MODULES, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def shown(page: Page) -> list[str]:
    """Give the titles of the cards that can be seen."""
    return page.locator(".cb-card:not([hidden]) .cb-card__title").all_text_contents()


def test_every_choice_narrows_the_list(page: Page, teas: Site) -> None:
    page.goto(teas.url)
    count = page.locator(".cb-filter__count")
    expect(count).to_have_text("3 of 3 modules")
    for label, value, left in (
        ("Level", "Advanced (1)", "About black"),
        ("Time", "Up to 15 minutes (2)", "About green"),
        ("Tag", "coffee (1)", "Café"),
        ("Language", "Français (1)", "Café"),
        ("Author", "Jane Ana (1)", "About black"),
    ):
        page.get_by_label(label, exact=True).select_option(value)
        expect(page.locator(".cb-card:visible .cb-card__title", has_text=left)).to_have_count(1)
        expect(page.get_by_role("button", name="Clear filters")).to_be_visible()
        page.get_by_role("button", name="Clear filters").click()
        expect(count).to_have_text("3 of 3 modules")
        expect(page.get_by_label("Filter modules")).to_be_focused()


def test_choices_and_words_work_together_and_stand_in_the_address(page: Page, teas: Site) -> None:
    page.goto(teas.url)
    page.get_by_label("Author", exact=True).select_option("Jane Doe")
    page.get_by_label("Filter modules").fill("CAFE")
    expect(page.locator(".cb-filter__count")).to_have_text("1 of 3 modules")
    assert shown(page) == ["About Café"]
    assert page.url == f"{teas.url}#words=CAFE&author=Jane+Doe"
    shared = page.url
    page.get_by_label("Level", exact=True).select_option("advanced")
    expect(page.get_by_text("No module fits all of this.")).to_be_visible()
    page.goto("about:blank")
    page.goto(shared)
    assert shown(page) == ["About Café"]
    expect(page.get_by_label("Author", exact=True)).to_have_value("Jane Doe")
    page.evaluate("location.hash = 'tag=coffee&level=no-such-level&nonsense=1'")
    expect(page.get_by_label("Tag", exact=True)).to_have_value("coffee")
    expect(page.get_by_label("Level", exact=True)).to_have_value("")
    assert shown(page) == ["About Café"]


def test_by_keyboard_alone(page: Page, teas: Site) -> None:
    page.goto(teas.url)
    page.get_by_label("Filter modules").focus()
    page.keyboard.type("tea")
    page.keyboard.press("Enter")
    expect(page.locator(".cb-filter__count")).to_have_text("2 of 3 modules")
    page.keyboard.press("Tab")
    page.keyboard.type("Adv")
    expect(page.locator(".cb-filter__count")).to_have_text("1 of 3 modules")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear filters")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Filter modules")).to_be_focused()
    assert page.url == teas.url


def test_a_value_in_the_address_is_never_markup(page: Page, teas: Site) -> None:
    page.goto(f"{teas.url}#words=<img src=x onerror=window.ran=1>&tag=<b>")
    expect(page.get_by_text("No module fits all of this.")).to_be_visible()
    assert page.evaluate("[window.ran, document.querySelectorAll('img[src=x]').length]") == [None, 0]


def test_back_leaves_the_catalogue(page: Page, teas: Site) -> None:
    page.goto(f"{teas.url}green/")
    page.goto(teas.url)
    page.get_by_label("Filter modules").fill("black")
    expect(page.locator(".cb-filter__count")).to_have_text("1 of 3 modules")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("About green")
    page.go_forward()
    expect(page.locator(".cb-filter__count")).to_have_text("1 of 3 modules")


def test_without_scripts_all_modules_are_listed(browser: Browser, teas: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(teas.url)
    assert len(shown(page)) == 3
    expect(page.get_by_label("Filter modules")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_a_narrowed_list(
    axe_profile: Profile, teas: Site, scheme: str, width: int
) -> None:
    with axe_profile.page(width, scheme) as page:
        page.goto(f"{teas.url}#level=advanced")
        expect(page.locator(".cb-filter__count")).to_have_text("1 of 3 modules")
        assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_thousand_modules(profile: Profile, teas: Site) -> None:
    """The page's own cards, many times over: what is asked for comes, and only that."""
    with profile.page(360, height=740) as page:

        def many(route: object) -> None:
            response = route.fetch()  # type: ignore[attr-defined]
            before, _, rest = response.text().partition('<li class="cb-card')
            cards, _, after = rest.rpartition("</li>")
            one = '<li class="cb-card' + cards.split('<li class="cb-card')[0]
            listed = "".join(one.replace("About black", f"Module {n} about black") for n in range(MANY))
            route.fulfill(response=response, body=f"{before}{listed}{after}")  # type: ignore[attr-defined]

        page.route(teas.url, many)
        page.goto(teas.url)
        expect(page.locator(".cb-filter__count")).to_have_text("1,000 of 1,000 modules")
        page.get_by_label("Filter modules").fill("module 77 black")
        expect(page.locator(".cb-filter__count")).to_have_text("19 of 1,000 modules")
        assert shown(page)[0] == "Module 77 about black"
        page.get_by_role("link", name="Module 773 about black").scroll_into_view_if_needed()
        expect(page.get_by_role("link", name="Module 773 about black")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
