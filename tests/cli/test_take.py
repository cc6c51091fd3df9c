"""`chapbook take`, as a learner runs it: through stdin, and on a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from chapbook.render.take import fitted
from support.rule_pages import base_files
from support.shell import Ran, Shell

QUESTIONS = """
```quiz id=one
One?

- [ ] a
  > Not a.
- [x] b

? Look again.

? It is b.

Because of b.
```

```quiz id=many points=2
Many?

- [x] a
- [x] b
- [ ] c
```

```quiz id=word type=text
Which drink?

= tea
! coffee
  > That is another drink.
```

```quiz id=count type=number
How far?

= 3 km
```

```quiz id=gap type=cloze
The [[pot]] is [[hot|warm]].
```

```quiz id=pairs type=match
Match.

- Cup => small
- Pot => large
```

```quiz id=steps type=order
Order.

1. Boil
2. Pour
3. Drink
```

```quiz id=think type=reflect
Think.

---

A model answer.

- It is short
```

```quiz id=card type=card
Front \x1b[31m

---

Back
```

```quiz id=list type=checklist
Done?

- [ ] Cup
- [ ] Pot
```
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_COLOR", "1")
    files = base_files()
    files["lessons/tea.md"] = "---\nid: tea\ntitle: Tea\n---\n" + QUESTIONS
    files["module.yml"] += "completion: {lessons: all, quiz: {id: end, pass: 50}}\n"
    files["module.yml"] = files["module.yml"].replace(
        "  - lessons/tea.md\n", "  - lessons/tea.md\n  - quizzes/end.yml\n"
    )
    files["quizzes/end.yml"] = (
        "format: 1\nid: end\ntitle: End\nquestions:\n  - id: last\n    type: text\n    stem: Last?\n    accept: [x]\n"
    )
    for path, text in files.items():
        file = tmp_path / "modules/make-tea" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shell(workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


def typed(shell: Shell, monkeypatch: pytest.MonkeyPatch, lines: list[str], *words: str) -> Ran:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return shell("take", "make-tea", *words)


ALL_RIGHT = ["2", "1 2", " TEA ", "3,0 km", "pot|warm", "b a", "", "thoughts", "", "1 2", "x"]


def right_order(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> str:
    """Look at the order question and give the letters that are right."""
    out = typed(shell, monkeypatch, [""] * 7, "--step", "tea").out
    shown = {
        line.strip()[3:]: line.strip()[0]
        for line in out.splitlines()
        if line.strip()[1:2] == "." and line.strip()[0].isalpha()
    }
    return " ".join(shown[name] for name in ("Boil", "Pour", "Drink"))


def test_every_type_answered_right(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = list(ALL_RIGHT)
    lines[6] = right_order(shell, monkeypatch)
    ran = typed(shell, monkeypatch, lines)
    assert ran.code == 0, ran.err
    assert ran.out.count("Right.") == 8
    assert "Because of b." in ran.out
    assert "A model answer." in ran.out
    assert "- It is short" in ran.out
    assert "Back" in ran.out
    assert "\x1b" not in ran.out
    assert "9 of 9 points, 100 per cent." in ran.out
    assert "100 per cent, 50 needed: passed." in ran.out


def test_wrong_answers_hints_and_what_is_left_out(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["?", "?", "?", "9", "1", "1", "coffee", "far", "4", "pot", "pot|cold", "a b", "a a a", "a b c"]
    ran = typed(shell, monkeypatch, [*lines, "", "", "", ""])
    out = ran.out
    assert out.index("Look again.") < out.index("It is b.") < out.index("There is no further hint.")
    assert "Not yet.\n  Not a.\n  Right: b\n  Because of b.\n" in out
    assert "Not yet: something is missing." in out
    assert "That is another drink." in out
    assert "Right: 3 km" in out
    assert "Blank 2 is not “cold”." in out
    assert "Cup → small" in out
    assert out.count("That is no answer to this question yet.") == 4
    assert "That is no answer to this question yet. Type a number.\n" in out
    assert "> \nLeft out.\n  " in out
    assert "Write what you think; then compare. Nothing is graded.\n> \nLeft out.\n" in out
    assert "Compare:\n\n" not in out
    assert "Noted." in out
    assert "0 per cent, 50 needed: not passed yet." in out


def test_lines_fit_the_screen_and_items_stand_below_each_other() -> None:
    text = "1 of 2 · Tea\n  2. An option that is too long for it\n    code that is much too long for it\n"
    assert fitted(text, 20) == (
        "1 of 2 · Tea\n  2. An option that\n     is too long for\n     it\n    code that is much too long for it\n"
    )
    assert fitted("https://example.org/a/very/long/address", 20) == "https://example.org/a/very/long/address"


def test_results_as_json_keep_the_dialogue_on_stderr(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = typed(shell, monkeypatch, ["x"], "--step", "quizzes/end.yml", "--json")
    assert json.loads(ran.out)["percent"] == 100
    assert "Last?" in ran.err
    ran = typed(shell, monkeypatch, ["1"], "--json")
    data = json.loads(ran.out)
    assert [each["state"] for each in data["questions"]] == ["wrong"]


def test_no_input_at_all(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed(shell, monkeypatch, []).out.endswith("\nNothing was answered.\n")


def test_partial_scores_and_no_points(shell: Shell, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quiz = workspace / "modules/make-tea/quizzes/end.yml"
    quiz.write_text(
        "format: 1\nid: end\ntitle: End\nquestions:\n  - id: last\n    type: multiple\n    stem: Last?\n"
        "    scoring: partial\n    points: 3\n    options:\n      - {text: a, correct: true}\n"
        "      - {text: b, correct: true}\n      - {text: c}\n"
    )
    assert "1.5 of 3 points, 50 per cent." in typed(shell, monkeypatch, ["a"], "--step", "end").out
    quiz.write_text(
        "format: 1\nid: end\ntitle: End\nquestions:\n  - id: last\n    type: card\n    front: F\n    back: B\n"
    )
    assert "Nothing here gives points." in typed(shell, monkeypatch, [""], "--step", "end").out


def test_what_cannot_be_taken_is_said(shell: Shell, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed(shell, monkeypatch, [], "--step", "teh").code == 2
    (workspace / "modules/make-tea/quizzes/end.yml").write_text(
        "format: 1\nid: end\ntitle: End\nquestions: []\n"
    )
    ran = typed(shell, monkeypatch, [], "--step", "end")
    assert ran.code == 2
    assert "has no questions to answer" in ran.err


def test_on_a_terminal_it_prompts_and_ctrl_d_stops(workspace: Path) -> None:
    main, side = pty.openpty()
    command = [sys.executable, "-c", "from chapbook.cli.main import main; main()", "take", "make-tea"]
    with subprocess.Popen(
        command, cwd=workspace, stdin=side, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.close(side)
        os.write(main, b"2\n\x04")
        out, err = process.communicate(timeout=60)
    os.close(main)
    assert (process.returncode, err) == (0, b"")
    assert b"> Right." in out
    assert b"1 of 1 points, 100 per cent." in out
