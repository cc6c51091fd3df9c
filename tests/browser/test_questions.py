"""Questions as a learner meets them: mouse, keyboard, no JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.served import Site

pytestmark = pytest.mark.browser
LESSON = "tea/lessons/why/"


def question(page: Page, site: Site, name: str) -> Locator:
    page.goto(site.url + LESSON)
    return page.locator(f"#q-{name}")


def answer(it: Locator, *labels: str) -> None:
    for label in labels:
        it.get_by_label(label, exact=True).check()
    it.get_by_role("button", name="Check").click()


def test_single_wrong_then_right(page: Page, site: Site) -> None:
    it = question(page, site, "what")
    answer(it, "The tea")
    result = it.get_by_role("status")
    expect(result).to_contain_text("Not yet.")
    expect(result).to_contain_text("No. It comes after.")
    expect(result).to_be_focused()
    expect(result).not_to_contain_text("The milk cools the cup.")
    expect(it.get_by_text("The milk cools the cup.")).not_to_be_visible()
    it.get_by_role("button", name="Try again").click()
    expect(result).to_be_hidden()
    answer(it, "The milk")
    expect(result).to_contain_text("Right.")
    expect(result).to_contain_text("Yes, here it does.")
    expect(result).to_contain_text("The milk cools the cup.")


def test_multiple_must_be_complete(page: Page, site: Site) -> None:
    it = question(page, site, "both")
    answer(it, "Milk")
    expect(it.get_by_role("status")).to_contain_text("something is missing")
    it.get_by_role("button", name="Try again").click()
    answer(it, "Milk", "Sand", "Tea")
    expect(it.get_by_role("status")).to_contain_text("Not yet.")
    expect(it.get_by_role("status")).to_contain_text("No, sand grinds.")
    it.get_by_role("button", name="Try again").click()
    answer(it, "Milk", "Tea")
    expect(it.get_by_role("status")).to_contain_text("Right.")
    expect(it.get_by_role("status")).to_contain_text("Only drinks belong in a cup.")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("  cLAY ", "Right."),
        ("Stone  ware", "Right."),
        ("stoneware", "Right."),
        ("not stoneware", "Not yet."),
        ("GLASS", "No, glass breaks."),
        ("wood", "Not yet."),
        ("   ", "Type an answer first."),
    ],
)
def test_text(page: Page, site: Site, given: str, says: str) -> None:
    it = question(page, site, "word")
    it.get_by_label("Your answer").fill(given)
    it.get_by_role("button", name="Check").click()
    expect(it.get_by_role("status")).to_contain_text(says)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("2.5", "Right."),
        ("2,5", "Right."),
        ("2,6 km", "Right."),
        ("+2.4KM", "Right."),
        ("2.61", "Not yet."),
        ("-2.5", "Not yet."),
        ("two and a half", "This is not a number yet."),
        ("", "Type a number first."),
    ],
)
def test_number(page: Page, site: Site, given: str, says: str) -> None:
    it = question(page, site, "many")
    it.get_by_label("Your answer").fill(given)
    it.get_by_role("button", name="Check").click()
    expect(it.get_by_role("status")).to_contain_text(says)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,000", [1, 1000]),
        ("1.234,5", [1234.5]),
        ("1,234.5", [1234.5]),
        ("1 234,5", [1234.5]),
        ("1'234", [1234]),
        ("1.234.567", [1234567]),
        ("−3", [-3]),
        ("€1200", [1200]),
        ("12 %", [12]),
        ("1e3", [1000]),
        ("0,125", [0.125]),
        ("1,2,3.4.5", []),
        ("12 apples", []),
        ("", []),
    ],
)
def test_how_numbers_are_read(page: Page, site: Site, text: str, numbers: list[float]) -> None:
    page.goto(site.url + LESSON)
    assert page.evaluate("text => chapbook.readNumbers(text)", text) == numbers


def test_by_keyboard_alone(page: Page, site: Site) -> None:
    it = question(page, site, "what")
    it.get_by_label("The tea").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(it.get_by_role("status")).to_contain_text("Right.")
    expect(it.get_by_role("status")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(it.get_by_role("button", name="Try again")).to_be_focused()
    page.keyboard.press("Space")
    expect(it.locator("input").first).to_be_focused()  # whichever stands first for this learner
    it = page.locator("#q-both")
    it.locator("input").first.focus()  # options stand in another order for each learner
    for label in it.locator("label").all_inner_texts():
        expect(it.get_by_label(label)).to_be_focused()
        if label != "Sand":
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    expect(it.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(it.get_by_role("status")).to_contain_text("Right.")
    field = page.locator("#q-many").get_by_label("Your answer")
    field.focus()
    page.keyboard.type("2,5")
    page.keyboard.press("Enter")
    expect(page.locator("#q-many").get_by_role("status")).to_contain_text("Right.")


def test_nothing_chosen_is_said_and_not_counted(page: Page, site: Site) -> None:
    it = question(page, site, "what")
    it.get_by_role("button", name="Check").click()
    expect(it.get_by_role("status")).to_have_text("Choose an option first.")
    expect(it.get_by_role("button", name="Check")).to_be_visible()
    kept = page.evaluate("Object.keys(localStorage)")
    assert not [key for key in kept if key.startswith("chapbook:q:")]


def test_hints_come_one_by_one(page: Page, site: Site) -> None:
    it = question(page, site, "many")
    expect(it.get_by_text("Hint 1")).to_be_visible()
    expect(it.get_by_text("Hint 2")).not_to_be_visible()
    it.get_by_text("Hint 1").click()
    expect(it.get_by_text("More than two.")).to_be_visible()
    expect(it.get_by_text("Hint 2")).to_be_visible()


def test_the_answer_is_offered_only_after_a_try(page: Page, site: Site) -> None:
    it = question(page, site, "what")
    expect(it.get_by_text("Show the answer")).not_to_be_visible()
    answer(it, "The tea")
    it.get_by_text("Show the answer").click()
    expect(it.get_by_text("The milk cools the cup.")).to_be_visible()


def test_answers_are_remembered_by_module_and_question(page: Page, site: Site) -> None:
    it = question(page, site, "what")
    answer(it, "The tea")
    it = question(page, site, "what")
    expect(it.get_by_label("The tea")).to_be_checked()
    expect(it.get_by_role("status")).to_contain_text("No. It comes after.")
    expect(page.locator("body")).to_be_focused()
    record = page.evaluate(
        "JSON.parse(localStorage.getItem('chapbook:q:8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10:what'))"
    )
    assert (record["state"], record["answer"], record["attempts"]) == ("wrong", ["1"], 1)
    it.get_by_role("button", name="Try again").click()
    it = question(page, site, "what")
    expect(it.get_by_role("status")).to_be_hidden()


@pytest.mark.parametrize(
    "stored", ["nonsense", "[]", '{"answer": {}}', '{"state": 3, "attempts": "x"}', "null"]
)
def test_a_damaged_record_does_not_stop_the_player(page: Page, site: Site, stored: str) -> None:
    page.goto(site.url)
    key = "chapbook:q:8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10:what"
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, stored])
    it = question(page, site, "what")
    answer(it, "The milk")
    expect(it.get_by_role("status")).to_contain_text("Right.")


def test_without_javascript_questions_read_well(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    it = question(page, site, "what")
    expect(it.get_by_text("What is poured first?")).to_be_visible()
    expect(it.get_by_label("The milk")).to_be_visible()
    expect(it.get_by_role("button")).to_have_count(0)
    expect(it.get_by_text("The milk cools the cup.")).not_to_be_visible()
    it.get_by_text("Show the answer").click()
    expect(it.get_by_text("Answer: The milk")).to_be_visible()
    expect(it.get_by_text("No. It comes after.")).to_be_visible()
    expect(it.get_by_text("The milk cools the cup.")).to_be_visible()
    context.close()


def test_from_a_disk_without_a_server(page: Page, site: Site) -> None:
    page.goto((site.folder / LESSON / "index.html").as_uri())
    it = page.locator("#q-what")
    answer(it, "The milk")
    expect(it.get_by_role("status")).to_contain_text("Right.")
