"""What changed for learners between two versions, and which number it raises."""

from __future__ import annotations

import pytest

from chapbook.model.change import Bump, Kind, reworded, words_bump
from chapbook.model.compare import Comparison, bump_between, compare, raised
from chapbook.model.version import Version
from support.modules import HEADER, subject
from support.rule_pages import base_files

MODULE = base_files()["module.yml"]
LESSON = base_files()["lessons/tea.md"]
TWO = MODULE.replace("  - lessons/tea.md\n", "  - lessons/tea.md\n  - lessons/milk.md\n")
MILK = "---\nid: milk\ntitle: Add milk\n---\n\nPour it slowly.\n"


def compared(old: dict[str, str], new: dict[str, str]) -> Comparison:
    found = compare(subject(old), subject(new))
    assert found is not None
    return found


def kinds(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    return [(each.kind.value, each.what, each.id, each.bump.word) for each in comparison.changes]


def fence(question: str) -> dict[str, str]:
    return {"lessons/tea.md": f"{HEADER}```quiz id=q {question}\n```\n"}


def test_the_same_module_has_no_changes() -> None:
    comparison = compared({}, {})
    assert comparison.changes == ()
    assert comparison.bump is Bump.NONE
    assert comparison.suggested == ""


def test_a_module_that_cannot_be_read_is_not_compared() -> None:
    assert compare(subject({"module.yml": "a: [\n"}), subject({})) is None


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("level: beginner", "level: advanced", ("changed", "level", "", "patch")),
        ("language: en", "language: de", ("changed", "language", "", "major")),
        ("license: CC-BY-4.0", "license: CC0-1.0", ("changed", "license", "", "minor")),
        (
            "uid: 5b2a7f34",
            "uid: 6b2a7f34",
            ("changed", "uid", "6b2a7f34-93d0-4c1e-8a55-0f6d1c9be2a7", "major"),
        ),
        (
            "Brew a pot of black tea",
            "Brew a pot of good black tea",
            ("changed", "objective", "brew", "minor"),
        ),
        ("Brew a pot of black tea", "Serve coffee to guests", ("changed", "objective", "brew", "major")),
        ("  - id: brew\n", "  - id: brew\n    bloom: apply\n", ("changed", "objective", "brew", "patch")),
        (
            "objectives:\n",
            "objectives:\n  - id: serve\n    text: Serve tea\n",
            ("added", "objective", "serve", "major"),
        ),
        (
            "version: 1.0.0",
            "version: 1.0.0\ncompletion: {lessons: all, quiz: {id: q, pass: 70}}",
            ("changed", "completion", "", "major"),
        ),
    ],
)
def test_changes_of_module_yml(old: str, new: str, change: tuple[str, str, str, str]) -> None:
    assert kinds(compared({}, {"module.yml": MODULE.replace(old, new)})) == [change]


def test_an_objective_that_went_and_one_that_was_renamed() -> None:
    renamed = {"module.yml": MODULE.replace("- id: brew", "- id: make\n    renamed_from: brew")}
    assert ("renamed", "objective", "make", "patch") in kinds(compared({}, renamed))
    gone = {"module.yml": MODULE.replace("- id: brew", "- id: make")}
    assert kinds(compared({}, gone))[:2] == [
        ("removed", "objective", "brew", "major"),
        ("added", "objective", "make", "major"),
    ]


def test_lessons_that_come_go_and_change_places() -> None:
    two = {"module.yml": TWO, "lessons/milk.md": MILK}
    turned = {
        **two,
        "module.yml": MODULE.replace("  - lessons/tea.md", "  - lessons/milk.md\n  - lessons/tea.md"),
    }
    assert kinds(compared({}, two)) == [("added", "lesson", "milk", "minor")]
    assert kinds(compared(two, {})) == [("removed", "lesson", "milk", "major")]
    assert kinds(compared(two, turned)) == [("reordered", "lessons", "", "minor")]


def test_a_lesson_with_another_id_title_or_file() -> None:
    silent = {"lessons/tea.md": LESSON.replace("id: tea", "id: brewing")}
    assert kinds(compared({}, silent)) == [("id-changed", "lesson", "brewing", "major")]
    noted = {"lessons/tea.md": LESSON.replace("id: tea", "id: brewing\nrenamed_from: tea")}
    assert kinds(compared({}, noted)) == [("renamed", "lesson", "brewing", "patch")]
    titled = {"lessons/tea.md": LESSON.replace("title: Make a pot", "title: Brew a pot")}
    assert kinds(compared({}, titled)) == [("changed", "lesson", "tea", "patch")]
    moved = compare(
        subject({}),
        subject({"module.yml": MODULE.replace("lessons/tea.md", "lessons/pot.md"), "lessons/pot.md": LESSON}),
    )
    assert moved is not None
    assert (Kind.MOVED, "tea") in [(each.kind, each.id) for each in moved.changes]


def test_text_counts_in_words_without_questions() -> None:
    more = {"lessons/tea.md": LESSON.replace("Rinse it", "Rinse it well")}
    (change,) = compared({}, more).changes
    assert (change.kind, change.bump) == (Kind.TEXT, Bump.PATCH)
    assert "1 word new, 0 gone" in change.message
    long = {"lessons/tea.md": LESSON + "\n" + " ".join(f"word{n}" for n in range(60)) + "\n"}
    assert compared({}, long).bump is Bump.MINOR
    rewritten = {"lessons/tea.md": LESSON + "\nOnly this is left.\n"}
    assert compared(long, rewritten).bump is Bump.MAJOR
    assert compared({}, {"lessons/tea.md": LESSON.replace("Rinse it", "Rinse  it")}).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "bump"),
    [
        ("\nA?\n- [x] a\n- [ ] b", "\nA?\n- [ ] a\n- [x] b", "key", "major"),
        ("\nA?\n- [x] a\n- [ ] b", "\nA?\n- [x] a\n- [ ] b!", "text", "patch"),
        ("\nA?\n- [x] a\n- [ ] b", "type=multiple\nA?\n- [x] a\n- [ ] b", "changed", "minor"),
        ("\nA?\n- [x] a\n- [ ] b", "points=3\nA?\n- [x] a\n- [ ] b", "changed", "patch"),
        ("type=number\nA?\n= 3", "type=number\nA?\n= 4", "key", "major"),
        ("type=number\nA?\n= 3", "type=number\nA?\n= 3 +- 1", "text", "patch"),
        ("type=text\nA?\n= tea", "type=text\nA?\n= coffee", "key", "major"),
        ("type=text\nA?\n= tea", "type=text\nA?\n= tea\n= a tea", "text", "patch"),
        ("type=order\nA?\n1. a\n2. b", "type=order\nA?\n1. b\n2. a", "key", "major"),
        ("type=match\nA?\n- a => 1\n- b => 2", "type=match\nA?\n- a => 2\n- b => 1", "key", "major"),
    ],
)
def test_questions_judged_or_worded_otherwise(old: str, new: str, kind: str, bump: str) -> None:
    assert kinds(compared(fence(old), fence(new))) == [(kind, "question", "q", bump)]


def test_questions_that_come_go_and_have_another_id() -> None:
    bare = {"lessons/tea.md": LESSON[: LESSON.index("```quiz")]}
    assert kinds(compared(bare, {})) == [("added", "question", "water", "minor")]
    assert kinds(compared({}, bare)) == [("removed", "question", "water", "minor")]
    silent = {"lessons/tea.md": LESSON.replace("id=water", "id=heat")}
    assert kinds(compared({}, silent)) == [("id-changed", "question", "heat", "major")]
    noted = {"lessons/tea.md": LESSON.replace("id=water", "id=heat renamed_from=water")}
    assert kinds(compared({}, noted)) == [("renamed", "question", "heat", "patch")]


def test_a_question_that_moved_is_the_same_question() -> None:
    question = LESSON[LESSON.index("```quiz") :]
    bare = {
        "lessons/tea.md": LESSON[: LESSON.index("```quiz")],
        "module.yml": TWO,
        "lessons/milk.md": MILK + question,
    }
    assert ("moved", "question", "water", "patch") in kinds(
        compared({"module.yml": TWO, "lessons/milk.md": MILK}, bare)
    )


def test_quizzes_have_settings_and_files_have_bytes() -> None:
    listed = {"module.yml": MODULE.replace("  - lessons/tea.md", "  - lessons/tea.md\n  - quizzes/end.yml")}
    quiz = (
        "format: 1\nid: end\ntitle: End\nquestions:\n  - id: a\n    type: card\n    front: F\n    back: B\n"
    )
    old = {**listed, "quizzes/end.yml": quiz, "assets/a.txt": "1", "assets/b.txt": "1"}
    new = {**listed, "quizzes/end.yml": quiz + "attempts: 2\n", "assets/a.txt": "2", "assets/c.txt": "1"}
    assert kinds(compared(old, new)) == [
        ("changed", "quiz", "end", "minor"),
        ("changed", "file", "assets/a.txt", "patch"),
        ("removed", "file", "assets/b.txt", "patch"),
        ("added", "file", "assets/c.txt", "patch"),
    ]


def test_when_feedback_comes_is_a_setting_of_a_quiz() -> None:
    listed = {"module.yml": MODULE.replace("  - lessons/tea.md", "  - lessons/tea.md\n  - quizzes/end.yml")}
    quiz = "format: 1\nid: end\ntitle: End\nfeedback: each\nquestions: []\n"
    old = {**listed, "quizzes/end.yml": quiz}
    new = {**listed, "quizzes/end.yml": quiz.replace("each", "end")}
    assert kinds(compared(old, new)) == [("changed", "quiz", "end", "minor")]


def test_versions() -> None:
    assert raised(Version(1, 2, 3), Bump.MAJOR) == "2.0.0"
    assert raised(Version(1, 2, 3), Bump.MINOR) == "1.3.0"
    assert raised(Version(1, 2, 3), Bump.PATCH) == "1.2.4"
    assert raised(Version(1, 0, 0, ("rc", "1")), Bump.PATCH) == "1.0.0"
    assert bump_between("1.0.0", "1.0.0") is Bump.NONE
    assert bump_between("1.0.0", "0.9.0") is Bump.NONE
    assert bump_between("1.0.0", "x") is Bump.NONE
    assert bump_between("1.0.0", "1.1.0") is Bump.MINOR


def test_words_that_only_moved_do_not_count() -> None:
    assert words_bump(reworded("a b c", "c b a")) is Bump.PATCH
    assert reworded("", "new").share == 1.0
