"""The learner's side in German, in Arabic from right to left, and in a translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from chapbook.services.chromium import axe_violations
from chapbook.site.words import read
from support.browser import serve_folder
from support.languages import MODULES
from support.profiles import Profile
from support.served import Site
from support.sites import build_workspace, write_workspace

pytestmark = pytest.mark.browser
CONFIG = """\
site_name: Academy of tea
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
ARABIC_PAGES = [
    "shay/",
    "shay/lessons/why/",
    "shay/lessons/how/",
    "shay/attribution/",
    "shay/completion/",
    "shay/print/",
    "shay/review/",
]


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve the modules in several languages once."""
    result = build_workspace(write_workspace(tmp_path_factory.mktemp("languages"), MODULES, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def visible_keys(page: Page) -> list[str]:
    """Find names of texts that stand on the page instead of the texts."""
    said = page.locator("body").inner_text()
    return [key for key in read("en") if re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.])", said)]


def test_a_german_module_speaks_german(page: Page, languages: Site) -> None:
    page.goto(languages.url + "tee/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", name="Am Ende kannst du")).to_be_visible()
    expect(page.get_by_text("7 Fragen", exact=True)).to_be_visible()
    page.get_by_role("link", name="Anfangen").click()
    expect(page.get_by_text("Lektion 1 von 2")).to_be_visible()
    it = page.locator("#q-what")
    it.get_by_role("button", name="Prüfen").click()
    expect(it.get_by_role("status")).to_contain_text("Wähle zuerst eine Antwort.")
    it.get_by_label("Der Tee", exact=True).check()
    it.get_by_role("button", name="Prüfen").click()
    expect(it.get_by_role("status")).to_contain_text("Noch nicht.")
    it.get_by_role("button", name="Noch einmal").click()
    it.get_by_label("Die Milch", exact=True).check()
    it.get_by_role("button", name="Prüfen").click()
    expect(it.get_by_role("status")).to_contain_text("Richtig.")
    number = page.locator("#q-many")
    number.get_by_role("textbox").fill("viel")
    number.get_by_role("button", name="Prüfen").click()
    expect(number.get_by_role("status")).to_contain_text("Das ist noch keine Zahl.")
    number.get_by_role("textbox").fill("1.250")
    number.get_by_role("button", name="Prüfen").click()
    expect(number.get_by_role("status")).to_contain_text("Richtig.")
    assert visible_keys(page) == []


def test_an_arabic_module_reads_from_right_to_left(page: Page, languages: Site) -> None:
    page.goto(languages.url + "shay/")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("body")).to_have_attribute("dir", "rtl")
    expect(page.get_by_text("درس", exact=False).first).to_be_visible()
    title, side = page.locator(".cb-steps").bounding_box(), page.locator(".cb-module__side").bounding_box()
    assert title is not None
    assert side is not None
    assert title["x"] > side["x"]
    page.goto(languages.url + "shay/lessons/how/")
    code = page.locator("pre").first
    assert code.evaluate("it => getComputedStyle(it).direction") == "ltr"
    assert code.evaluate("it => getComputedStyle(it).textAlign") == "left"
    assert page.locator(".cb-body").evaluate("it => getComputedStyle(it).direction") == "rtl"
    arrow = page.locator(".cb-turn .cb-icon--left").first
    assert arrow.evaluate("it => getComputedStyle(it).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
    edge = page.locator(".admonition").evaluate(
        "it => [getComputedStyle(it).borderRightWidth, getComputedStyle(it).borderLeftWidth].map(parseFloat)"
    )
    assert edge[0] > edge[1]
    expect(page.locator(".admonition-title")).to_have_text("نصيحة")


def test_arabic_questions_can_be_answered(page: Page, languages: Site) -> None:
    page.goto(languages.url + "shay/lessons/why/")
    it = page.locator("#q-what")
    it.get_by_label("الحليب", exact=True).check()
    it.get_by_role("button", name="تحقّق").click()
    expect(it.get_by_role("status")).to_contain_text("صحيح.")
    many = page.locator("#q-many")
    many.get_by_role("textbox").fill("1250")
    many.get_by_role("button", name="تحقّق").click()
    expect(many.get_by_role("status")).to_contain_text("صحيح.")
    assert visible_keys(page) == []


def test_the_switch_keeps_the_place_and_the_answer(page: Page, languages: Site) -> None:
    page.goto(languages.url + "tea/lessons/why/")
    it = page.locator("#q-what")
    it.get_by_label("The milk", exact=True).check()
    it.get_by_role("button", name="Check").click()
    expect(it.get_by_role("status")).to_contain_text("Right.")
    page.get_by_role("navigation", name="Languages of this page").get_by_role("link", name="Français").click()
    expect(page).to_have_url(languages.url + "tea/fr/lessons/why/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    it = page.locator("#q-what")
    expect(it.get_by_text("Que verse-t-on en premier")).to_be_visible()
    expect(it.get_by_label("Le lait", exact=True)).to_be_checked()
    expect(it.get_by_role("status")).to_contain_text("Juste.")
    page.get_by_role("navigation", name="Langues de cette page").get_by_role("link", name="English").click()
    expect(page).to_have_url(languages.url + "tea/lessons/why/")


def test_a_page_that_waits_for_its_translation_says_so(page: Page, languages: Site) -> None:
    page.goto(languages.url + "tea/fr/lessons/how/")
    expect(page.get_by_text("Cette page n’est pas encore traduite.")).to_be_visible()
    expect(page.locator(".cb-body")).to_have_attribute("lang", "en")
    assert page.locator("link[hreflang=fr]").count() == 0
    expect(page.locator("link[hreflang=en]")).to_have_attribute("href", "../../../lessons/how/")
    page.goto(languages.url + "tea/lessons/why/")
    expect(page.locator("link[hreflang=fr]")).to_have_attribute("href", "../../fr/lessons/why/")


def test_the_search_of_a_translation_finds_its_words(page: Page, languages: Site) -> None:
    page.goto(languages.url + "tea/fr/")
    assert "Pourquoi" in (languages.folder / "tea/fr/search/index.js").read_text(encoding="utf-8")
    assert "Pourquoi" not in (languages.folder / "tea/search/index.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_arabic(axe_profile: Profile, languages: Site, scheme: str, width: int) -> None:
    with axe_profile.page(width, scheme) as page:
        for address in [*ARABIC_PAGES, "tea/fr/lessons/how/"]:
            page.goto(languages.url + address)
            assert [f"{address} {each['rule']}: {each['element']}" for each in axe_violations(page)] == []
            box = page.locator("html").evaluate("it => [it.scrollWidth, it.clientWidth]")
            assert box[0] <= box[1], address
            assert visible_keys(page) == []
        page.locator("h1").first.evaluate(
            "it => { const img = document.createElement('img'); it.after(img); }"
        )
        assert "image-alt" in {each["rule"] for each in axe_violations(page)}


@pytest.mark.parametrize(
    "address", ["shay/", "shay/lessons/why/", "shay/lessons/how/", "tea/fr/lessons/how/"]
)
def test_no_sideways_scrolling_at_320_pixels(profile: Profile, languages: Site, address: str) -> None:
    with profile.page(320, height=700) as page:
        page.goto(languages.url + address)
        box = page.locator("html").evaluate("it => [it.scrollWidth, it.clientWidth]")
        assert box[0] <= box[1]
