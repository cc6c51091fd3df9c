"""`chapbook mv` and `chapbook reorder`, as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.rule_pages import base_files
from support.shell import Shell, snapshot

FILES = {
    "chapbook.yml": "catalogue:\n  title: Tea\n",
    "modules/make-tea/module.yml": base_files()["module.yml"]
    .replace("  - id: brew\n", "  - id: brew   # the first one\n")
    .replace(
        "lessons:\n  - lessons/tea.md\n",
        "  - {id: serve, text: Serve it}\ncompletion: {lessons: [tea, milk], quiz: {id: end, pass: 50}}\n"
        "lessons:\n  # how to start\n  - lessons/tea.md  # with water\n  - lessons/milk.md\n  - quizzes/end.yml\n",
    ),
    "modules/make-tea/lessons/tea.md": """---
id: tea   # keep
title: Make a pot of tea
objectives: [brew]
---

See [milk](milk.md#warm), ![A pot](../assets/pot.svg) and [the pot][pot]; not `../assets/pot.svg`.

<img src="../assets/pot.svg" alt="Pot">

[pot]: ../assets/pot.svg

```quiz id=water objective=brew
How hot? ![A pot](../assets/pot.svg)

- [x] Boiling
- [ ] Lukewarm
  > [Read](milk.md).
```
""",
    "modules/make-tea/lessons/milk.md": """---
id: milk
title: Milk
objectives:
  - brew
  - serve
---

# Warm

Back to [tea](module:make-tea/tea#x), [tea](tea.md).
""",
    "modules/make-tea/i18n/de/lessons/milk.md": "---\nid: milk\ntitle: Milch\n---\n\n[Tee](../../../lessons/tea.md)\n",
    "modules/make-tea/quizzes/end.yml": """format: 1
id: end
title: End
questions:
  - id: pour
    type: card
    objective: serve
    front: |
      How is it poured?

      ![Pot](../assets/pot.svg)
    back: Slowly
  - {id: stir, type: card, objective: brew, front: "How?", back: So}
""",
    "modules/make-tea/assets/pot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    "modules/make-tea/assets/credits.yml": "credits:\n  - file: pot.svg\n    title: Pot\n    author: Ana\n    source: https://example.org\n    license: CC0-1.0\n",
    "modules/drink/module.yml": base_files()["module.yml"].replace("id: make-tea", "id: drink"),
    "modules/drink/lessons/tea.md": base_files()["lessons/tea.md"].replace(
        "Rinse it", "First [make it](module:make-tea/tea). Rinse it"
    ),
}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Give a shell in a workspace with two modules that link to each other."""
    monkeypatch.setenv("NO_COLOR", "1")
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    shell = Shell(monkeypatch, capsys)
    shell.cd(tmp_path)
    return shell


def changed(folder: Path = Path()) -> dict[str, str]:
    """Give each file that differs from `FILES`, without those that are as before."""
    return {
        path: data.decode()
        for path, data in snapshot(folder)
        if data != b"<folder>" and FILES.get(path, "").encode() != data
    }


def test_a_question_in_a_fence(shell: Shell) -> None:
    ran = shell("mv", "make-tea", "water", "heat", "--write")
    assert ran.code == 0, ran.err
    assert ran.out == "Renamed the question water to heat.\n  wrote modules/make-tea/lessons/tea.md\n"
    before = FILES["modules/make-tea/lessons/tea.md"]
    assert changed() == {
        "modules/make-tea/lessons/tea.md": before.replace("quiz id=water", "quiz id=heat renamed_from=water")
    }


def test_questions_in_a_quiz_file(shell: Shell) -> None:
    assert shell("mv", "make-tea", "pour", "pouring", "--write").code == 0
    assert shell("mv", "make-tea", "stir", "stirring", "--write").code == 0
    quiz = FILES["modules/make-tea/quizzes/end.yml"]
    quiz = quiz.replace("  - id: pour\n", "  - id: pouring\n    renamed_from: pour\n")
    assert changed() == {
        "modules/make-tea/quizzes/end.yml": quiz.replace("{id: stir,", "{id: stirring, renamed_from: stir,")
    }


def test_objectives_and_what_names_them(shell: Shell) -> None:
    assert shell("mv", "make-tea", "brew", "make", "--write").code == 0
    assert shell("mv", "make-tea", "serve", "pass-round", "--write").code == 0
    found = changed()
    module = found.pop("modules/make-tea/module.yml")
    assert "  - id: make   # the first one\n    renamed_from: brew\n" in module
    assert "  - {id: pass-round, renamed_from: serve, text: Serve it}\n" in module
    assert "objectives: [make]" in found["modules/make-tea/lessons/tea.md"]
    assert "```quiz id=water objective=make\n" in found.pop("modules/make-tea/lessons/tea.md")
    assert "  - make\n  - pass-round\n" in found.pop("modules/make-tea/lessons/milk.md")
    quiz = found.pop("modules/make-tea/quizzes/end.yml")
    assert "objective: pass-round" in quiz
    assert "objective: make," in quiz
    assert found == {}


def test_a_lesson_with_its_file_links_and_other_modules(shell: Shell, tmp_path: Path) -> None:
    ran = shell("mv", "make-tea", "tea", "pot-of-tea", "--write")
    assert ran.code == 0, ran.err
    assert not (tmp_path / "modules/make-tea/lessons/tea.md").exists()
    found = changed()
    module = found.pop("modules/make-tea/module.yml")
    assert "  # how to start\n  - lessons/pot-of-tea.md  # with water\n" in module
    assert "{lessons: [pot-of-tea, milk]," in module
    lesson = found.pop("modules/make-tea/lessons/pot-of-tea.md")
    assert lesson.startswith("---\nid: pot-of-tea   # keep\nrenamed_from: tea\ntitle: ")
    assert "module:make-tea/pot-of-tea#x), [tea](pot-of-tea.md)" in found.pop(
        "modules/make-tea/lessons/milk.md"
    )
    assert "(../../../lessons/pot-of-tea.md)" in found.pop("modules/make-tea/i18n/de/lessons/milk.md")
    assert "(module:make-tea/pot-of-tea)" in found.pop("modules/drink/lessons/tea.md")
    assert found == {}


def test_a_translation_goes_along(shell: Shell) -> None:
    assert shell("mv", "make-tea", "milk", "add-milk", "--write").code == 0
    found = changed()
    assert found["modules/make-tea/i18n/de/lessons/add-milk.md"].startswith(
        "---\nid: add-milk\nrenamed_from: milk\n"
    )
    assert "(add-milk.md#warm)" in found["modules/make-tea/lessons/tea.md"]
    assert "[Read](add-milk.md)" in found["modules/make-tea/lessons/tea.md"]


def test_a_quiz_and_its_mention_in_completion(shell: Shell) -> None:
    ran = shell("mv", "make-tea", "end", "check", "--write")
    assert ran.code == 0, ran.err
    module = Path("modules/make-tea/module.yml").read_text()
    assert "quiz: {id: check, pass: 50}" in module
    assert "  - quizzes/check.yml\n" in module


def test_a_picture_and_every_way_to_show_it(shell: Shell) -> None:
    ran = shell("mv", "make-tea", "assets/pot.svg", "assets/pots/tea pot.svg")
    assert ran.code == 0, ran.err
    assert changed() == {}
    assert "move modules/make-tea/assets/pot.svg → modules/make-tea/assets/pots/tea pot.svg" in ran.out
    assert "Nothing was written yet; add --write" in ran.out
    assert shell("mv", "make-tea", "assets/pot.svg", "kettle.svg", "--write").code == 0
    found = changed()
    lesson = FILES["modules/make-tea/lessons/tea.md"]
    kept = lesson.replace("../assets/pot.svg", "../assets/kettle.svg").replace(
        "not `../assets/kettle.svg`", "not `../assets/pot.svg`"
    )
    assert found.pop("modules/make-tea/lessons/tea.md") == kept
    assert "![Pot](../assets/kettle.svg)" in found.pop("modules/make-tea/quizzes/end.yml")
    assert "file: kettle.svg" in found.pop("modules/make-tea/assets/credits.yml")
    assert list(found) == ["modules/make-tea/assets/kettle.svg"]


def test_a_lesson_file_in_another_folder_keeps_its_own_links(shell: Shell) -> None:
    assert shell("mv", "make-tea", "lessons/tea.md", "lessons/start/tea.md", "--write").code == 0
    lesson = Path("modules/make-tea/lessons/start/tea.md").read_text()
    assert lesson.startswith("---\nid: tea   # keep\ntitle")
    assert "(../milk.md#warm)" in lesson
    assert "[pot]: ../../assets/pot.svg" in lesson
    assert "[tea](start/tea.md)" in Path("modules/make-tea/lessons/milk.md").read_text()


def test_windows_line_ends_stay(shell: Shell) -> None:
    path = Path("modules/make-tea/lessons/tea.md")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert shell("mv", "make-tea", "water", "heat", "--write").code == 0
    text = path.read_bytes().decode()
    assert "quiz id=heat renamed_from=water objective=brew\r\n" in text
    assert text.count("\n") == text.count("\r\n")


def test_what_the_last_release_knows_is_noted(shell: Shell) -> None:
    for path in ("modules/make-tea/lessons/tea.md",):
        file = Path(path)
        file.write_text(file.read_text().replace("id=water", "id=water renamed_from=hot"))
    shell("mv", "make-tea", "water", "heat", "--write")
    assert "id=heat renamed_from=water" in Path("modules/make-tea/lessons/tea.md").read_text()
    ran = shell("pack", "drink")
    assert ran.code == 0, ran.out
    for old, new in (("water", "warm"), ("warm", "heat")):
        ran = shell("mv", "drink", old, new, "--write")
        assert ran.code == 0, ran.err
    assert "id=heat renamed_from=water" in Path("modules/drink/lessons/tea.md").read_text()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nothing", "x"), 2, "no lesson, quiz, question, objective or file"),
        (("wate", "x"), 2, "Did you mean"),
        (("water", "No Good"), 2, "cannot be the id"),
        (("tea", "milk"), 2, "already has a lesson"),
        (("water", "pour"), 2, "already has a question"),
        (("brew", "serve"), 2, "already has an objective"),
        (("module.yml", "other.yml"), 2, "has to be called so"),
        (("assets/pot.svg", "../pot.svg"), 2, "cannot be a file"),
        (("assets/pot.svg", "pot.png"), 2, "not of the type"),
        (("lessons/tea.md", "milk.md"), 2, "is there already"),
        (("tea", "x", "--kind", "question"), 2, "no question"),
    ],
)
def test_what_cannot_be_renamed_is_left_alone(
    shell: Shell, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = shell("mv", "make-tea", *words, "--write")
    assert (ran.code, changed()) == (code, {})
    assert said in ran.err


def test_one_name_for_two_things_asks_which(shell: Shell) -> None:
    file = Path("modules/make-tea/lessons/tea.md")
    file.write_text(file.read_text().replace("id=water", "id=tea"))
    ran = shell("mv", "make-tea", "tea", "pot")
    assert ran.code == 2
    assert "--kind lesson" in ran.err
    ran = shell("mv", "make-tea", "tea", "pot", "--kind", "question", "--json")
    assert ran.code == 0, ran.err
    data = ran.json()
    assert (data["kind"], data["written"], len(data["files"])) == ("question", False, 1)


def test_imported_modules_are_refused(shell: Shell) -> None:
    Path("imported/ana").mkdir(parents=True)
    Path("modules/make-tea").rename("imported/ana/make-tea")
    for words in (
        ("mv", "imported/ana/make-tea", "tea", "x"),
        ("reorder", "imported/ana/make-tea", "tea", "--last"),
    ):
        ran = shell(*words)
        assert ran.code == 2
        assert "a peer's module" in ran.err


def test_reorder_shows_a_plan_and_writes_nothing_without_being_told(shell: Shell) -> None:
    ran = shell("reorder", "make-tea", "tea", "--after", "milk")
    assert ran.code == 0, ran.err
    assert "--- a/modules/make-tea/module.yml\n+++ b/modules/make-tea/module.yml\n" in ran.out
    assert "+  - lessons/milk.md\n" in ran.out
    assert ran.out.endswith(
        "The new order would be:\n  1. milk\n  2. tea\n  3. end\nNothing was written yet; add --write to do it.\n"
    )
    facts = shell("reorder", "make-tea", "tea", "--after", "milk", "--json").json()
    assert (facts["changed"], facts["written"]) == (True, False)
    assert changed() == {}


def test_reorder_moves_one_line_with_its_notes(shell: Shell) -> None:
    ran = shell("reorder", "make-tea", "tea", "--after", "milk", "--write")
    assert ran.code == 0, ran.err
    assert ran.out == "Moved.\n  1. milk\n  2. tea\n  3. end\n"
    module = Path("modules/make-tea/module.yml").read_text()
    moved = "lessons:\n  - lessons/milk.md\n  # how to start\n  - lessons/tea.md  # with water\n  - quizzes/end.yml\n"
    assert moved in module
    assert shell("reorder", "make-tea", "quizzes/end.yml", "--first", "--write", "--json").json()[
        "order"
    ] == [
        "end",
        "milk",
        "tea",
    ]
    assert shell("reorder", "make-tea", "tea", "--before", "end", "--write").code == 0
    assert shell("reorder", "make-tea", "end", "--last", "--write").code == 0
    assert shell("reorder", "make-tea", "milk", "--last", "--write").out.endswith("3. milk\n")
    assert "stands there already" in shell("reorder", "make-tea", "milk", "--last").out


def test_reorder_says_what_is_missing(shell: Shell) -> None:
    assert shell("reorder", "make-tea", "tea").code == 2
    assert shell("reorder", "make-tea", "tea", "--first", "--last").code == 2
    assert shell("reorder", "make-tea", "coffee", "--first").code == 2
    assert shell("reorder", "make-tea", "tea", "--before", "tea").code == 2
    assert changed() == {}
