"""Quiz pages as a learner meets them: score, tries, draws, handing in at the end, advice of a pretest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.quizzes import CONFIG, FILES
from support.served import Site
from support.sites import build_workspace, write_workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def quizzes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve a module with quizzes of every kind."""
    result = build_workspace(write_workspace(tmp_path_factory.mktemp("quizzes"), {"tea": FILES}, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def open_quiz(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}tea/quizzes/{name}/")
    expect(page.locator(".cb-quiz[data-started]")).to_have_count(1)


def choose(page: Page, name: str, *, right: bool = True) -> None:
    it = page.locator(f"#q-{name}")
    it.get_by_label("The right one" if right else "The wrong one", exact=True).check()


def answer(page: Page, name: str, *, right: bool = True) -> None:
    choose(page, name, right=right)
    page.locator(f"#q-{name}").get_by_role("button", name="Check").click()


def type_in(page: Page, name: str, words: str) -> None:
    it = page.locator(f"#q-{name}")
    it.get_by_label("Your answer").fill(words)
    it.get_by_role("button", name="Check").click()


def score(page: Page) -> Locator:
    return page.locator(".cb-quiz__score > span")


def summary(page: Page) -> Locator:
    return page.get_by_role("region", name="Your result")


def shown(page: Page) -> list[str]:
    """Give the ids of the questions on the page, in order."""
    found: list[str] = page.locator(".cb-question:visible").evaluate_all(
        "all => all.map(it => it.dataset.question)"
    )
    return found


def test_the_score_grows_with_each_answer_and_survives_a_reload(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "check")
    expect(score(page)).to_be_hidden()
    answer(page, "c-one")
    expect(score(page)).to_have_text("1 of 4 questions answered · 2 of 4 points, 50%")
    type_in(page, "minutes", "4")
    expect(score(page)).to_have_text("2 of 4 questions answered · 2 of 4 points, 50%")
    page.reload()
    expect(score(page)).to_have_text("2 of 4 questions answered · 2 of 4 points, 50%")
    expect(summary(page)).to_be_hidden()
    answer(page, "c-two")
    expect(score(page)).to_have_text("3 of 4 questions answered · 3 of 4 points, 75%")
    page.get_by_role("link", name="See the result").click()
    expect(page).to_have_url(f"{quizzes.url}tea/quizzes/check/#cb-summary-title")
    expect(summary(page)).to_contain_text("3 of 4 points, 75%")
    expect(summary(page)).to_contain_text("A self-assessment")
    rows = summary(page).locator(".cb-summary__list li")
    expect(rows).to_have_text(
        [
            "Question 1: Which one is right in c-one? right",
            "Question 2: How many minutes? not right",
            "Question 3: What will you do differently? not answered",
            "Question 4: Which one is right in c-two? right",
        ]
    )
    rows.nth(1).get_by_role("link").click()
    expect(page).to_have_url(f"{quizzes.url}tea/quizzes/check/#q-minutes")
    page.reload()
    expect(summary(page)).to_contain_text("3 of 4 points, 75%")


def test_only_the_wrong_ones_again_then_all(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "check")
    answer(page, "c-one")
    type_in(page, "minutes", "4")
    answer(page, "c-two", right=False)
    expect(summary(page)).to_contain_text("2 of 4 points, 50%")
    page.get_by_role("button", name="Try the wrong ones again").click()
    expect(page.locator("#q-minutes")).to_be_focused()
    expect(summary(page)).to_be_hidden()
    expect(score(page)).to_have_text("1 of 4 questions answered · 2 of 4 points, 50%")
    expect(page.locator("#q-c-one .cb-result")).to_contain_text("Right.")
    expect(page.locator("#q-minutes .cb-result")).to_be_hidden()
    type_in(page, "minutes", "3")
    answer(page, "c-two")
    expect(summary(page)).to_contain_text("4 of 4 points, 100%")
    expect(page.get_by_role("button", name="Try the wrong ones again")).to_be_hidden()
    page.get_by_role("button", name="Start again").click()
    expect(score(page)).to_be_hidden()
    expect(page.locator("#q-c-one .cb-result")).to_be_hidden()
    page.reload()
    expect(page.locator("#q-c-one .cb-result")).to_be_hidden()
    expect(page.locator("#q-c-one").get_by_label("The right one")).not_to_be_checked()


def test_trying_one_question_again_opens_the_score_again(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "start")
    for name in ("s-one", "s-two", "s-three"):
        answer(page, name, right=name != "s-two")
    expect(summary(page)).to_contain_text("2 of 3 points, 66%")
    page.locator("#q-s-two").get_by_role("button", name="Try again").click()
    expect(summary(page)).to_be_hidden()
    expect(score(page)).to_contain_text("2 of 3 questions answered")
    answer(page, "s-two")
    expect(summary(page)).to_contain_text("3 of 3 points, 100%")


def test_a_pretest_says_which_lessons_one_may_skip(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "start")
    answer(page, "s-one")
    answer(page, "s-two")
    answer(page, "s-three", right=False)
    advice = summary(page).locator(".cb-advice")
    expect(advice.get_by_role("link")).to_have_text(["Why"])
    expect(advice).to_contain_text("a sign, not a proof")
    page.get_by_role("button", name="Start again").click()
    for name in ("s-one", "s-two", "s-three"):
        answer(page, name, right=name == "s-one")
    expect(advice.get_by_role("link")).to_have_count(0)
    expect(advice).to_contain_text("do not suggest skipping a lesson")


def test_all_at_once_by_keyboard_alone(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "final")
    expect(page.get_by_role("button", name="Check")).to_have_count(0)
    page.locator("#q-f-one").get_by_label("The right one").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#q-f-one .cb-result")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.locator("#q-pot").get_by_label("Your answer")).to_be_focused()
    page.keyboard.type("clay")
    page.reload()
    expect(page.locator("#q-f-one").get_by_label("The right one")).to_be_checked()
    expect(page.locator("#q-pot").get_by_label("Your answer")).to_have_value("clay")
    expect(page.locator("#q-pot .cb-result")).to_be_hidden()
    page.get_by_role("button", name="Hand in all answers").focus()
    page.keyboard.press("Enter")
    box = page.locator(".cb-handin__open")
    expect(box).to_be_focused()
    expect(box).to_contain_text("Question 3: Bring the steps into order.")
    expect(summary(page)).to_be_hidden()
    page.keyboard.press("Tab")
    expect(box.get_by_role("link")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Hand in as it is")).to_be_focused()
    page.keyboard.press("Space")
    expect(summary(page)).to_be_focused()
    expect(summary(page)).to_contain_text("3 of 4 points, 75%")
    expect(summary(page)).to_contain_text("One try left.")
    expect(page.locator("#q-f-one .cb-result")).to_contain_text("Yes, that one.")
    expect(page.locator("#q-steps .cb-result")).to_contain_text("Not answered.")
    expect(summary(page).locator("li").last).to_contain_text("not answered")
    page.reload()
    expect(summary(page)).to_contain_text("3 of 4 points, 75%")
    expect(page.locator("#q-pot .cb-result")).to_contain_text("Right.")
    expect(page.locator("#q-steps .cb-result")).to_contain_text("Not answered.")


def test_after_the_last_try_there_is_no_other(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "final")
    choose(page, "f-one", right=False)
    page.get_by_role("button", name="Hand in all answers").click()
    page.get_by_role("button", name="Hand in as it is").click()
    expect(summary(page)).to_contain_text("0 of 4 points, 0%")
    page.get_by_role("button", name="Try the wrong ones again").click()
    expect(page.locator("#q-f-one .cb-result")).to_be_hidden()
    choose(page, "f-one")
    page.locator("#q-pot").get_by_label("Your answer").fill("clay")
    page.get_by_role("button", name="Hand in all answers").click()
    page.get_by_role("button", name="Hand in as it is").click()
    expect(summary(page)).to_contain_text("3 of 4 points, 75%")
    expect(summary(page)).to_contain_text("All tries of this quiz are used up.")
    for again in ("Try the wrong ones again", "Start again", "Hand in all answers"):
        expect(page.get_by_role("button", name=again)).to_be_hidden()
    page.reload()
    expect(summary(page)).to_contain_text("All tries of this quiz are used up.")
    expect(page.locator("#q-f-one").get_by_label("The right one")).to_be_disabled()


def test_a_draw_stays_over_a_reload_and_is_new_after_starting_again(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "bank")
    drawn = shown(page)
    assert len(drawn) == 2
    expect(page.locator(".cb-question:visible .cb-question__label").first).to_contain_text("Question 1 of 2")
    page.reload()
    expect(page.locator(".cb-quiz[data-started]")).to_have_count(1)
    assert shown(page) == drawn
    answer(page, drawn[0])
    answer(page, drawn[1], right=False)
    expect(summary(page)).to_contain_text("1 of 2 points, 50%")
    page.get_by_role("button", name="Start again with other questions").click()
    second = shown(page)
    assert len(second) == 2
    assert not {*second} & {*drawn}
    page.reload()
    expect(page.locator(".cb-quiz[data-started]")).to_have_count(1)
    assert shown(page) == second


def test_learners_get_different_draws(profile: Profile, quizzes: Site) -> None:
    draws: set[tuple[str, ...]] = set()
    for _ in range(8):
        if len(draws) > 1:
            break
        with profile.page() as page:
            open_quiz(page, quizzes, "bank")
            draws.add(tuple(shown(page)))
    assert len(draws) > 1


def test_without_javascript_all_questions_are_there_and_it_is_said(browser: Browser, quizzes: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{quizzes.url}tea/quizzes/bank/")
    assert page.locator(".cb-question:visible").count() == 5
    expect(
        page.get_by_text("All 5 questions are shown. With JavaScript 2 are drawn at random.")
    ).to_be_visible()
    page.goto(f"{quizzes.url}tea/quizzes/final/")
    expect(page.get_by_text("Without JavaScript nothing can be handed in.")).to_be_visible()
    expect(page.get_by_role("button", name="Hand in all answers")).to_be_hidden()
    page.locator("#q-pot").get_by_text("Show the answer").click()
    expect(page.locator("#q-pot").get_by_text("clay")).to_be_visible()
    context.close()


@pytest.mark.parametrize("kept", ["nonsense", "[]", '{"drawn": 3, "scores": 1, "drafts": [], "round": "x"}'])
def test_a_damaged_note_of_a_quiz_does_not_stop_it(page: Page, quizzes: Site, kept: str) -> None:
    open_quiz(page, quizzes, "final")
    page.evaluate(
        "kept => localStorage.setItem(chapbook.keyOf('x', chapbook.module().uid, 'quiz:final'), kept)", kept
    )
    page.reload()
    expect(page.locator(".cb-quiz[data-started]")).to_have_count(1)
    page.get_by_role("button", name="Hand in all answers").click()
    expect(page.locator(".cb-handin__open li")).to_have_count(3)


def test_from_a_disk_and_with_storage_blocked(browser: Browser, quizzes: Site) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page = context.new_page()
    page.goto((quizzes.folder / "tea/quizzes/start/index.html").as_uri())
    for name in ("s-one", "s-two", "s-three"):
        answer(page, name)
    expect(summary(page)).to_contain_text("3 of 3 points, 100%")
    context.close()


def test_two_tabs_lose_nothing_of_each_other(page: Page, quizzes: Site) -> None:
    open_quiz(page, quizzes, "check")
    other = page.context.new_page()
    open_quiz(other, quizzes, "check")
    answer(page, "c-one")
    expect(score(other)).to_have_text("1 of 4 questions answered · 2 of 4 points, 50%")
    answer(other, "c-two")
    type_in(other, "minutes", "3")
    expect(summary(other)).to_contain_text("4 of 4 points, 100%")
    expect(summary(page)).to_contain_text("4 of 4 points, 100%")


def test_with_instant_navigation_each_quiz_starts_once(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    config = CONFIG.replace("name: material", "name: material, features: [navigation.instant]")
    config += "site_url: http://127.0.0.1/\n"
    result = build_workspace(write_workspace(tmp_path_factory.mktemp("instant"), {"tea": FILES}, config))
    with serve_folder(result.site_dir) as url, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{url}tea/lessons/how/")
        # Without a reload this stays.
        page.evaluate("window.here = true")
        page.get_by_role("link", name="Next The start quiz").click()
        expect(page.locator(".cb-quiz[data-started]")).to_have_attribute("data-quiz", "start")
        answer(page, "s-one")
        expect(score(page)).to_contain_text("1 of 3 questions answered")
        page.get_by_role("link", name="Next The check quiz").click()
        expect(page.locator(".cb-quiz[data-started]")).to_have_attribute("data-quiz", "check")
        answer(page, "c-one")
        expect(score(page)).to_have_text("1 of 4 questions answered · 2 of 4 points, 50%")
        page.go_back()
        expect(page.locator(".cb-quiz[data-started]")).to_have_attribute("data-quiz", "start")
        expect(score(page)).to_contain_text("1 of 3 questions answered")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(profile: Profile, quizzes: Site, scheme: str, width: int) -> None:
    with profile.page(width, scheme) as page:
        open_quiz(page, quizzes, "final")
        page.get_by_role("button", name="Hand in all answers").click()
        assert axe_violations(page) == []
        page.get_by_role("button", name="Hand in as it is").click()
        expect(summary(page)).to_be_visible()
        assert axe_violations(page) == []
        open_quiz(page, quizzes, "start")
        answer(page, "s-one")
        assert axe_violations(page) == []
        answer(page, "s-two")
        answer(page, "s-three")
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
