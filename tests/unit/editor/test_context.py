"""What a word in a file names, with the cursor marked by ‸."""

from __future__ import annotations

import pytest

from chapbook.editor.context import Names, word_at

MARKDOWN = "---\nid: a\ntitle: A\nobjectives: [cut]\n---\n\n"
MODULE = "format: 1\nobjectives:\n  - id: cut\n    text: Cut\n"


def names(path: str, marked: str) -> tuple[Names, str, str, str] | None:
    before, _, after = marked.partition("‸")
    text = before + after
    word = word_at(path, text, before.count("\n"), len(before.rpartition("\n")[2]))
    return (word.names, word.typed, word.whole, word.module) if word else None


@pytest.mark.parametrize(
    ("path", "marked", "wanted"),
    [
        ("lessons/a.md", MARKDOWN + "```quiz id=x objective=‸", (Names.OBJECTIVE, "", "", "")),
        ("lessons/a.md", MARKDOWN + "```quiz id=x objective=cu‸t review", (Names.OBJECTIVE, "cu", "cut", "")),
        ("lessons/a.md", MARKDOWN + '> ~~~~quiz objective="c‸"', None),
        ("lessons/a.md", MARKDOWN + '~~~~ quiz objective="c‸"', (Names.OBJECTIVE, "c", "c", "")),
        ("lessons/a.md", MARKDOWN + "```quiz id=x‸", None),
        ("lessons/a.md", MARKDOWN + "```text objective=‸", None),
        ("lessons/a.md", "---\nid: a\nobjectives: [cut, ‸]\n---\n", (Names.OBJECTIVE, "", "", "")),
        ("lessons/a.md", "---\nid: a\nobjectives: [cut, de‸scribe]\n---\n", (Names.OBJECTIVE, "de", "describe", "")),
        ("lessons/a.md", "---\nid: a\nobjectives:\n  - de‸\n---\n", (Names.OBJECTIVE, "de", "de", "")),
        ("lessons/a.md", "---\nid: a\nobjectives:\n- cut\n- ‸\n---\n", (Names.OBJECTIVE, "", "", "")),
        ("lessons/a.md", "---\nid: a‸\nobjectives: [cut]\n---\n", None),
        ("lessons/a.md", "---\nobjectives: [cut]\ntitle: a‸\n---\n", None),
        ("lessons/a.md", "---\nobjectives: [cut]  # cu‸\n---\n", None),
        ("lessons/a.md", MARKDOWN + "See [x](module:‸", (Names.MODULE, "", "", "")),
        ("lessons/a.md", MARKDOWN + "See [x](module:te‸a) or", (Names.MODULE, "te", "tea", "")),
        ("lessons/a.md", MARKDOWN + "See [x](module:tea/po‸t) or", (Names.LESSON_OF_MODULE, "po", "pot", "tea")),
        ("lessons/a.md", MARKDOWN + "![x](../ass‸ets/y.svg)", (Names.FILE, "../ass", "../assets/y.svg", "")),
        ("lessons/a.md", MARKDOWN + "[x](‸)", (Names.FILE, "", "", "")),
        ("lessons/a.md", MARKDOWN + "[x](https://example.org/‸)", None),
        ("lessons/a.md", MARKDOWN + "plain wo‸rd", None),
        ("module.yml", MODULE + "lessons:\n  - lessons/o‸ne.md\n", (Names.STEP_FILE, "lessons/o", "lessons/one.md", "")),
        ("module.yml", MODULE + "lessons:\n- ‸\n", (Names.STEP_FILE, "", "", "")),
        ("module.yml", MODULE + "requires:\n  - module: b‸\n", (Names.MODULE, "b", "b", "")),
        ("module.yml", MODULE + "requires:\n  - optional: true\n    module: b‸\n", (Names.MODULE, "b", "b", "")),
        ("module.yml", MODULE + "requires:\n  - text: b‸\n", None),
        ("module.yml", MODULE + "completion:\n  lessons: [on‸]\n  quiz:\n", (Names.LESSON, "on", "on", "")),
        ("module.yml", MODULE + "completion:\n  lessons: all\n  quiz:\n    id: ‸\n", (Names.QUIZ, "", "", "")),
        ("module.yml", MODULE + "title: less‸\n", None),
        ("module.yml", "objectives:\n  - id: cu‸t\n", None),
        ("quizzes/q.yml", "id: q\nquestions:\n  - id: a\n    objective: c‸\n", (Names.OBJECTIVE, "c", "c", "")),
        ("quizzes/q.yml", "id: q\nquestions:\n- objective: ‸\n  id: a\n", (Names.OBJECTIVE, "", "", "")),
        ("quizzes/q.yml", "id: q\nquestions:\n  - id: a‸\n", None),
        ("assets/x.svg", "](‸", None),
    ],
)  # fmt: skip
def test_what_a_word_names(path: str, marked: str, wanted: tuple[Names, str, str, str] | None) -> None:
    assert names(path, marked) == wanted


def test_a_place_beyond_the_text_names_nothing() -> None:
    assert word_at("module.yml", "lessons:\n", 9, 0) is None
