"""Did you mean …?"""

from __future__ import annotations

from chapbook.diag.suggest import did_you_mean, nearest, nearest_path


def test_the_nearest_word_wins() -> None:
    assert nearest("objectve", ["objections", "objective", "title"]) == "objective"


def test_capitals_alone_are_near() -> None:
    assert nearest("assets/Stages.SVG", ["assets/stages.svg"]) == "assets/stages.svg"


def test_nothing_near_is_none() -> None:
    assert nearest("completely", ["different", "words"]) is None
    assert nearest("", ["a"]) is None


def test_a_hint_never_repeats_the_word_itself() -> None:
    assert did_you_mean("stage", ["stage"], otherwise="Look again.") == "Look again."
    assert did_you_mean("stag", ["stage"]) == "Did you mean “stage”?"


def test_long_words_are_not_compared() -> None:
    assert nearest("a" * 100_000, ["a" * 99_999]) is None


def test_paths_are_compared_by_their_names() -> None:
    known = ["lessons/tea.md", "quizzes/check.yml"]
    assert nearest_path("lessons/teas.md", known) == "lessons/tea.md"
    assert nearest_path("Lessons/tea.md", known) == "lessons/tea.md"
    assert nearest_path("lessons/check.yaml", known) == "quizzes/check.yml"
    assert nearest_path("lessons/biscuits.md", known) is None
