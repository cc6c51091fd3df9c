"""What a learner's browser remembers of a module, and where it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from chapbook.cli.main import run
from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.served import Site
from support.sites import SINGLE, UID, build_workspace, lesson, small_module, write_workspace

pytestmark = pytest.mark.browser
KEY = f"chapbook:q:{UID.format(0)}:what"
LONG = "\n\n".join(f"Paragraph {number}. {'Words and words. ' * 20}" for number in range(12))
SECOND = SINGLE.replace("id=what", "id=when").replace("What is poured first?", "What is poured last?")
MODULES = {
    "tea": small_module(
        "tea", why=f"{SINGLE}\n\n{SECOND}\n\n{LONG}", how=f"Read this.\n\n{LONG}", end="Short."
    ),
    "milk": small_module("milk", 1),
}
CONFIG = """\
site_name: Tea
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""


@pytest.fixture(scope="module")
def teas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve a site of two modules."""
    result = build_workspace(write_workspace(tmp_path_factory.mktemp("progress"), MODULES, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def answer(page: Page, name: str, label: str) -> None:
    it = page.locator(f"#q-{name}")
    it.get_by_label(label, exact=True).check()
    it.get_by_role("button", name="Check").click()
    expect(it.locator(".cb-result")).to_be_visible()


def read_to_the_end(page: Page) -> None:
    page.locator(".cb-turn").scroll_into_view_if_needed()


def outline(page: Page) -> list[str]:
    marks = page.locator(".cb-outline .cb-tick")
    expect(marks).to_have_count(3)
    return [mark.get_attribute("data-state") or "" for mark in marks.all()]


def test_nothing_is_shown_before_a_module_was_begun(page: Page, teas: Site) -> None:
    page.goto(teas.url)
    expect(page.locator(".cb-card")).to_have_count(2)
    expect(page.locator(".cb-progress, .cb-resume")).to_have_count(0)
    page.goto(teas.url + "tea/")
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    expect(page.locator(".cb-progress")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('chapbook:'))") == []


def test_progress_is_told_in_words_on_every_page(page: Page, teas: Site) -> None:
    page.goto(teas.url + "tea/lessons/why/")
    answer(page, "what", "The tea")
    assert outline(page) == ["begun", "open", "open"]
    expect(page.locator(".cb-outline").get_by_text("1 of 2 answered")).to_be_attached()
    answer(page, "when", "The milk")
    assert outline(page) == ["done", "open", "open"]

    page.goto(teas.url + "tea/")
    expect(page.get_by_text("1 of 3 steps done · 2 of 2 questions answered")).to_be_visible()
    first = page.locator(".cb-step").first
    expect(first.get_by_text("done", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Continue: How")).to_be_visible()

    page.goto(teas.url)
    card = page.locator(".cb-card", has_text="About tea")
    expect(card.locator(".cb-progress")).to_contain_text("1 of 3 steps done · 2 of 2 questions answered")
    expect(card.locator(".cb-progress")).to_contain_text("Continue: How")
    expect(page.locator(".cb-card", has_text="About milk").locator(".cb-progress")).to_have_count(0)
    page.get_by_role("link", name="About tea – How").click()
    expect(page).to_have_url(teas.url + "tea/")


def test_a_lesson_is_read_when_its_end_was_seen(page: Page, teas: Site) -> None:
    page.goto(teas.url + "tea/lessons/how/")
    assert outline(page) == ["open", "begun", "open"]
    read_to_the_end(page)
    expect(page.locator(".cb-outline .cb-tick[data-state=done]")).to_have_count(1)
    page.goto(teas.url + "tea/lessons/end/")
    expect(page.locator(".cb-outline .cb-tick[data-state=done]")).to_have_count(2)


def test_going_on_leads_to_the_last_page_and_a_deep_link_stays_where_it_is(page: Page, teas: Site) -> None:
    page.goto(teas.url + "tea/lessons/why/")
    page.goto(teas.url + "tea/lessons/how/")
    page.goto(teas.url + "tea/")
    page.get_by_role("link", name="Continue: How").click()
    expect(page).to_have_url(teas.url + "tea/lessons/how/")
    page.goto(teas.url + "tea/lessons/why/#q-when")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why")
    assert page.url == teas.url + "tea/lessons/why/#q-when"


def test_all_done(page: Page, teas: Site) -> None:
    page.goto(teas.url + "tea/lessons/why/")
    answer(page, "what", "The milk")
    answer(page, "when", "The milk")
    for done, name in enumerate(("how", "end"), start=2):
        page.goto(teas.url + f"tea/lessons/{name}/")
        read_to_the_end(page)
        expect(page.locator(".cb-outline .cb-tick[data-state=done]")).to_have_count(done)
    page.goto(teas.url + "tea/")
    expect(page.get_by_text("All done · 3 of 3 steps done")).to_be_visible()
    expect(page.get_by_role("link", name="Look at it again")).to_be_visible()
    page.goto(teas.url)
    expect(page.locator(".cb-card", has_text="About tea").locator(".cb-progress")).to_contain_text("All done")
    expect(page.locator(".cb-resume")).to_have_count(0)


def test_two_tabs_lose_nothing_and_tell_each_other(context: BrowserContext, teas: Site) -> None:
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(teas.url + "tea/lessons/why/")
    answer(first, "what", "The milk")
    answer(second, "when", "The milk")
    for tab in (first, second):
        expect(tab.locator(".cb-outline .cb-tick[data-state=done]")).to_have_count(1)
    assert (
        first.evaluate("Object.keys(localStorage).filter(key => key.startsWith('chapbook:q:')).length") == 2
    )


def test_two_tabs_with_two_versions_of_a_module_do_not_correct_each_other(
    context: BrowserContext, teas: Site
) -> None:
    old, new = context.new_page(), context.new_page()
    old.goto(teas.url + "tea/lessons/why/")
    new.route("**/lessons/why/", lambda route: route.fulfill(body=_newer(teas), content_type="text/html"))
    new.goto(teas.url + "tea/lessons/why/")
    new.evaluate("globalThis.heard = 0; addEventListener('storage', () => heard += 1)")
    answer(old, "what", "The milk")
    expect(new.locator(".cb-outline").get_by_text("1 of 2 answered")).to_be_attached()
    answer(new, "when", "The milk")
    expect(old.locator(".cb-outline .cb-tick[data-state=done]")).to_have_count(1)
    assert new.evaluate("heard") < 6
    assert new.evaluate(f"JSON.parse(localStorage['chapbook:m:{UID.format(0)}']).version") == "9.0.0"


def _newer(site: Site) -> str:
    text = (site.folder / "tea/lessons/why/index.html").read_text(encoding="utf-8")
    return text.replace('"version":"1.0.0"', '"version":"9.0.0"')


BLOCKED = """
for (const name of ["getItem", "setItem", "removeItem", "key"])
  Storage.prototype[name] = () => { throw new DOMException("denied", "SecurityError"); };
Object.defineProperty(Storage.prototype, "length", { get: () => { throw new DOMException("denied", "SecurityError"); } });
"""
FULL = """
const setItem = Storage.prototype.setItem;
Storage.prototype.setItem = function (name, value) {
  if (name.startsWith("chapbook:q:")) throw new DOMException("full", "QuotaExceededError");
  setItem.call(this, name, value);
};
"""


@pytest.mark.parametrize(
    ("script", "says"),
    [(BLOCKED, "This browser keeps nothing for this site"), (FULL, "storage for this site is full")],
)
def test_without_storage_one_friendly_line_and_everything_works(
    context: BrowserContext, teas: Site, script: str, says: str
) -> None:
    context.add_init_script(script)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(teas.url + "tea/lessons/why/")
    answer(page, "what", "The tea")
    expect(page.locator("#q-what .cb-result")).to_contain_text("Not yet.")
    answer(page, "when", "The milk")
    expect(page.locator("#q-when .cb-result")).to_contain_text("Right.")
    expect(page.locator(".cb-storage")).to_have_count(1)
    expect(page.locator(".cb-storage")).to_contain_text(says)
    expect(page.locator(".cb-outline .cb-tick[data-state=done]")).to_have_count(1)
    for address in ("", "tea/", "learning/", "review/"):
        page.goto(teas.url + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert [each for each in said if "__md" not in each and "denied" not in each] == []


@pytest.mark.parametrize(
    "stored",
    [
        "nonsense",
        "[]",
        "null",
        '{"stage": "begun", "done": "x", "goes_on": 7, "review": [1], "title": {}}',
        '{"stage": 3}',
    ],
)
def test_garbled_storage_breaks_no_page(page: Page, teas: Site, stored: str) -> None:
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(teas.url)
    uid = UID.format(0)
    names = [
        f"chapbook:m:{uid}",
        KEY,
        f"chapbook:l:{uid}:why",
        f"chapbook:s:{uid}",
        f"chapbook:x:{uid}:a",
        "chapbook:",
        "chapbook:q:%",
    ]
    for address in ("", "tea/", "tea/lessons/why/", "learning/", "review/"):
        page.evaluate(
            "([names, value]) => names.forEach(name => localStorage.setItem(name, value))", [names, stored]
        )
        page.goto(teas.url + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert said == []


def test_stored_words_are_never_html(page: Page, teas: Site) -> None:
    page.goto(teas.url)
    evil = "<img src=x onerror=alert(1)>"
    about = {
        "stage": "begun",
        "goes_on": evil,
        "title": evil,
        "version": evil,
        "done": 1,
        "steps": 2,
        "last": "2026-01-01",
    }
    page.evaluate(
        "([name, value]) => localStorage.setItem(name, value)",
        [f"chapbook:m:{UID.format(0)}", json.dumps(about)],
    )
    for address in ("", "learning/"):
        page.goto(teas.url + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("img[src=x]")).to_have_count(0)
    page.goto(teas.url)
    expect(page.locator(".cb-progress")).to_contain_text(evil)


def _built(workspace: Path) -> Path:
    from chapbook.workspace.workspace import Workspace

    return build_workspace(Workspace(workspace)).site_dir


def test_progress_survives_a_lesson_that_is_renamed_and_moved(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workspace(tmp_path, MODULES, CONFIG)
    (tmp_path / "chapbook.yml").write_text("catalogue:\n  title: Tea\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with serve_folder(_built(tmp_path)) as url:
        page.goto(url + "tea/lessons/why/")
        answer(page, "what", "The milk")
        assert run(["mv", "tea", "lessons/why.md", "lessons/first-steps.md", "--write"]) == 0
        assert run(["mv", "tea", "what", "poured", "--kind", "question", "--write"]) == 0
        assert run(["mv", "tea", "why", "first-steps", "--kind", "lesson", "--write"]) == 0
    with serve_folder(_built(tmp_path)) as again:
        # Another port is another origin: carry the storage over, as a site that stays at its address would.
        kept = page.evaluate("Object.entries(localStorage)")
        page.goto(again)
        page.evaluate("kept => kept.forEach(([key, value]) => localStorage.setItem(key, value))", kept)
        page.goto(again + "tea/lessons/first-steps/")
        expect(page.locator("#q-poured .cb-result")).to_contain_text("Right.")
        page.goto(again + "tea/")
        expect(page.get_by_text("1 of 2 questions answered")).to_be_visible()


def test_a_question_that_changed_is_counted(page: Page, tmp_path: Path) -> None:
    write_workspace(tmp_path, MODULES, CONFIG)
    site_dir = _built(tmp_path)
    with serve_folder(site_dir) as url:
        page.goto(url + "tea/lessons/why/")
        answer(page, "what", "The milk")
        changed = lesson(
            "why", f"{SINGLE.replace('What is poured first?', 'What goes in first?')}\n\n{SECOND}"
        )
        (tmp_path / "modules/tea/lessons/why.md").write_text(changed, encoding="utf-8")
        _built(tmp_path)
    with serve_folder(site_dir) as again:
        kept = page.evaluate("Object.entries(localStorage)")
        page.goto(again)
        page.evaluate("kept => kept.forEach(([key, value]) => localStorage.setItem(key, value))", kept)
        page.goto(again + "tea/")
        expect(page.locator(".cb-hero").get_by_text("1 changed since you answered")).to_be_visible()
        page.goto(again)
        expect(page.locator(".cb-card .cb-progress")).to_contain_text("1 changed since you answered")


def test_another_site_at_the_same_host_counts_nothing_in_the_header(page: Page, teas: Site) -> None:
    page.goto(teas.url)
    about = {"stage": "begun", "site": teas.url + "elsewhere/", "review": ["a"], "days": [2]}
    page.evaluate(
        "value => { localStorage['chapbook:m:strange'] = value;"
        " localStorage['chapbook:q:strange:a'] = JSON.stringify({state: 'right', next: '2020-01-01'}); }",
        json.dumps(about),
    )
    page.goto(teas.url)
    expect(page.locator("[data-cb-due]")).to_be_hidden()
    page.evaluate(
        "url => localStorage['chapbook:m:strange'] = localStorage['chapbook:m:strange'].replace('elsewhere/', '')",
        "",
    )
    page.goto(teas.url)
    expect(page.get_by_role("link", name="1 question to review today")).to_be_visible()


def test_from_a_disk_without_a_server(page: Page, teas: Site) -> None:
    page.goto((teas.folder / "tea/lessons/why/index.html").as_uri())
    answer(page, "what", "The milk")
    page.reload()
    expect(page.locator("#q-what .cb-result")).to_contain_text("Right.")
    page.goto((teas.folder / "tea/index.html").as_uri())
    expect(page.get_by_role("link", name="Continue: Why")).to_be_visible()


def test_with_instant_navigation(page: Page, tmp_path: Path) -> None:
    config = CONFIG.replace("{name: material}", "{name: material, features: [navigation.instant]}")
    write_workspace(tmp_path, {"tea": small_module("tea", why=SINGLE, how=f"Read.\n\n{LONG}")}, config)
    with serve_folder(_built(tmp_path)) as url:
        page.goto(url + "tea/lessons/why/")
        page.evaluate("globalThis.sameWindow = true")
        answer(page, "what", "The milk")
        page.locator(".cb-turn__link--next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("How")
        expect(page.locator(".cb-outline .cb-tick[data-state=begun]")).to_have_count(1)
        page.locator(".cb-outline__module a").click()
        expect(page.get_by_role("link", name="Continue: How")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(profile: Profile, teas: Site, scheme: str, width: int) -> None:
    with profile.page(width, scheme, height=800) as page:
        page.goto(teas.url + "tea/lessons/why/")
        answer(page, "what", "The milk")
        for address in ("", "tea/", "tea/lessons/why/"):
            page.goto(teas.url + address)
            expect(page.locator(".cb-progress, .cb-tick").first).to_be_attached()
            assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
