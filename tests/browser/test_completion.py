"""The learner's own record of a module: what was done, on paper and as a file; nothing leaves the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.quizzes import CONFIG, FILES
from support.served import Site
from support.sites import UID, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser
RECORD = "tea/completion/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve a module that says what counts, and one that does not."""
    modules = {"tea": FILES, "milk": small_module("milk", 1)}
    result = build_workspace(write_workspace(tmp_path_factory.mktemp("record"), modules, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def open_record(page: Page, site: Site) -> None:
    page.goto(site.url + RECORD)
    expect(page.locator(".cb-record[data-started]")).to_have_count(1)


def do_everything(page: Page, site: Site) -> None:
    """Read the lessons and answer the quiz that counts, three points of four."""
    page.goto(f"{site.url}tea/lessons/why/")
    page.locator("#q-what").get_by_label("The milk").check()
    page.locator("#q-what").get_by_role("button", name="Check").click()
    expect(page.locator("#q-what .cb-result")).to_contain_text("Right.")
    page.evaluate("chapbook.visit(chapbook.module().uid, 'how', true)")
    page.goto(f"{site.url}tea/quizzes/check/")
    for name in ("c-one", "c-two"):
        it = page.locator(f"#q-{name}")
        it.get_by_label("The right one", exact=True).check()
        it.get_by_role("button", name="Check").click()
    it = page.locator("#q-minutes")
    it.get_by_label("Your answer").fill("4")
    it.get_by_role("button", name="Check").click()
    expect(page.get_by_role("region", name="Your result")).to_contain_text("75%")


def test_from_the_last_step_and_the_module_page_to_the_record(page: Page, site: Site) -> None:
    for address in ("tea/", "tea/quizzes/bank/", "milk/lessons/how/"):
        page.goto(site.url + address)
        page.get_by_role("link", name="Your record for this module").last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your record")


def test_it_says_what_is_missing(page: Page, site: Site) -> None:
    open_record(page, site)
    expect(page.get_by_text("3 things are still to do.")).to_be_visible()
    rows = page.locator("[data-step]")
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text("Quiz, 70% to reach")
    for row in rows.all():
        expect(row).to_contain_text("still to do")
    expect(page.get_by_text("This page needs JavaScript")).to_be_hidden()


def test_it_says_what_was_done_and_that_nobody_checked(page: Page, site: Site) -> None:
    do_everything(page, site)
    open_record(page, site)
    sheet = page.get_by_role("region", name="About tea")
    expect(sheet).to_contain_text("You did everything that this module asks for.")
    expect(sheet).to_contain_text("3 of 4 points, 75%")
    expect(sheet).to_contain_text("Pour without spilling")
    expect(sheet).to_contain_text("Self-declared.")
    expect(sheet.locator("[data-done=true]")).to_have_count(3)
    today = page.evaluate("chapbook.day(new Date())")
    expect(sheet.locator("[data-fact=ended]")).to_contain_text(today)
    for row in sheet.locator("[data-step]").all():
        expect(row).to_contain_text(today)


def test_a_result_below_the_mark_is_not_enough(page: Page, site: Site) -> None:
    do_everything(page, site)
    note = {"best": {"points": 2, "of": 4, "at": "2026-01-02T10:00:00Z", "version": "0.9.0"}}
    page.evaluate("note => chapbook.keep(chapbook.module().uid, 'quiz:check', note)", note)
    open_record(page, site)
    expect(page.get_by_text("One thing is still to do.")).to_be_visible()
    expect(page.locator("[data-step=check]")).to_contain_text("2 of 4 points, 50%: 70% are needed")
    expect(page.get_by_text("taken in version 0.9.0; the module is at version 1.0.0 now")).to_be_visible()


def test_the_name_stays_in_this_browser(page: Page, site: Site) -> None:
    asked: list[str] = []
    open_record(page, site)
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Your name").fill("Zoë <b>Ó")
    expect(page.locator("[data-fact=name] dd")).to_have_text("Zoë <b>Ó")
    assert asked == []
    page.reload()
    expect(page.get_by_label("Your name")).to_have_value("Zoë <b>Ó")
    page.get_by_label("Your name").fill("")
    expect(page.locator("[data-fact=name]")).to_be_hidden()


def saved(page: Page, folder: Path) -> dict[str, Any]:
    with page.expect_download() as event:
        page.get_by_role("button", name="Save as a file").click()
    target = folder / event.value.suggested_filename
    event.value.save_as(target)
    assert target.name == "tea-record.json"
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def test_the_file_holds_the_same_as_the_page(page: Page, site: Site, tmp_path: Path) -> None:
    open_record(page, site)
    empty = saved(page, tmp_path)
    assert (empty["complete"], empty["completed"], empty["name"]) == (False, None, None)
    assert empty["questions"] == []
    do_everything(page, site)
    open_record(page, site)
    page.get_by_label("Your name").fill("Ana")
    full = saved(page, tmp_path)
    assert full["format"] == "chapbook-completion"
    assert full["self_declared"] is True
    assert full["name"] == "Ana"
    assert full["module"] == {
        "uid": UID.format(0),
        "id": "tea",
        "version": "1.0.0",
        "title": "About tea",
        "language": "en",
    }
    assert full["complete"] is True
    assert full["first"] <= full["completed"] <= full["saved"]
    assert [(step["id"], step["done"]) for step in full["steps"]] == [
        ("why", True),
        ("how", True),
        ("check", True),
    ]
    quiz = full["steps"][2]
    assert (quiz["points"], quiz["of"], quiz["percent"], quiz["pass"], quiz["version"]) == (
        3,
        4,
        75,
        70,
        "1.0.0",
    )
    states = {each["id"]: (each["state"], each["score"], each["points"]) for each in full["questions"]}
    assert states == {
        "what": ("right", 1, 1),
        "c-one": ("right", 1, 2),
        "minutes": ("wrong", 0, 1),
        "c-two": ("right", 1, 1),
    }


def test_on_paper_it_is_one_page_with_the_sheet_alone(page: Page, site: Site, tmp_path: Path) -> None:
    do_everything(page, site)
    open_record(page, site)
    page.get_by_label("Your name").fill("Ana")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed === true")
    page.emulate_media(media="print")
    for hidden in ("Save as a file", "Print this page"):
        expect(page.get_by_role("button", name=hidden)).to_be_hidden()
    expect(page.locator("header.md-header")).to_be_hidden()
    expect(page.get_by_label("Your name")).to_be_hidden()
    expect(page.locator("[data-fact=name]")).to_be_visible()
    expect(page.get_by_text("Self-declared.")).to_be_visible()
    target = tmp_path / "record.pdf"
    page.pdf(path=str(target), format="A4")
    assert target.read_bytes().count(b"/Type /Page\n") == 1


def test_a_module_without_a_word_about_completion_counts_its_lessons(page: Page, site: Site) -> None:
    page.goto(site.url + "milk/completion/")
    expect(page.get_by_text("2 things are still to do.")).to_be_visible()


def test_without_javascript_it_says_why_it_is_empty(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + RECORD)
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Print this page")).to_be_hidden()
    expect(page.get_by_role("link", name="The check quiz")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(profile: Profile, site: Site, scheme: str, width: int) -> None:
    with profile.page(width, scheme) as page:
        open_record(page, site)
        assert axe_violations(page) == []
        do_everything(page, site)
        open_record(page, site)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
