"""`chapbook fmt`, as a user runs it, and the guard before it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.diag.codes import CODES
from chapbook.diag.errors import OperationFailed
from chapbook.lint.pages import read_page
from chapbook.services import fmt as service
from chapbook.services.fmt import FmtOptions, fmt, format_text
from support.rule_pages import base_files, examples
from support.shell import Shell, snapshot

LESSON = base_files()["lessons/tea.md"] + (
    "\n```quiz  objective=brew id=heat\nHow hot?\n* [X] Boiling\n+ [ ] Lukewarm\n> Too cold.\n```\n"
)
QUIZ = (
    "title: End\nformat: 1\nid: end\n# all\nquestions:\n- {id: q, type: card, front: How is it, back: So}\n"
)
FILES = {
    "chapbook.yml": "catalogue:\n  title: Tea\n",
    "modules/make-tea/module.yml": base_files()["module.yml"],
    "modules/make-tea/lessons/tea.md": LESSON,
    "modules/make-tea/quizzes/end.yml": QUIZ,
    "modules/make-tea/i18n/de/quizzes/end.yml": QUIZ.replace("\n", "\r\n"),
    "modules/make-tea/assets/other.yml": "b:   1\na: 2\n",
}
FORMATTED = (
    "format: 1\nid: end\ntitle: End\n# all\n"
    "questions:\n  - id: q\n    type: card\n    front: How is it\n    back: So\n"
)
CHANGED = ["i18n/de/quizzes/end.yml", "lessons/tea.md", "module.yml", "quizzes/end.yml"]


def put(files: dict[str, str]) -> None:
    for path, text in files.items():
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Give a shell in a workspace with one module whose files are laid out each in its own way."""
    monkeypatch.setenv("NO_COLOR", "1")
    shell = Shell(monkeypatch, capsys)
    shell.cd(tmp_path)
    put(FILES)
    return shell


def test_files_are_formatted_and_a_second_run_changes_nothing(shell: Shell) -> None:
    ran = shell("fmt")

    assert ran.code == 0, ran.err
    assert ran.out == "".join(f"modules/make-tea/{path}\n" for path in CHANGED)
    assert ran.err == "4 files formatted.\n"
    assert Path("modules/make-tea/quizzes/end.yml").read_text(encoding="utf-8") == FORMATTED
    translated = Path("modules/make-tea/i18n/de/quizzes/end.yml").read_bytes()
    assert translated.decode() == FORMATTED.replace("\n", "\r\n")
    lesson = Path("modules/make-tea/lessons/tea.md").read_text(encoding="utf-8")
    assert lesson.startswith(base_files()["lessons/tea.md"])
    assert "```quiz id=heat objective=brew\nHow hot?\n\n- [x] Boiling\n" in lesson
    before = [*snapshot(Path())]
    again = shell("fmt")
    assert (again.code, again.out, again.err) == (0, "", "Nothing to change in 4 files.\n")
    assert [*snapshot(Path())] == before


def test_check_writes_nothing_and_ends_with_one(shell: Shell) -> None:
    before = [*snapshot(Path())]
    ran = shell("fmt", "--check")

    assert ran.code == 1
    assert ran.out.splitlines() == [f"modules/make-tea/{path}" for path in CHANGED]
    assert ran.err == "4 files would change. Nothing was changed.\n"
    assert [*snapshot(Path())] == before
    assert shell("fmt").code == 0
    assert shell("fmt", "--check").code == 0


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_the_diff_is_shown_and_nothing_written(shell: Shell, option: str) -> None:
    before = [*snapshot(Path())]
    ran = shell("fmt", "make-tea", option)

    assert ran.code == 0
    assert "--- a/modules/make-tea/lessons/tea.md" in ran.out
    assert "\n-* [X] Boiling\n" in ran.out
    assert "\n+- [x] Boiling\n" in ran.out
    assert [*snapshot(Path())] == before


def test_one_file(shell: Shell) -> None:
    ran = shell("fmt", "modules/make-tea/quizzes/end.yml", "--json")

    assert ran.code == 0
    assert ran.json() == {
        "schema": 1,
        "written": True,
        "changed": ["modules/make-tea/quizzes/end.yml"],
        "left": [],
        "unreadable": [],
    }


def test_what_cannot_be_read_stays_and_the_rest_is_formatted(shell: Shell) -> None:
    broken = "title: Tea: hot\nformat: 1\n"
    put({"modules/make-tea/quizzes/broken.yml": broken, "modules/make-tea/quizzes/odd.yml": "? id\n: odd\n"})
    ran = shell("fmt")

    assert ran.code == 1
    assert "modules/make-tea/quizzes/broken.yml:1:" in ran.out
    assert "S101" in ran.out
    assert "modules/make-tea/quizzes/end.yml" in ran.out
    assert "1 file cannot be read, and stays as it is until that is mended." in ran.err
    assert "quizzes/odd.yml was left as it is: line 1 is laid out in an unusual way." in ran.err
    assert Path("modules/make-tea/quizzes/broken.yml").read_text(encoding="utf-8") == broken
    assert Path("modules/make-tea/quizzes/end.yml").read_text(encoding="utf-8") == FORMATTED
    unreadable = shell("fmt", "--json").json()["unreadable"]
    assert [(each["path"], each["code"]) for each in unreadable] == [
        ("modules/make-tea/quizzes/broken.yml", "S101")
    ]


def test_a_module_of_a_peer_is_refused_and_never_among_all(shell: Shell) -> None:
    put({path.replace("modules/", "imported/ana/"): text for path, text in FILES.items() if "/" in path})
    before = [each for each in snapshot(Path()) if each[0].startswith("imported")]

    ran = shell("fmt", "imported/ana/make-tea")
    assert ran.code == 2
    assert "is a peer's module" in ran.err
    assert shell("fmt").code == 0
    assert [each for each in snapshot(Path()) if each[0].startswith("imported")] == before


def spoiled(path: str, text: str) -> str:
    """Format as one should, but lose a word, a hint or a key on the way."""
    made = format_text(path, text)
    return made.replace("Boiling", "Boil").replace("    back: So\n", "")


@pytest.mark.parametrize("name", ["quizzes/end.yml", "lessons/tea.md"])
def test_a_formatter_that_changes_what_is_said_writes_nothing(
    shell: Shell, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [*snapshot(Path())]
    options = FmtOptions(start=Path.cwd(), names=(f"modules/make-tea/{name}",), formatter=spoiled)

    with pytest.raises(OperationFailed) as caught:
        fmt(options)
    assert caught.value.code == "format-changes-meaning"
    assert [*snapshot(Path())] == before

    monkeypatch.setattr(service._ModuleWork, "_refuse_difference", lambda *_: None)
    fmt(options)
    assert [*snapshot(Path())] != before


@pytest.mark.parametrize("code", [entry.code for entry in CODES])
def test_the_examples_of_every_rule_say_the_same_after_formatting(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, example in enumerate(examples(read_page(code))):
        folder = tmp_path / str(number) / "make-tea"
        for path, data in example.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        if (folder / "module.yml").is_file():
            done = fmt(FmtOptions(start=folder, names=(".",)))
            again = fmt(FmtOptions(start=folder, names=(".",)))
            assert not again.files
            assert done.left == again.left
