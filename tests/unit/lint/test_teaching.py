"""Edges of the rules on objectives, pace and practice (P601 to P610)."""

from __future__ import annotations

import pytest

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.thresholds import Thresholds
from support.modules import HEADER, found, subject

NUMBER = "```quiz id=n{0} type=number objective=brew\nHow many?\n\n= 5\n```\n"


def module(text: str, bloom: str = "", language: str = "en", more: str = "") -> dict[str, str]:
    level = f", bloom: {bloom}" if bloom else ""
    head = f"format: 1\nid: make-tea\nlanguage: {language}\nlessons: [lessons/tea.md]\n{more}"
    return {"module.yml": head + f"objectives: [{{id: brew, text: '{text}'{level}}}]\n"}


def words(number: int) -> str:
    return "\n".join(["one two three four five six seven eight nine ten"] * (number // 10)) + "\n"


def test_objectives_that_cannot_be_used_are_none() -> None:
    broken = {"module.yml": "format: 1\nid: make-tea\nlessons: [lessons/tea.md]\nobjectives: [{text: a}]\n"}
    missing = {"module.yml": "format: 1\nid: make-tea\nlessons: [lessons/tea.md]\n"}

    assert len(found("P601", files=broken)) == 1
    assert found("P601", files=missing) == []


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "understand tea", 1),
        ("en-GB", "Be able to understand tea", 1),
        ("en", "Understanding shown by brewing tea", 0),
        ("en", "Knowingly brew tea", 0),
        ("en", "Get to know tea", 1),
        ("de", "Tee verstehen", 1),
        ("de", "Am Ende können Sie Tee kennen", 1),
        ("de", "Den Preis schätzen", 0),
        ("fr", "Comprendre le thé", 1),
        ("fr", "Saisir une commande", 0),
        ("es", "Conocer el té", 1),
        ("pl", "understand tea", 0),
    ],
)
def test_verbs(language: str, text: str, count: int) -> None:
    assert len(found("P602", files=module(text, language=language))) == count


def test_verbs_of_the_objectives_level_are_suggested() -> None:
    (only,) = found("P602", files=module("Know tea", "create"))
    assert "For the level “create”: design" in only.hint


def test_an_exercise_serves_the_lessons_objectives() -> None:
    head = HEADER.replace("---\n\n", "objectives: [brew]\n---\n\n")
    assert found("P603", files={"lessons/tea.md": head + "## Exercise\n\nBrew it.\n"}) == []
    assert len(found("P603", files={"lessons/tea.md": head + "## Brew\n\nBrew it.\n"})) == 1


def test_without_objectives_questions_can_name_none() -> None:
    plain = {"module.yml": "format: 1\nid: make-tea\nlessons: [lessons/tea.md]\n"}
    assert found("P604", "```quiz id=a type=number\nHow many?\n\n= 5\n```\n", plain) == []


CARD = "```quiz id=c type=card objective=brew\nWhat?\n\n---\n\nTea.\n```\n"
CASE = "```quiz id=s objective=brew\nThe tea is thin. What now?\n\n- [x] a\n- [ ] b\n- [ ] c\n```\n"


@pytest.mark.parametrize(
    ("bloom", "body", "count"),
    [
        ("apply", CARD, 1),
        ("", CARD, 0),
        ("understand", CARD, 0),
        ("apply", CARD + NUMBER.format(""), 0),
        ("evaluate", CASE, 0),
        ("apply", "Nothing is asked.\n", 0),
    ],
)
def test_doing_is_more_than_recalling(bloom: str, body: str, count: int) -> None:
    assert len(found("P605", body, module("Brew tea", bloom))) == count


def test_budgets_are_the_workspaces() -> None:
    body = words(800) + NUMBER.format("")
    tight = LintConfig(thresholds=Thresholds(lesson_minutes=3, module_minutes=3))
    codes = [each.code for each in run(subject({}, body=body), tight).diagnostics]

    assert found("P606", body) == []
    assert codes.count("P606") == 2


def test_a_question_ends_a_stretch_of_reading() -> None:
    assert found("P607", words(1500) + NUMBER.format(1) + words(1500) + NUMBER.format(2)) == []
    assert found("P607", words(1500) + "## Exercise\n\n" + words(1500)) == []
    assert len(found("P607", words(3000))) == 1
    assert len(found("P607", words(3000) + NUMBER.format(1) + "\n" + words(3000))) == 2


def two_lessons(first: str, between: str = "") -> dict[str, str]:
    steps = ["lessons/tea.md", *([between] if between else []), "lessons/more.md"]
    head = f"format: 1\nid: make-tea\nobjectives: [{{id: brew, text: Brew}}]\nlessons: [{', '.join(steps)}]\n"
    return {
        "module.yml": head,
        "lessons/tea.md": HEADER + first,
        "lessons/more.md": HEADER.replace("id: tea", "id: more") + words(1500),
        "quizzes/q.yml": "format: 1\nid: q\ntitle: Q\nquestions:\n  - {id: a, type: number, stem: What?, answer: 5}\n",
    }


def test_reading_goes_on_from_lesson_to_lesson() -> None:
    (only,) = found("P607", files=two_lessons(words(1500)))
    assert only.location.path == "lessons/more.md"
    assert found("P607", files=two_lessons(words(1500) + NUMBER.format(1).rstrip("\n"))) == []
    assert found("P607", files=two_lessons(words(1500) + NUMBER.format(1) + "\nOne line.\n")) == []
    assert found("P607", files=two_lessons(words(1500), "quizzes/q.yml")) == []


def test_it_is_said_once_until_a_question_comes_in_a_later_lesson() -> None:
    files = two_lessons(words(3000))
    assert len(found("P607", files=files)) == 1
    files["lessons/more.md"] += "\n" + NUMBER.format(1) + "\n" + words(3000)
    assert [each.location.path for each in found("P607", files=files)] == [
        "lessons/more.md",
        "lessons/tea.md",
    ]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("## Exercise 3: a cup\n\nBrew.\n", 1),
        ("## 💡 Exercise\n\nBrew.\n", 0),
        ("## Exercise your rights\n\nBrew.\n", 0),
        ("## Exercises\n\nBrew.\n\n<details><summary>See</summary>Hot.</details>\n", 0),
        ("## Your turn\n\nBrew.\n\n**Solution:** hot water.\n", 0),
        ("## Your turn\n\nBrew. `solution` is a word in code.\n", 1),
        ("## Challenge\n\nBrew.\n\n" + NUMBER.format(""), 0),
        ("## Exercise\n\nBrew.\n\n## Next\n\n" + NUMBER.format(""), 1),
        ("### Exercise\n\nBrew.\n\n#### Check your work\n\nTaste.\n", 0),
    ],
)
def test_exercises(body: str, count: int) -> None:
    assert len(found("P608", body)) == count


def test_a_reflection_that_could_not_be_read_is_reported_once() -> None:
    body = "```quiz id=a type=reflect objective=brew\nWhat?\n```\n"
    assert [len(found("S114", body)), len(found("P608", body))] == [1, 0]
    assert len(found("P608", body.replace("What?\n", "What?\n\n---\n"))) == 1


def test_review_without_days_asks_for_nothing() -> None:
    files = module("Brew tea")
    marked = NUMBER.format("").replace("brew\n", "brew review\n")
    days = module("Brew tea", more="review: {after_days: [2]}\n")

    assert found("P609", NUMBER.format(""), files) == []
    assert len(found("P609", NUMBER.format(""), days)) == 1
    assert found("P609", marked, days) == []


@pytest.mark.parametrize(
    ("ending", "count"),
    [("Bye.\n", 1), ("## Key points\n\nHot water.\n", 0), ("## Summary: hot water\n\nHot.\n", 0), (CARD, 0)],
)
def test_three_lessons_want_an_end_that_gathers(ending: str, count: int) -> None:
    lessons = {f"lessons/{n}.md": HEADER.replace("id: tea", f"id: {n}") + "Tea.\n" for n in "ab"}
    listed = "lessons: [lessons/a.md, lessons/b.md, lessons/tea.md]\n"
    files = {"module.yml": f"format: 1\nid: make-tea\nlanguage: en\n{listed}", **lessons}
    assert len(found("P609", ending, files)) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("[Talk (7 min)](https://youtu.be/x)", 1),
        ("[Talk (6 minutes)](https://youtu.be/x)", 0),
        ("[Talk, 1:02:03](talk.webm)", 1),
        ("[Talk, 5:59](talk.webm)", 0),
        ("[Talk](https://youtu.be/x), 40 min", 0),
        ("[Article (40 min)](https://example.org/a)", 0),
        ("[Talk (40 min)](https://[broken)", 0),
        ('<video src="a.mp4" title="Talk, 12 min"></video>', 1),
        ('<video src="a.mp4"></video>', 0),
    ],
)
def test_lengths_of_videos(body: str, count: int) -> None:
    assert len(found("P610", body)) == count


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("A talk (1 h 5 min)", "65 minutes"),
        ("A talk, 2 hours", "120 minutes"),
        ("Ein Vortrag (1 Stunde 30 Minuten)", "90 minutes"),
        ("A talk (6:01)", "more than 6 minutes"),
        ("24 hours in a tea garden", ""),
        ("A talk (6:00)", ""),
    ],
)
def test_what_is_said_of_long_videos(words: str, says: str) -> None:
    messages = [each.message for each in found("P610", f"[{words}](https://vimeo.com/1)")]
    assert [message for message in messages if says and says in message] == messages
    assert bool(messages) == bool(says)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("## Exercise\n\nDo.\n\n## Solution\n\nx", []),
        ("## Exercise 1\n\nDo.\n\n## Exercise 2\n\nDo.\n\n## Solutions\n\nx", []),
        ("## Exercise 1\n\nDo.\n\n## Tea\n\nx\n\n## Solutions\n\nx", [6]),
        ("## Exercise 1\n\nDo.\n\n## Solution\n\nx\n\n## Your turn!\n\nDo.", [14]),
    ],
)
def test_a_solution_may_stand_in_the_next_part(body: str, lines: list[int]) -> None:
    assert [each.location.span.line for each in found("P608", body)] == lines
