"""`chapbook lsp`, driven by a client over its standard streams."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from support.base import base_files
from support.editor import FakeEditor, session
from support.process import chapbook

MODULE = "modules/base/module.yml"
LESSON = "modules/base/lessons/why.md"
QUIZ = "modules/base/quizzes/check.yml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Give a workspace with the module `base`, and a second one, `tea`, that lacks nothing but its files."""
    files = {f"modules/base/{path}": text for path, text in base_files().items()}
    other = {path: text.replace("id: base", "id: tea") for path, text in base_files().items()}
    files |= {f"modules/tea/{path}": text for path, text in other.items()}
    files["modules/base/assets/a-plan.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path.resolve()


def as_checked(workspace: Path, name: str) -> list[tuple[str, int, str]]:
    """Give what `chapbook check` finds in a file: code, line from 0, message with hint."""
    report = json.loads(chapbook("check", "modules/base", "--json", cwd=workspace).out)
    return [
        (each["code"], each["line"] - 1, "\n".join(filter(None, (each["message"], each.get("hint")))))
        for each in report["diagnostics"]
        if each["path"] == name
    ]


def test_findings_are_those_of_check_and_follow_what_is_typed_before_it_is_saved(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        editor.open(LESSON)
        await editor.codes_become(LESSON)
        good = editor.texts[LESSON]
        editor.type(
            LESSON, good.replace("objective=stage", "objective=stagge").replace("You want", "![](x.svg)")
        )
        await editor.until(lambda: len(editor.codes(LESSON)) >= 3)
        assert as_checked(workspace, LESSON) == []
        editor.save(LESSON)
        found = editor.found[editor.uri(LESSON)]
        told = [(str(each.code), each.range.start.line, each.message) for each in found]
        assert told == as_checked(workspace, LESSON)
        assert {each.source for each in found} == {"chapbook"}
        assert {each.severity for each in found} >= {types.DiagnosticSeverity.Error}
        editor.type(LESSON, good)
        await editor.codes_become(LESSON)

    session(workspace, act)


def test_while_one_types_no_check_begins(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        editor.open(LESSON)
        await editor.codes_become(LESSON)
        good, told = editor.texts[LESSON], editor.told.count(editor.uri(LESSON))
        for length in range(1, 40):
            editor.type(LESSON, good + "[there](nowhere.md)"[:length])
        await editor.until(lambda: bool(editor.codes(LESSON)))
        assert editor.told.count(editor.uri(LESSON)) - told < 5, "of 39 changes"

    session(workspace, act)


def test_a_folder_that_cannot_be_checked_is_told_and_the_server_lives_on(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        settings = workspace / "chapbook.yml"
        settings.mkdir()
        editor.open(LESSON)
        await editor.until(lambda: bool(editor.logged))
        assert "chapbook.yml" in editor.logged[0]
        settings.rmdir()
        editor.save(LESSON)
        await editor.codes_become(LESSON)

    session(workspace, act)


def test_places_are_counted_in_the_units_of_the_protocol(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        editor.open(LESSON, (workspace / LESSON).read_text(encoding="utf-8") + "\n😀 [there](nowhere.md)\n")
        await editor.until(lambda: bool(editor.codes(LESSON)))
        (found,) = editor.found[editor.uri(LESSON)]
        assert found.range.start == editor.place(LESSON, "😀 ‸[there]")[1]

    session(workspace, act)


def test_a_finding_has_its_page_and_a_correction_that_can_be_taken(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        editor.open(MODULE)
        await editor.codes_become(MODULE)
        good = editor.texts[MODULE]
        editor.type(MODULE, good.replace("title: Make your", "title: `git`: make your"))
        await editor.codes_become(MODULE, "S101")
        page = await editor.hover(MODULE, "title: `gi‸t`")
        assert page.startswith("# S101 yaml-unreadable")
        assert "## How to fix" in page
        assert "## Fails" not in page
        assert await editor.hover(MODULE, "lang‸uage") == ""
        assert await editor.corrections(MODULE, 0) == []
        line = editor.place(MODULE, "‸title: `git`")[1].line
        (action,) = await editor.corrections(MODULE, line)
        assert action.kind == types.CodeActionKind.QuickFix
        assert action.title.startswith("Put the text in quotes")
        editor.apply(MODULE, action)
        assert await editor.corrections(MODULE, line) == [], "what was typed since is not checked yet"
        await editor.codes_become(MODULE)
        assert 'title: "`git`: make your first commit"' in editor.texts[MODULE]

    session(workspace, act)


def test_corrections_of_rules_can_be_taken_too(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        editor.open(MODULE, (workspace / MODULE).read_text(encoding="utf-8").replace("summary:", "sumary:"))
        await editor.until(lambda: "S102" in editor.codes(MODULE))
        (action,) = await editor.corrections(MODULE, editor.place(MODULE, "‸sumary:")[1].line)
        editor.apply(MODULE, action)
        await editor.codes_become(MODULE)
        assert editor.texts[MODULE] == (workspace / MODULE).read_text(encoding="utf-8")

    session(workspace, act)


def test_a_document_is_formatted(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        text = (workspace / QUIZ).read_text(encoding="utf-8")
        editor.open(QUIZ, text.replace("format: 1\n", "", 1) + "format: 1   # last\nx-é: 😀")
        (edit,) = await editor.formatting(QUIZ)
        assert edit.new_text.startswith("format: 1   # last\nx-é: 😀\nid:")
        assert edit.range.start == types.Position(line=0, character=0)
        lines = editor.texts[QUIZ].split("\n")
        assert edit.range.end == types.Position(line=len(lines) - 1, character=len("x-é: 😀") + 1)
        editor.type(QUIZ, edit.new_text)
        assert await editor.formatting(QUIZ) == []
        editor.type(QUIZ, "a: b: c\n")
        assert await editor.formatting(QUIZ) == []

    session(workspace, act)


def test_ids_are_completed(workspace: Path) -> None:
    async def labels(editor: FakeEditor, name: str, marked: str) -> list[str]:
        return [each.label for each in await editor.completions(name, marked)]

    async def act(editor: FakeEditor) -> None:
        for name in (MODULE, LESSON, QUIZ):
            editor.open(name)
        extra = "See [](module:), [](module:tea/wh), [](x) and ![](../a).\n"
        editor.type(LESSON, editor.texts[LESSON] + extra)
        (found,) = await editor.completions(LESSON, "objective=sta‸ge")
        assert (found.label, found.detail) == ("stage", "Explain what the staging area is for")
        assert isinstance(found.text_edit, types.TextEdit)
        start = editor.place(LESSON, "quiz id=what-is-staged objective=‸stage")[1]
        end = editor.place(LESSON, "quiz id=what-is-staged objective=stage‸")[1]
        assert found.text_edit.range == types.Range(start=start, end=end)
        assert await labels(editor, LESSON, "objectives: [‸stage]") == ["stage"]
        assert await labels(editor, LESSON, "](module:‸)") == ["base", "tea"]
        assert await labels(editor, LESSON, "](module:tea/wh‸)") == ["why", "check"]
        assert "../assets/a-plan.svg" in await labels(editor, LESSON, "](../a‸)")
        assert "module:" in await labels(editor, LESSON, "](x‸)")
        assert await labels(editor, MODULE, "  - lessons/‸why.md") == ["lessons/why.md", "quizzes/check.yml"]
        editor.type(MODULE, editor.texts[MODULE] + "requires:\n  - module: \n")
        assert await labels(editor, MODULE, "  - module: ‸\n") == ["base", "tea"]
        assert await labels(editor, MODULE, "title: Make‸") == []
        assert await labels(editor, QUIZ, "objective: sta‸ge") == ["stage"]

    session(workspace, act)


def test_names_lead_to_what_they_name(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        editor.open(LESSON)
        extra = "See [a](module:tea), [b](module:tea/why), [c](../assets/a-plan.svg), [d](module:nobody/x).\n"
        editor.type(LESSON, editor.texts[LESSON] + extra)
        line = (workspace / MODULE).read_text(encoding="utf-8").split("\n").index("objectives:") + 1
        assert await editor.definition(LESSON, "objective=sta‸ge") == (MODULE, line)
        assert await editor.definition(LESSON, "objectives: [st‸age]") == (MODULE, line)
        assert await editor.definition(LESSON, "](module:te‸a)") == ("modules/tea/module.yml", 0)
        assert await editor.definition(LESSON, "](module:tea/w‸hy)") == ("modules/tea/lessons/why.md", 0)
        assert await editor.definition(LESSON, "../ass‸ets/") == ("modules/base/assets/a-plan.svg", 0)
        assert await editor.definition(LESSON, "module:nobody/‸x") is None
        assert await editor.definition(LESSON, "You wa‸nt") is None
        editor.open(MODULE)
        assert await editor.definition(MODULE, "- lessons/‸why.md") == (LESSON, 0)

    session(workspace, act)


def test_a_closed_module_leaves_no_findings_behind(workspace: Path) -> None:
    async def act(editor: FakeEditor) -> None:
        editor.open(MODULE)
        editor.open(LESSON, "no front matter\n")
        await editor.until(lambda: bool(editor.codes(LESSON)))
        editor.close(LESSON)
        await editor.codes_become(LESSON)
        editor.type(MODULE, "nothing")
        await editor.until(lambda: bool(editor.codes(MODULE)))
        editor.close(MODULE)
        await editor.codes_become(MODULE)

    session(workspace, act)


def test_files_that_are_no_part_of_a_module_are_left_alone(workspace: Path) -> None:
    (workspace / "notes.md").write_text("[x](nowhere.md)\n", encoding="utf-8")

    async def act(editor: FakeEditor) -> None:
        editor.open("notes.md")
        assert await editor.completions("notes.md", "](‸nowhere") == []
        assert await editor.definition("notes.md", "](no‸where") is None
        assert await editor.hover("notes.md", "](no‸where") == ""
        editor.close("notes.md")
        editor.open(LESSON)
        await editor.codes_become(LESSON)
        assert editor.uri("notes.md") not in editor.found

    session(workspace, act)


def test_without_the_library_the_command_says_how_to_install_it() -> None:
    script = (
        "import importlib.util, sys\n"
        "found = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'pygls' else found(name, *rest)\n"
        "from chapbook.cli.main import run\n"
        "sys.exit(run(['lsp']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert 'pip install ".[lsp]"' in done.stderr
    assert done.stdout == ""
