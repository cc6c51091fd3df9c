"""Spaced review: questions come back on their day, with the browser's clock moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.served import Site
from support.sites import SINGLE, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser
REVIEW = SINGLE.replace("id=what", "id=what review")
OTHER = SINGLE.replace("id=what", "id=when review").replace(
    "poured first?", "poured last, see [how](how.md)?"
)
PLAIN = SINGLE.replace("id=what", "id=plain")
CARD = "```quiz id=word type=card objective=pour\nTea in French?\n\n---\n\nLe thé\n```"
MODULES = {
    "tea": small_module("tea", why=f"{REVIEW}\n\n{OTHER}\n\n{PLAIN}", how=f"Read.\n\n{CARD}"),
    "milk": small_module("milk", 1, why=REVIEW),
    "cups": small_module("cups", 2),
}


@pytest.fixture(scope="module")
def teas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve a site with questions for review."""
    result = build_workspace(write_workspace(tmp_path_factory.mktemp("review"), MODULES))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def at(page: Page, day: str, clock: str = "09:00") -> None:
    page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T{clock}"))


def answer(page: Page, name: str, label: str = "The milk") -> None:
    it = page.locator(f"#q-{name}")
    it.get_by_label(label, exact=True).check()
    it.get_by_role("button", name="Check").click()
    expect(it.locator(".cb-result")).to_be_visible()


def test_the_way_of_a_question_through_the_boxes(page: Page, teas: Site) -> None:
    at(page, "2026-03-01")
    page.goto(teas.url + "tea/lessons/why/")
    answer(page, "what")
    answer(page, "when", "The tea")
    answer(page, "plain")
    due = page.locator("[data-cb-due]")
    expect(due).to_be_hidden()
    page.goto(teas.url + "review/")
    expect(page.get_by_text("Nothing is due today. 1 comes back on Monday 2 March.")).to_be_visible()

    at(page, "2026-03-02")
    page.goto(teas.url)
    expect(page.get_by_role("link", name="1 question to review today")).to_be_visible()
    page.get_by_role("link", name="1 question to review today").click()
    expect(page.locator("[data-total]")).to_have_text("1 question is due today.")
    page.get_by_role("link", name="About tea").click()
    expect(page.locator(".cb-question:visible")).to_have_count(1)
    it = page.locator("#q-when")
    expect(it.get_by_role("button", name="Check")).to_be_visible()
    expect(it.locator("input:checked")).to_have_count(0)
    answer(page, "when")
    expect(page.locator("[data-total]")).to_contain_text(
        "Nothing is due today. 1 comes back on Tuesday 3 March."
    )
    expect(it).to_be_visible()
    expect(due).to_be_hidden()

    at(page, "2026-03-04")
    page.reload()
    expect(page.locator(".cb-question:visible")).to_have_count(2)
    answer(page, "what")
    answer(page, "when")
    boxes = page.evaluate(
        "Object.entries(chapbook.progress(chapbook.module().uid).questions).map(([id, r]) => [id, r.box, r.next])"
    )
    assert sorted(each for each in boxes if each[1] is not None) == [
        ["what", 2, "2026-03-11"],
        ["when", 2, "2026-03-11"],
    ]


def test_missed_days_and_a_clock_that_went_back(page: Page, teas: Site) -> None:
    at(page, "2026-03-01")
    page.goto(teas.url + "milk/lessons/why/")
    answer(page, "what")
    at(page, "2026-09-01")
    page.goto(teas.url + "milk/review/")
    expect(page.locator("[data-total]")).to_have_text("1 question is due today.")
    at(page, "2025-01-01")
    page.goto(teas.url + "milk/review/")
    expect(page.locator("[data-total]")).to_have_text("1 question is due today.")


def test_a_day_is_the_day_where_the_learner_is(browser: Browser, teas: Site) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.clock.set_fixed_time(datetime.fromisoformat("2026-03-01T23:30:00+09:00"))
    page.goto(teas.url + "milk/lessons/why/")
    answer(page, "what", "The tea")
    page.goto(teas.url + "review/")
    expect(page.get_by_text("Nothing is due today.").first).to_be_visible()
    page.clock.set_fixed_time(datetime.fromisoformat("2026-03-02T00:10:00+09:00"))
    page.reload()
    expect(page.locator("[data-total]")).to_have_text("1 question is due today.")
    context.close()


def test_all_questions_can_be_shown_and_only_those_for_review_are_there(page: Page, teas: Site) -> None:
    page.goto(teas.url + "tea/review/")
    expect(page.locator(".cb-question:visible")).to_have_count(0)
    expect(
        page.get_by_text("Nothing is due today. 3 join when you have answered them in their lessons.")
    ).to_be_visible()
    page.get_by_role("button", name="Show all questions").click()
    expect(page.locator(".cb-question:visible")).to_have_count(3)
    expect(page.locator("#q-plain")).to_have_count(0)
    page.get_by_role("button", name="Show only what is due").click()
    expect(page.locator(".cb-question:visible")).to_have_count(0)
    page.get_by_role("button", name="Show all questions").click()
    page.locator("#q-when").get_by_role("link", name="how").click()
    expect(page).to_have_url(teas.url + "tea/lessons/how/")
    page.go_back()
    page.get_by_role("button", name="Show all questions").click()
    page.get_by_role("link", name="From “Why”").click()
    expect(page).to_have_url(teas.url + "tea/lessons/why/")


def test_modules_without_such_questions_have_no_page(page: Page, teas: Site) -> None:
    page.goto(teas.url + "review/")
    expect(page.locator(".cb-mine > li")).to_have_count(2)
    assert not (teas.folder / "cups/review").exists()
    page.goto(teas.url + "cups/")
    expect(page.get_by_role("link", name="Review what you have learned")).to_have_count(0)
    page.goto(teas.url + "tea/")
    page.get_by_role("link", name="Review what you have learned").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Review: About tea")


def test_an_answer_in_another_tab_counts_here(context: BrowserContext, teas: Site) -> None:
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        at(tab, "2026-03-01")
    first.goto(teas.url + "milk/lessons/why/")
    answer(first, "what", "The tea")
    for tab in (first, second):
        at(tab, "2026-03-02")
        tab.goto(teas.url + "milk/review/")
        expect(tab.locator("[data-total]")).to_have_text("1 question is due today.")
    answer(first, "what")
    expect(second.locator("[data-total]")).to_contain_text("Nothing is due today.")
    expect(second.locator("[data-cb-due]")).to_be_hidden()


def test_from_a_disk_without_a_server(page: Page, teas: Site) -> None:
    at(page, "2026-03-01")
    page.goto((teas.folder / "milk/lessons/why/index.html").as_uri())
    answer(page, "what")
    at(page, "2026-03-03")
    page.goto((teas.folder / "milk/review/index.html").as_uri())
    expect(page.locator(".cb-question:visible")).to_have_count(1)
    page.goto((teas.folder / "review/index.html").as_uri())
    expect(page.locator("[data-total]")).to_have_text("1 question is due today.")


def test_without_javascript_all_questions_can_be_read(browser: Browser, teas: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(teas.url + "tea/review/")
    expect(page.locator(".cb-question:visible")).to_have_count(3)
    page.goto(teas.url + "review/")
    expect(page.get_by_role("link", name="About tea")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_axe_finds_nothing(profile: Profile, teas: Site, scheme: str, width: int) -> None:
    with profile.page(width, scheme, height=800) as page:
        at(page, "2026-03-01")
        page.goto(teas.url + "tea/lessons/why/")
        answer(page, "what")
        at(page, "2026-03-03")
        for address in ("review/", "tea/review/"):
            page.goto(teas.url + address)
            expect(page.locator("[data-total]")).to_have_text("1 question is due today.")
            assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
