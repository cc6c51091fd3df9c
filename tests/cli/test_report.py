"""`chapbook report`, as a user runs it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.rule_pages import base_files
from support.shell import Shell

QUIZ = """format: 1
id: end
title: End | <b>of</b> it
questions:
  - id: pour
    type: reflect
    stem: How is it poured?
    model_answer: Slowly.
    review: true
"""
CREDITS = """credits:
  - file: pot.svg
    title: Pot
    author: Ana
    source: https://example.org
    license: CC0-1.0
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("NO_COLOR", "1")
    files = base_files()
    module = files["module.yml"].replace("  - lessons/tea.md\n", "  - lessons/tea.md\n  - quizzes/end.yml\n")
    module = module.replace("objectives:\n", "objectives:\n  - {id: serve, text: Serve it, bloom: apply}\n")
    lesson = files["lessons/tea.md"].replace("Rinse it", "![Pot](../assets/pot.svg) Rinse it")
    extra = {
        "quizzes/end.yml": QUIZ,
        "assets/credits.yml": CREDITS,
        "assets/pot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    for path, text in {**files, "module.yml": module, "lessons/tea.md": lesson, **extra}.items():
        file = tmp_path / "modules/make-tea" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shell = Shell(monkeypatch, capsys)
    shell.cd(tmp_path)
    return shell


def test_text_shows_steps_questions_and_the_matrix(shell: Shell) -> None:
    out = shell("report", "make-tea").out
    assert out.startswith("Make a pot of tea (make-tea) 1.0.0\n")
    assert "1 lesson, 1 quiz, 2 questions" in out
    assert "  of these reading 0:" in out
    assert ", pictures 0:12, questions 3:30\n" in out
    assert "    Warm the pot\n" in out
    assert "    ? pour: reflect, not graded, for review\n" in out
    assert ["water", "single", "x"] in [line.split() for line in out.splitlines()]
    assert ["Sum", "2", "0", "1"] in [line.split() for line in out.splitlines()]
    assert "No question serves: serve." in out
    assert "No objective is named by: pour." in out
    assert ["pot.svg", "Pot", "Ana", "CC0-1.0"] in [line.split() for line in out.splitlines()]


def test_markdown_is_escaped(shell: Shell) -> None:
    out = shell("report", "make-tea", "--format", "markdown").out
    assert "## End \\| \\<b\\>of\\</b\\> it: quiz end, 3 minutes" in out
    assert "| water | single |  | x |" in out


def test_html_is_whole_and_escaped(shell: Shell) -> None:
    out = shell("report", "make-tea", "--format", "html").out
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            opened.append(tag)

    Reader().feed(out)
    assert not {"b", "script", "img", "link"} & set(opened)
    assert "&lt;b&gt;of" in out
    assert '<html lang="en">' in out
    assert '<th scope="row">water</th>' in out
    assert "color-scheme:light dark" in out
    assert out.count('<div class="wide" tabindex="0" role="region" aria-label="') == out.count("<table>") > 0


def test_html_says_which_words_are_whose(shell: Shell) -> None:
    file = Path("modules/make-tea/module.yml")
    file.write_text(file.read_text().replace("language: en", "language: de"))
    out = shell("report", "make-tea", "--format", "html").out
    assert '<html lang="en">' in out
    assert '<h1><span lang="de">Make a pot of tea</span> (make-tea) 1.0.0</h1>' in out
    assert '<h2><span lang="de">End |' in out
    assert '<td lang="de">Serve it</td>' in out
    assert '<ul lang="de">\n<li>Warm the pot</li>' in out
    assert "<li>1 lesson, 1 quiz" in out


def test_json_and_bundles(shell: Shell) -> None:
    data = shell("report", "make-tea", "--json").json()
    assert data["minutes"]["computed"] == sum(step["minutes"] for step in data["steps"])
    assert {"reading", "code", "pictures", "questions"} <= set(data["seconds"])
    assert data["seconds"]["questions"] == sum(step["seconds"]["questions"] for step in data["steps"]) == 210
    assert data["steps"][0]["seconds"]["pictures"] == 12
    assert data["objectives"][1]["questions"] == ["water"]
    assert data["steps"][0]["pictures"] == 1
    assert data["steps"][0]["words"] > 5
    assert shell("pack", "make-tea").code == 0
    assert shell("report", "dist/make-tea-1.0.0.chapbook.zip", "--json").json() == data


def test_what_cannot_be_read_is_said(shell: Shell) -> None:
    assert shell("report", "coffee").code == 2
    Path("modules/make-tea/module.yml").write_text("a: [\n")
    ran = shell("report", "make-tea")
    assert ran.code == 3
    assert "cannot be read" in ran.err
