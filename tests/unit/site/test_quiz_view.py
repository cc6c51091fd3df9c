"""What quiz pages and the record say, and let their scripts do."""

from __future__ import annotations

from typing import Any

from chapbook.model.module import Quiz
from chapbook.site.completion_view import completion_view
from chapbook.site.plan import PageKind
from chapbook.site.quiz_view import quiz_view
from chapbook.site.whole import addresses_of
from support.quizzes import FILES
from support.sites import page_of, planned


def view(name: str, **changes: tuple[str, str]) -> dict[str, Any]:
    """Give the view of a quiz; `changes` replaces text in the files of these names."""
    files = dict(FILES)
    for key, (old, new) in changes.items():
        path = next(path for path in files if key in path)
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    plan, module = planned(files)
    page = page_of(module, f"{name}.md")
    assert isinstance(page.step, Quiz)
    return quiz_view(page.step, page, module, addresses_of(plan, directory_urls=True))


def test_a_quiz_tells_what_to_expect() -> None:
    assert view("check")["facts"] == ["4 questions", "4 points", "as often as you like"]
    assert view("final")["facts"] == ["3 questions", "4 points", "up to 2 tries", "feedback at the end"]
    assert view("bank")["facts"] == ["2 of 5 questions, drawn at random", "as often as you like"]
    assert view("final", final=("attempts: 2", "attempts: 1"))["facts"][2] == "one try"


def test_the_script_gets_the_settings() -> None:
    final, bank = view("final"), view("bank")
    assert (final["at_end"], final["attempts"], final["draw"], final["mixed"]) == (True, 2, 0, False)
    assert (bank["at_end"], bank["attempts"], bank["draw"], bank["mixed"]) == (False, 0, 2, True)


def test_a_draw_of_all_or_more_is_no_draw() -> None:
    for number in (5, 6):
        found = view("bank", bank=("draw: 2", f"draw: {number}"))
        assert (found["draw"], found["facts"][0]) == (0, "5 questions")


def test_only_a_pretest_speaks_of_lessons_and_only_of_those_with_objectives() -> None:
    assert view("check")["lessons"] == []
    assert view("start")["lessons"] == [
        {"title": "Why", "url": "../../lessons/why/", "objectives": "pour"},
        {"title": "How", "url": "../../lessons/how/", "objectives": "brew"},
    ]
    fewer = view("start", how=("objectives: [brew]\n", ""))
    assert [each["title"] for each in fewer["lessons"]] == ["Why"]


def record(old: str = "", new: str = "") -> list[tuple[object, ...]]:
    """Give what counts, after `old` in module.yml was replaced by `new`."""
    assert old in FILES["module.yml"]
    plan, module = planned({**FILES, "module.yml": FILES["module.yml"].replace(old, new)})
    assert module.completion.kind is PageKind.COMPLETION
    found = completion_view(module, module.completion, addresses_of(plan, directory_urls=True))
    return [(step["id"], step["kind"], step["pass"], step["url"]) for step in found["steps"]]


WHY, HOW = ("why", "lesson", 0, "../lessons/why/"), ("how", "lesson", 0, "../lessons/how/")
CHECK = ("check", "quiz", 70, "../quizzes/check/")


def test_the_record_lists_what_counts_in_order() -> None:
    assert record() == [WHY, HOW, CHECK]
    assert record("lessons: all", "lessons: [how]") == [HOW, CHECK]
    assert record("  quiz: {id: check, pass: 70}\n") == [WHY, HOW]


def test_without_a_word_about_completion_all_lessons_count() -> None:
    assert record("completion:\n  lessons: all\n  quiz: {id: check, pass: 70}\n") == [WHY, HOW]
