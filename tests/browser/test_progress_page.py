"""The page "My learning": what this browser remembers, reset and undo, save to a file and load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.served import Site
from support.sites import SINGLE, UID, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser
MODULES = {
    "tea": small_module("tea", why=SINGLE, how="Read."),
    "milk": small_module("milk", 1, why=SINGLE.replace("id=what", "id=cow")),
}


@pytest.fixture(scope="module")
def teas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve a site of two modules."""
    result = build_workspace(write_workspace(tmp_path_factory.mktemp("learning"), MODULES))
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def answer(page: Page, site: Site, module: str, name: str, label: str = "The milk") -> None:
    page.goto(site.url + f"{module}/lessons/why/")
    it = page.locator(f"#q-{name}")
    it.get_by_label(label, exact=True).check()
    it.get_by_role("button", name="Check").click()
    expect(it.locator(".cb-result")).to_be_visible()


def learning(page: Page, site: Site) -> Locator:
    page.goto(site.url + "learning/")
    shown = page.locator("#cb-learning")
    expect(shown).to_be_visible()
    return shown


def stored(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('chapbook:q:')))"
    )
    return found


def test_it_is_in_the_header_and_lists_what_was_begun(page: Page, teas: Site) -> None:
    page.goto(teas.url)
    page.get_by_role("link", name="My learning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")
    expect(page.get_by_text("You have not begun a module yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Reset everything")).to_be_disabled()
    answer(page, teas, "tea", "what")
    it = learning(page, teas)
    expect(it.locator(".cb-mine > li:visible")).to_have_count(1)
    expect(it.get_by_role("link", name="About tea")).to_be_visible()
    expect(it.get_by_text("of 2 steps done · 1 of 1 question answered")).to_be_visible()
    expect(it.get_by_text("The browser keeps")).to_be_visible()


def test_reset_of_one_module_asks_first_and_can_be_undone(page: Page, teas: Site) -> None:
    answer(page, teas, "tea", "what")
    answer(page, teas, "milk", "cow")
    before = stored(page)
    it = learning(page, teas)
    reset = it.get_by_role("button", name="Reset: About tea")
    reset.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Remove what this browser knows of “About tea”?")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(reset).to_be_focused()
    assert stored(page) == before
    reset.click()
    dialog.get_by_role("button", name="Yes, reset").click()
    expect(it.locator(".cb-mine > li:visible")).to_have_count(1)
    expect(it.locator("[data-said]")).to_be_focused()
    assert list(stored(page)) == [f"chapbook:q:{UID.format(1)}:cow"]
    it.get_by_role("button", name="Undo").click()
    expect(it.get_by_text("It is back.")).to_be_visible()
    assert stored(page) == before
    expect(it.locator(".cb-mine > li:visible")).to_have_count(2)


def test_reset_of_everything_leaves_what_is_not_of_this_site(page: Page, teas: Site) -> None:
    answer(page, teas, "tea", "what")
    page.evaluate(
        "localStorage['chapbook:q:strange:a'] = '{\"state\": \"right\"}'; localStorage['other'] = '1'"
    )
    it = learning(page, teas)
    expect(it.get_by_text("1 module that is not on this site")).to_be_visible()
    it.get_by_role("button", name="Reset everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, reset").click()
    expect(it.get_by_text("You have not begun a module yet.")).to_be_visible()
    assert list(stored(page)) == ["chapbook:q:strange:a"]
    assert page.evaluate("localStorage['other']") == "1"


def saved(page: Page, teas: Site, target: Path) -> Path:
    it = learning(page, teas)
    with page.expect_download() as download:
        it.get_by_role("button", name="Save to a file").click()
    assert download.value.suggested_filename.startswith("progress-")
    download.value.save_as(target)
    return target


def test_save_and_load_in_another_browser(browser: Browser, page: Page, teas: Site, tmp_path: Path) -> None:
    answer(page, teas, "tea", "what")
    answer(page, teas, "milk", "cow", "The tea")
    before = stored(page)
    file = saved(page, teas, tmp_path / "progress.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    assert (data["chapbook"], data["version"], set(data["modules"])) == (
        "progress",
        1,
        {UID.format(0), UID.format(1)},
    )
    assert data["modules"][UID.format(0)]["questions"]["what"]["state"] == "right"

    other = browser.new_context()
    elsewhere = other.new_page()
    it = learning(elsewhere, teas)
    it.get_by_label("Load from a file").set_input_files(file)
    plan = it.locator("[data-plan]")
    expect(plan).to_contain_text("The file holds 2 modules")
    expect(plan).to_contain_text("2 answers are new here.")
    assert stored(elsewhere) == {}, "nothing is written before the learner has agreed"
    plan.get_by_role("button", name="Cancel").click()
    expect(plan).to_be_hidden()
    it.get_by_label("Load from a file").set_input_files(file)
    plan.get_by_role("button", name="Take it in").click()
    expect(plan).to_contain_text("Taken in.")
    assert {name: json.loads(text) for name, text in stored(elsewhere).items()} == {
        name: json.loads(text) for name, text in before.items()
    }
    expect(it.locator(".cb-mine > li:visible")).to_have_count(2)
    elsewhere.goto(teas.url)
    expect(elsewhere.locator(".cb-card .cb-progress")).to_have_count(2)
    it = learning(elsewhere, teas)
    it.get_by_label("Load from a file").set_input_files(file)
    expect(it.locator("[data-plan]")).to_contain_text(
        "There is nothing in it that this browser does not know already."
    )
    other.close()


def test_the_later_answer_is_kept(page: Page, teas: Site, tmp_path: Path) -> None:
    answer(page, teas, "tea", "what", "The tea")
    file = saved(page, teas, tmp_path / "old.json")
    answer(page, teas, "milk", "cow")
    page.goto(teas.url + "tea/lessons/why/")
    page.locator("#q-what").get_by_role("button", name="Try again").click()
    answer(page, teas, "tea", "what")
    it = learning(page, teas)
    it.get_by_label("Load from a file").set_input_files(file)
    expect(it.locator("[data-plan]")).to_contain_text("There is nothing in it")
    assert json.loads(stored(page)[f"chapbook:q:{UID.format(0)}:what"])["state"] == "right"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hello", "it cannot be read as JSON. Nothing was changed."),
        ('{"questions": []}', "was not saved by “Save to a file”"),
        ('{"chapbook": "progress", "version": 7, "modules": {}}', "comes from a newer Chapbook"),
    ],
)
def test_strange_files_are_refused(page: Page, teas: Site, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "strange.json"
    file.write_text(text, encoding="utf-8")
    it = learning(page, teas)
    it.get_by_label("Load from a file").set_input_files(file)
    expect(it.locator("[data-plan]")).to_contain_text(says)
    expect(it.locator("[data-plan]")).to_be_focused()


def test_what_a_file_says_is_never_html(page: Page, teas: Site, tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>"
    record = {"state": "right", "last": "2026-01-01T10:00:00Z", "answer": evil}
    about = {"stage": "begun", "goes_on": evil, "title": evil, "version": evil, "done": evil}
    modules = {UID.format(0): {"questions": {"what": record, evil: record}, "about": about}}
    file = tmp_path / "evil.json"
    file.write_text(
        json.dumps({"chapbook": "progress", "version": 1, "saved": evil, "modules": modules}),
        encoding="utf-8",
    )
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    it = learning(page, teas)
    it.get_by_label("Load from a file").set_input_files(file)
    it.get_by_role("button", name="Take it in").click()
    expect(it.get_by_text("Taken in.")).to_be_visible()
    for address in ("learning/", "", "tea/", "tea/lessons/why/", "review/"):
        page.goto(teas.url + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("img[src=x]")).to_have_count(0)
    assert said == []


def test_from_a_disk_without_a_server(page: Page, teas: Site) -> None:
    page.goto((teas.folder / "tea/lessons/why/index.html").as_uri())
    page.locator("#q-what").get_by_label("The milk", exact=True).check()
    page.locator("#q-what").get_by_role("button", name="Check").click()
    page.goto((teas.folder / "learning/index.html").as_uri())
    expect(page.get_by_role("link", name="About tea")).to_be_visible()


def test_without_javascript_it_says_why_it_is_empty(browser: Browser, teas: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(teas.url + "learning/")
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Reset everything")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_axe_finds_nothing(profile: Profile, teas: Site, scheme: str, width: int) -> None:
    with profile.page(width, scheme, height=800) as page:
        answer(page, teas, "tea", "what")
        it = learning(page, teas)
        assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        it.get_by_role("button", name="Reset: About tea").click()
        assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
        page.get_by_role("button", name="Yes, reset").click()
        expect(it.get_by_role("button", name="Undo")).to_be_visible()
        assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
