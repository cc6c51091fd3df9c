"""Each type of question as a learner meets it: mouse, keyboard alone, wrong then right, reload, no JavaScript."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.question_samples import FENCES, question_modules
from support.served import Site
from support.sites import UID, build_workspace, write_workspace

pytestmark = pytest.mark.browser
CONFIG = """\
site_name: Questions
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
ALL = "tea/lessons/all/"
NAMES = {
    "single": "what",
    "multiple": "both",
    "text": "word",
    "number": "many",
    "cloze": "gaps",
    "match": "pairs",
    "order": "steps",
    "reflect": "mine",
    "card": "front",
    "checklist": "list",
}
RIGHT_ORDER = ["Boil the water", "Warm the pot", "Add the tea", "Wait"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve questions of every type."""
    root = tmp_path_factory.mktemp("questions")
    result = build_workspace(write_workspace(root, question_modules(), CONFIG))
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def test_every_type_has_a_sample() -> None:
    assert set(NAMES) == set(FENCES)


def open_question(page: Page, site: Site, name: str, path: str = ALL) -> Locator:
    page.goto(site.url + path)
    it = page.locator(f"#q-{name}")
    expect(it).to_have_class("cb-question cb-played")
    return it


def press(it: Locator, name: str) -> None:
    it.get_by_role("button", name=name, exact=True).click()


def result_of(it: Locator) -> Locator:
    return it.locator(".cb-result")


def record(page: Page, question: str) -> dict[str, object]:
    text = page.evaluate("key => localStorage.getItem(key)", f"chapbook:q:{UID.format(0)}:{question}")
    found: dict[str, object] = json.loads(text) if text else {}
    return found


def answer(it: Locator, kind: str, *, right: bool) -> None:
    """Answer as one would with a mouse, and hand in."""
    if kind == "single":
        it.get_by_label("The milk" if right else "The tea").check()
    elif kind == "multiple":
        for label in ("Milk", "Tea" if right else "Sand"):
            it.get_by_label(label).check()
    elif kind == "text":
        it.get_by_label("Your answer").fill("clay" if right else "glass")
    elif kind == "number":
        it.get_by_label("Your answer").fill("2,5 km" if right else "9")
    elif kind == "cloze":
        for number, word in enumerate(("Cream", " tea ", "sugar" if right else "salt"), 1):
            it.get_by_label(f"Gap {number} of 3").fill(word)
    elif kind == "match":
        pairs = {"Cup": "to drink from", "Pot": "to brew in", "Spoon": "to stir with"}
        for left, fits in pairs.items():
            it.get_by_label(left).select_option(label=fits if right or left == "Cup" else "to drink from")
    else:
        sort_rows(it, RIGHT_ORDER if right else RIGHT_ORDER[::-1])
    press(it, "Check")


def rows(it: Locator) -> list[str]:
    return it.locator(".cb-item").all_inner_texts()


def sort_rows(it: Locator, wanted: list[str]) -> None:
    """Move rows with their buttons until they stand as wanted; at least once, so that it is an answer."""
    it.get_by_role("button", name=f"Move down: {rows(it)[0]}").click()
    for place, text in enumerate(wanted):
        while rows(it).index(text) > place:
            it.get_by_role("button", name=f"Move up: {text}").click()


JUDGED = ("single", "multiple", "text", "number", "cloze", "match", "order")


@pytest.mark.parametrize("kind", JUDGED)
def test_wrong_then_right_with_a_reload_in_the_middle(page: Page, played: Site, kind: str) -> None:
    it = open_question(page, played, NAMES[kind])
    answer(it, kind, right=False)
    partly = kind in ("cloze", "match")
    expect(result_of(it)).to_contain_text("Partly right." if partly else "Not yet")
    expect(result_of(it)).to_be_focused()
    before = record(page, NAMES[kind])
    assert before["state"] == ("partial" if partly else "wrong")
    assert before["attempts"] == 1
    assert before["hash"]
    it = open_question(page, played, NAMES[kind])
    expect(result_of(it)).to_contain_text("Partly right." if partly else "Not yet")
    expect(page.locator("body")).to_be_focused()
    assert record(page, NAMES[kind]) == before
    press(it, "Try again")
    expect(result_of(it)).to_be_hidden()
    if kind == "multiple":
        expect(it.get_by_label("Sand")).not_to_be_checked()
    answer(it, kind, right=True)
    expect(result_of(it)).to_contain_text("Right.")
    assert record(page, NAMES[kind]) | {"score": 1, "attempts": 2, "state": "right"} == record(
        page, NAMES[kind]
    )
    it = open_question(page, played, NAMES[kind])
    expect(result_of(it)).to_contain_text("Right.")


@pytest.mark.parametrize("kind", JUDGED)
def test_handed_in_without_an_answer_is_said_and_not_counted(page: Page, played: Site, kind: str) -> None:
    it = open_question(page, played, NAMES[kind])
    press(it, "Check")
    expect(result_of(it)).to_contain_text("first.")
    expect(it.get_by_role("button", name="Check")).to_be_visible()
    assert record(page, NAMES[kind]) == {}


def test_each_gap_has_its_result_and_right_ones_stay(page: Page, played: Site) -> None:
    it = open_question(page, played, "gaps")
    answer(it, "cloze", right=False)
    expect(result_of(it)).to_contain_text("Gap 1: Cream ✓ right")
    expect(result_of(it)).to_contain_text("Gap 3: salt ✗ not this")
    press(it, "Try again")
    expect(it.get_by_label("Gap 1 of 3")).to_have_value("Cream")
    expect(it.get_by_label("Gap 3 of 3")).to_have_value("")
    expect(it.get_by_label("Gap 3 of 3")).to_be_focused()


def test_order_says_what_must_move(page: Page, played: Site) -> None:
    it = open_question(page, played, "steps")
    assert rows(it) != RIGHT_ORDER
    sort_rows(it, ["Wait", *RIGHT_ORDER[:3]])
    press(it, "Check")
    expect(result_of(it)).to_contain_text("3 of 4 can stay where they are")
    expect(result_of(it)).to_contain_text("move: Wait")
    assert record(page, "steps")["score"] == pytest.approx(2 / 3)
    press(it, "Try again")
    assert rows(it)[0] == "Wait"


def test_by_keyboard_alone(page: Page, played: Site) -> None:
    """Tab, arrows, letters, space and Enter, from the first question on; nothing traps the focus."""
    it = open_question(page, played, "pairs")
    keys = page.keyboard
    it.get_by_label("Cup").focus()
    for _, fits in enumerate(("to drink", "to brew", "to stir")):
        keys.type(fits)
        keys.press("Tab")
    expect(it.get_by_role("button", name="Check")).to_be_focused()
    keys.press("Enter")
    expect(result_of(it)).to_contain_text("Right.")
    expect(result_of(it)).to_be_focused()
    it = page.locator("#q-steps")
    for place, text in enumerate(RIGHT_ORDER):
        it.get_by_role("button", name=f"Move up: {text}").focus()
        for _ in range(rows(it).index(text) - place):
            keys.press("Space")
            expect(it.get_by_role("button", name=f"Move up: {text}")).to_be_focused()
    expect(it.locator("[role=status].cb-hidden")).to_contain_text(" of 4.")
    assert rows(it) == RIGHT_ORDER
    keys.press("Tab")
    keys.press("Tab")
    expect(it.get_by_role("button", name="Check")).to_be_focused()
    keys.press("Space")
    expect(result_of(it)).to_contain_text("Right.")
    it = page.locator("#q-gaps")
    it.get_by_label("Gap 1 of 3").focus()
    for word in ("milk", "tea", "sugar"):
        keys.type(word)
        keys.press("Tab" if word != "sugar" else "Enter")
    expect(result_of(it)).to_contain_text("Right.")
    it = page.locator("#q-mine")
    it.get_by_label("Your thoughts").focus()
    keys.type("More time.")
    keys.press("Tab")
    keys.press("Enter")
    expect(it.get_by_text("I would wait longer.")).to_be_visible()
    expect(result_of(it)).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    expect(it.get_by_label("Names one change")).to_be_checked()
    it = page.locator("#q-front")
    it.get_by_role("button", name="Turn the card").focus()
    keys.press("Space")
    expect(it.get_by_text("Three to five minutes.")).to_be_visible()
    it.get_by_role("button", name="I knew it").focus()
    keys.press("Enter")
    expect(result_of(it)).to_be_focused()
    it = page.locator("#q-list")
    it.get_by_label("The pot is clean.").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    expect(result_of(it)).to_contain_text("2 of 2 done")


def drag(page: Page, what: Locator, to: Locator, *, part: float = 0.5) -> None:
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 3, end["y"] + end["height"] / 2, steps=6)
    page.mouse.move(end["x"] + end["width"] / 3, end["y"] + end["height"] * part, steps=4)
    page.mouse.up()


def test_pairs_by_dragging(page: Page, played: Site) -> None:
    it = open_question(page, played, "pairs")
    for left, fits in (("Cup", "to drink from"), ("Pot", "to brew in"), ("Spoon", "to stir with")):
        drag(
            page,
            it.locator(".cb-chip", has_text=fits),
            it.locator(".cb-pair").filter(has=page.get_by_text(left)),
        )
    press(it, "Check")
    expect(result_of(it)).to_contain_text("Right.")


def test_order_by_dragging(page: Page, played: Site) -> None:
    it = open_question(page, played, "steps")
    first = rows(it)[0]
    drag(page, it.locator(".cb-order > li").first, it.locator(".cb-order > li").last, part=0.9)
    expect(it.locator(".cb-item").last).to_have_text(first)
    expect(it.locator(".cb-dragged")).to_have_count(0)


def test_thoughts_are_kept_and_never_graded(page: Page, played: Site) -> None:
    it = open_question(page, played, "mine")
    press(it, "Compare with a model answer")
    expect(result_of(it)).to_contain_text("Write a few words first.")
    expect(it.get_by_text("I would wait longer.")).not_to_be_visible()
    it.get_by_label("Your thoughts").fill("A draft")
    it.get_by_label("Your thoughts").blur()
    assert record(page, "mine")["answer"] == {"text": "A draft", "ticks": [], "seen": False}
    assert "attempts" not in record(page, "mine")
    it = open_question(page, played, "mine")
    expect(it.get_by_label("Your thoughts")).to_have_value("A draft")
    expect(it.get_by_label("Your thoughts")).to_have_accessible_description(
        "What you write stays in this browser. Nobody grades it."
    )
    expect(it.get_by_text("I would wait longer.")).not_to_be_visible()
    press(it, "Compare with a model answer")
    it.get_by_label("Gives a reason").check()
    it.get_by_label("Your thoughts").fill("A draft, better")
    it.get_by_label("Your thoughts").blur()
    it = open_question(page, played, "mine")
    expect(it.get_by_label("Your thoughts")).to_have_value("A draft, better")
    expect(it.get_by_label("Gives a reason")).to_be_checked()
    expect(it.get_by_label("Names one change")).not_to_be_checked()
    assert record(page, "mine")["state"] == "done"
    assert record(page, "mine")["attempts"] == 1


@pytest.mark.parametrize(
    ("word", "score", "again"), [("I knew it", 1, "you knew it"), ("Not yet", 0, "not know it")]
)
def test_a_card_is_turned_and_comes_back(page: Page, played: Site, word: str, score: int, again: str) -> None:
    it = open_question(page, played, "front")
    expect(it.get_by_role("button", name=word)).not_to_be_visible()
    press(it, "Turn the card")
    expect(it.get_by_text("Three to five minutes.")).to_be_visible()
    press(it, word)
    kept = record(page, "front")
    assert (kept["state"], kept["score"]) == ("done", score)
    assert kept["next"]
    press(it, "Turn it back")
    expect(it.get_by_text("Three to five minutes.")).not_to_be_visible()
    expect(it.get_by_role("button", name="Turn the card")).to_be_focused()
    it = open_question(page, played, "front")
    expect(result_of(it)).to_contain_text(again)
    expect(it.get_by_text("Three to five minutes.")).not_to_be_visible()
    expect(it.get_by_role("button", name="Turn the card")).to_be_visible()


def test_ticks_are_kept(page: Page, played: Site) -> None:
    it = open_question(page, played, "list")
    expect(result_of(it)).to_be_hidden()
    it.get_by_label("The tea is dry.").check()
    expect(result_of(it)).to_contain_text("1 of 2 done")
    it = open_question(page, played, "list")
    expect(it.get_by_label("The tea is dry.")).to_be_checked()
    it.get_by_label("The pot is clean.").check()
    expect(result_of(it)).to_contain_text("2 of 2 done")
    assert record(page, "list")["state"] == "done"
    it.get_by_label("The pot is clean.").uncheck()
    assert "state" not in record(page, "list")


def test_after_the_last_try_the_answer_is_shown(page: Page, played: Site) -> None:
    it = open_question(page, played, "both")
    answer(it, "multiple", right=False)
    expect(result_of(it)).to_contain_text("One try left.")
    expect(it.get_by_text("Show the answer")).not_to_be_visible()
    expect(it.get_by_text("Only drinks belong in a cup.")).not_to_be_visible()
    it = open_question(page, played, "both")
    expect(result_of(it)).to_contain_text("One try left.")
    press(it, "Try again")
    answer(it, "multiple", right=False)
    expect(result_of(it)).to_contain_text("That was the last try.")
    expect(it.get_by_text("Only drinks belong in a cup.")).to_be_visible()
    expect(it.get_by_role("button", name="Try again")).not_to_be_visible()
    it = open_question(page, played, "both")
    expect(it.get_by_role("button", name="Try again")).not_to_be_visible()
    expect(it.get_by_text("Only drinks belong in a cup.")).to_be_visible()


def test_another_round_gives_all_tries_again(page: Page, played: Site) -> None:
    it = open_question(page, played, "both")
    for _ in range(2):
        answer(it, "multiple", right=False)
        page.evaluate("chapbook.players.get(document.querySelector('#q-both')).open()")
        it.get_by_label("Sand").uncheck()
    page.evaluate("chapbook.players.get(document.querySelector('#q-both')).reset()")
    page.evaluate(f"chapbook.forget('{UID.format(0)}', 'both')")
    it = open_question(page, played, "both")
    expect(result_of(it)).to_be_hidden()
    answer(it, "multiple", right=False)
    expect(result_of(it)).to_contain_text("One try left.")
    assert record(page, "both")["attempts"] == 3


def test_partial_scoring_counts_right_minus_wrong(page: Page, played: Site) -> None:
    it = open_question(page, played, "some", "tea/quizzes/check/")
    expect(it.get_by_text("2 points")).to_be_visible()
    it.get_by_label("Tea").check()
    press(it, "Check")
    expect(result_of(it)).to_contain_text("Partly right.")
    expect(result_of(it)).to_contain_text("1 of 2 points")
    press(it, "Try again")
    for label in ("Tea", "Sand"):
        it.get_by_label(label).check()
    press(it, "Check")
    expect(result_of(it)).to_contain_text("Not yet")
    expect(result_of(it)).to_contain_text("0 of 2 points")


def test_options_are_mixed_the_same_way_each_time_and_pinned_ones_stay(
    profile: Profile, played: Site
) -> None:
    seen = set()
    for seed in range(1, 9):
        with profile.page() as page:
            page.goto(f"{played.url}robots.txt")
            page.evaluate(
                "([key, seed]) => localStorage.setItem(key, seed)",
                [f"chapbook:s:{UID.format(0)}", str(seed)],
            )
            orders = [
                open_question(page, played, "pinned", "tea/quizzes/check/").locator("label").all_inner_texts()
                for _ in range(2)
            ]
            assert orders[0] == orders[1]
            assert orders[0][-1] == "None of these"
            seen.add(tuple(orders[0]))
            fixed = page.locator("#q-some label").all_inner_texts()
            assert fixed == ["Tea", "Milk", "Sand", "Stone"]
            assert rows(open_question(page, played, "steps")) != RIGHT_ORDER
    assert len(seen) > 2


def test_a_question_that_changed_says_so_and_asks_anew(page: Page, played: Site) -> None:
    it = open_question(page, played, "what")
    answer(it, "single", right=True)
    page.evaluate(
        "key => localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), hash: 'old'}))",
        f"chapbook:q:{UID.format(0)}:what",
    )
    it = open_question(page, played, "what")
    expect(it.get_by_text("This question has changed since you answered it.")).to_be_visible()
    expect(it.get_by_label("The milk")).not_to_be_checked()
    assert record(page, "what")["state"] == "right"
    answer(it, "single", right=False)
    expect(it.get_by_text("This question has changed")).to_have_count(0)
    it = open_question(page, played, "what")
    expect(it.get_by_text("This question has changed")).to_have_count(0)


def test_two_questions_of_one_id_do_not_share_their_fields(page: Page, played: Site) -> None:
    page.goto(played.url + "tea/lessons/twins/")
    first, second = page.locator(".cb-question.cb-played").all()
    first.get_by_label("Yes").check()
    second.get_by_label("No").check()
    expect(first.get_by_label("Yes")).to_be_checked()
    press(first, "Check")
    press(second, "Check")
    for each in (first, second):
        expect(result_of(each)).to_contain_text("Right.")
    ids = page.evaluate(
        "[...document.querySelectorAll('.cb-question, .cb-question [id]')].map(each => each.id)"
    )
    assert len(ids) == len(set(ids))


def test_right_to_left(page: Page, played: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(played.url + "chai/lessons/all/")
    it = page.locator("#q-steps.cb-played")
    grip, moves = it.locator(".cb-grip").first.bounding_box(), it.locator(".cb-moves").first.bounding_box()
    assert grip
    assert moves
    assert grip["x"] > moves["x"]
    it.locator("[data-step='1']").first.click()
    it.locator("[data-do=check]").click()
    expect(result_of(it)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#q-pairs select").first.select_option(label="للشرب")
    page.locator("#q-pairs [data-do=check]").click()
    expect(page.locator("#q-pairs .cb-result")).to_be_focused()


@pytest.mark.parametrize("kind", list(NAMES))
def test_without_javascript_each_type_reads_well(browser: Browser, played: Site, kind: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(played.url + ALL)
    it = page.locator(f"#q-{NAMES[kind]}")
    expect(it.get_by_role("button")).to_have_count(0)
    expect(result_of(it)).to_be_hidden()
    answers = {
        "single": "Answer: The milk",
        "multiple": "Answers: Milk; Tea",
        "text": "Answer: Clay",
        "number": "Answer: 2.5 km (anything from 2.4 to 2.6 counts)",
        "cloze": "milk or cream",
        "match": "Cup → to drink from",
        "order": "Warm the pot",
        "reflect": "I would wait longer.",
        "card": "Three to five minutes.",
    }
    if kind == "checklist":
        expect(it.get_by_label("The pot is clean.")).to_be_visible()
    else:
        hidden = (
            it.locator("details.cb-answer")
            .get_by_text(answers[kind], exact=kind not in ("single", "number"))
            .first
        )
        expect(hidden).not_to_be_visible()
        it.locator("details.cb-answer > summary").click()
        expect(hidden).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_before_and_after_answers(
    profile: Profile, played: Site, scheme: str, width: int
) -> None:
    with profile.page(width, scheme) as page:
        open_question(page, played, "what")
        assert axe_violations(page) == []
        for kind in JUDGED:
            answer(page.locator(f"#q-{NAMES[kind]}"), kind, right=kind == "single")
        page.locator("#q-mine textarea").fill("Words")
        press(page.locator("#q-mine"), "Compare with a model answer")
        press(page.locator("#q-front"), "Turn the card")
        press(page.locator("#q-front"), "Not yet")
        page.locator("#q-list input").first.check()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_with_instant_navigation_questions_start_on_each_page(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Material then swaps the page instead of loading it; scripts stay, players of the old page go."""
    root = tmp_path_factory.mktemp("instant")
    config = CONFIG.replace("{name: material}", "{name: material, features: [navigation.instant]}")
    result = build_workspace(
        write_workspace(root, question_modules(), f"{config}site_url: http://127.0.0.1/\n")
    )
    with serve_folder(result.site_dir) as url:
        page.goto(url)
        page.evaluate("window.kept = true")
        page.get_by_role("link", name="About tea").first.click()
        page.get_by_role("link", name="Start").click()
        it = page.locator("#q-what.cb-played")
        answer(it, "single", right=True)
        expect(result_of(it)).to_contain_text("Right.")
        page.get_by_role("link", name="Next Twins").click()
        second = page.locator(".cb-question.cb-played").nth(1)
        second.get_by_label("No").check()
        press(second, "Check")
        expect(result_of(second)).to_contain_text("Right.")
        assert page.evaluate("chapbook.players.size") == 2
        page.go_back()
        expect(result_of(page.locator("#q-what.cb-played"))).to_contain_text("Right.")
        assert record(page, "what")["attempts"] == 1
