"""A module's page: what one needs before and whether it is known, what changed, the way to others of a tag."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.served import Site
from support.sites import build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser
CONFIG = """\
site_name: Tea
site_url: https://ana.example/learn/
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
TEA = small_module("tea")
MODULES = {
    "milk": small_module("milk", 1, only="Words of one lesson."),
    "tea": TEA
    | {
        "module.yml": TEA["module.yml"] + "requires:\n  - {module: milk}\n  - text: Can pour\n",
        "CHANGELOG.md": "## 1.0.0 - 2026-11-20\n\n- See [why](lessons/why.md).\n\n## 0.9.0\n\n- Draft.\n",
    },
}


@pytest.fixture(scope="module")
def teas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build two modules, of which one asks for the other."""
    root = tmp_path_factory.mktemp("module-page")
    result = build_workspace(write_workspace(root, MODULES, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def test_whether_a_required_module_is_known(page: Page, teas: Site) -> None:
    need = page.locator("[data-needs]")
    page.goto(teas.url + "tea/")
    expect(need).to_contain_text("About milk not begun in this browser")
    page.goto(teas.url + "milk/lessons/only/")
    page.mouse.wheel(0, 9000)
    page.goto(teas.url + "milk/")
    page.goto(teas.url + "tea/")
    expect(need).to_contain_text("you have")
    expect(page.locator("li", has_text="Can pour")).not_to_contain_text("browser")
    need.get_by_role("link", name="About milk").click()
    expect(page).to_have_url(teas.url + "milk/")


def test_what_changed_is_told_the_newest_open(page: Page, teas: Site) -> None:
    page.goto(teas.url + "tea/")
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    expect(page.get_by_text("Version 1.0.0 · 20 November 2026")).to_be_visible()
    expect(page.get_by_text("Draft.")).to_be_hidden()
    page.get_by_text("Version 0.9.0").click()
    expect(page.get_by_text("Draft.")).to_be_visible()
    page.locator(".cb-changes").get_by_role("link", name="why").click()
    expect(page).to_have_url(teas.url + "tea/lessons/why/")


def test_a_tag_leads_to_the_modules_that_have_it(page: Page, teas: Site) -> None:
    page.goto(teas.url + "milk/")
    page.get_by_role("complementary").get_by_role("link", name="milk", exact=True).click()
    expect(page.locator(".cb-filter__count")).to_have_text("1 of 2 modules")
    expect(page.get_by_label("Tag", exact=True)).to_have_value("milk")


def test_machines_find_facts_feed_and_picture(page: Page, teas: Site) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(teas.url + "tea/")
    data = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert (data["@type"], data["url"]) == ("LearningResource", "https://ana.example/learn/tea/")
    image = page.locator("meta[property='og:image']").get_attribute("content")
    assert image == "https://ana.example/learn/tea/card.png"
    assert (teas.folder / "tea/card.png").read_bytes().startswith(b"\x89PNG")
    feed = page.locator("link[type='application/atom+xml']").get_attribute("href")
    assert feed == "../feed.xml"
    assert "About tea" in (teas.folder / "feed.xml").read_text(encoding="utf-8")
    assert said == []


def test_every_page_names_its_address_and_the_site_map_those_that_count(teas: Site) -> None:
    found = (teas.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://ana.example/learn/tea/lessons/why/</loc>" in found
    assert "/print/" not in found
    printed = (teas.folder / "tea/print/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://ana.example/learn/tea/">' in printed


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(axe_profile: Profile, teas: Site, scheme: str, width: int) -> None:
    with axe_profile.page(width, scheme) as page:
        page.goto(teas.url + "tea/")
        assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
