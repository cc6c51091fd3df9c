"""`chapbook init` and `chapbook new`, as a user runs them."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from chapbook.model.question_decoder import QUESTION_TYPES
from support.shell import Shell, snapshot

MODULE = "modules/price-a-project"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Give a shell in an empty folder, on a machine whose Git knows Ada."""
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tname = Ada Lovelace\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "home").mkdir()
    shell = Shell(monkeypatch, capsys)
    shell.cd(tmp_path / "home")
    return shell


@pytest.fixture
def workspace(shell: Shell, tmp_path: Path) -> Path:
    """Give a workspace that `init` made, and go there."""
    assert shell("init", "my-academy", "--no-input").code == 0
    folder = tmp_path / "home" / "my-academy"
    shell.cd(folder)
    return folder


@pytest.fixture
def module(shell: Shell, workspace: Path) -> Path:
    """Give a module that `new module` made."""
    assert shell("new", "module", "price-a-project", "--no-input").code == 0
    return workspace / MODULE


def codes(shell: Shell) -> set[str]:
    """Check the workspace; give the codes that are reported."""
    return {each["code"] for each in shell("check", "--json").json()["diagnostics"]}


def test_init_makes_a_workspace_and_says_what_comes_next(shell: Shell, tmp_path: Path) -> None:
    ran = shell("init", "my-academy", "--no-input")
    assert ran.code == 0
    folder = tmp_path / "home" / "my-academy"
    assert [name for name, _ in snapshot(folder)] == [
        ".chapbook",
        ".chapbook/schemas",
        ".chapbook/schemas/credits.json",
        ".chapbook/schemas/lesson.json",
        ".chapbook/schemas/module.json",
        ".chapbook/schemas/quiz.json",
        ".chapbook/schemas/workspace.json",
        ".gitignore",
        ".vscode",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "chapbook.yml",
        "mkdocs.yml",
        "modules",
        "modules/.gitkeep",
    ]
    assert "wrote mkdocs.yml" in ran.out
    assert "cd my-academy\n  chapbook new module" in ran.out
    assert "GitHub Pages" in ran.out
    site = yaml.safe_load((folder / "mkdocs.yml").read_text())
    assert site["site_name"] == "My academy"
    assert site["docs_dir"] == "modules"
    assert site["theme"] == {"name": "material", "language": "en"}
    assert site["plugins"] == {"search": {}, "chapbook": {}}
    settings = yaml.safe_load((folder / "chapbook.yml").read_text())
    assert settings["publisher"] == {"name": "Ada Lovelace"}
    assert settings["catalogue"]["title"] == "My academy"


def test_what_init_and_new_make_passes_the_check_and_builds(
    shell: Shell, module: Path, workspace: Path
) -> None:
    assert codes(shell) == {"S112"}
    ran = shell("build", "--strict", "--json")
    assert ran.code == 0, ran.err
    assert (workspace / "site" / "index.html").is_file()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_kind_of_module_builds(shell: Shell, tmp_path: Path, language: str) -> None:
    assert shell("init", "--no-input", "--language", language).code == 0
    kinds = ("standard", "concept", "exercise", "project", "wrapper")
    for kind in kinds:
        ran = shell("new", "module", f"a-{kind}", "--kind", kind, "--json")
        assert ran.json()["kind"] == kind
    assert codes(shell) == {"S112"}
    ran = shell("build", "--strict", "--json")
    assert ran.code == 0, ran.err
    for page in (tmp_path / "home" / "site").rglob("*.html"):
        assert "<!-- " not in page.read_text().partition("<article")[2].partition("</article>")[0]
    assert shell("new", "module", "b", "--kind", "lecture").code == 2


def test_init_takes_what_it_is_given(shell: Shell, tmp_path: Path) -> None:
    ran = shell("init", "--title", "Tools: a tour", "--author", "O'Hara", "--language", "de-AT", "--json")
    folder = tmp_path / "home"
    assert ran.json()["title"] == "Tools: a tour"
    assert ran.json()["next"] == ["chapbook new module"]
    site = yaml.safe_load((folder / "mkdocs.yml").read_text())
    assert (site["site_name"], site["theme"]["language"]) == ("Tools: a tour", "de")
    assert yaml.safe_load((folder / "chapbook.yml").read_text())["publisher"]["name"] == "O'Hara"


def test_init_never_overwrites(shell: Shell, workspace: Path) -> None:
    (workspace / "chapbook.yml").unlink()
    (workspace / "mkdocs.yml").write_text("site_name: Mine\nplugins: [search]\n")
    ran = shell("init", "--no-input", "--title", "Other")
    assert ran.code == 0
    assert "kept mkdocs.yml" in ran.out
    assert "wrote chapbook.yml" in ran.out
    assert (workspace / "mkdocs.yml").read_text() == "site_name: Mine\nplugins: [search]\n"
    assert "needs `chapbook: {}` under `plugins:` and `docs_dir: modules`" in ran.err


def test_init_again_changes_nothing_and_has_nothing_to_complain_of(shell: Shell, workspace: Path) -> None:
    before = list(snapshot(workspace))
    ran = shell("init", "--no-input")
    assert (ran.code, ran.err) == (0, "")
    assert "Nothing to do" in ran.out
    assert list(snapshot(workspace)) == before


def test_editors_find_a_schema_for_every_yaml_file(shell: Shell, module: Path, workspace: Path) -> None:
    shell("new", "quiz", "price-a-project", "Last look")
    named = json.loads((workspace / ".vscode/settings.json").read_text())["yaml.schemas"]
    for schema, glob in named.items():
        assert (workspace / schema).is_file()
        assert list(workspace.glob(glob)) or "credits" in glob
    for name, schema in (
        ("module.yml", "module"),
        ("quizzes/check.yml", "quiz"),
        ("quizzes/last-look.yml", "quiz"),
    ):
        line = (module / name).read_text().splitlines()[0]
        assert line.startswith("# yaml-language-server: $schema=../")
        way = (module / name).parent / line.partition("=")[2]
        assert way.resolve() == (workspace / ".chapbook/schemas" / f"{schema}.json").resolve()


def test_editor_settings_that_are_there_are_kept_with_a_note(shell: Shell, workspace: Path) -> None:
    (workspace / ".vscode/settings.json").write_text("{}\n")
    ran = shell("init", "--no-input")
    assert "`yaml.schemas`" in ran.err
    assert (workspace / ".vscode/settings.json").read_text() == "{}\n"


def test_without_schemas_in_the_workspace_no_line_leads_to_them(shell: Shell, workspace: Path) -> None:
    (workspace / ".chapbook/schemas/module.json").unlink()
    (workspace / ".chapbook/schemas/quiz.json").unlink()
    assert shell("new", "module", "price-a-project", "--no-input").code == 0
    for name in ("module.yml", "quizzes/check.yml"):
        assert "yaml-language-server" not in (workspace / MODULE / name).read_text()


def test_schema_prints_what_init_writes(shell: Shell, workspace: Path) -> None:
    for path in (workspace / ".chapbook/schemas").iterdir():
        assert shell("schema", path.stem).out == path.read_text()
    assert shell("schema").out == shell("schema", "module").out
    refused = shell("schema", "modul")
    assert (refused.code, refused.out) == (2, "")
    assert "Did you mean “module”?" in refused.err


def test_schema_writes_a_workspaces_schemas_anew(shell: Shell, workspace: Path) -> None:
    folder = workspace / ".chapbook/schemas"
    (folder / "quiz.json").write_text("{}")
    (folder / "lesson.json").unlink()
    ran = shell("schema", "--write")
    assert (ran.code, ran.out.count("wrote")) == (0, 2)
    assert (folder / "quiz.json").read_text() == shell("schema", "quiz").out
    assert "Nothing to do" in shell("schema", "--write").out
    assert shell("schema", "quiz", "--write").code == 2
    shell.cd(workspace.parent)
    assert "No workspace" in shell("schema", "--write").err or shell("schema", "--write").code == 2


def test_init_writes_a_workflow_only_when_asked(shell: Shell, workspace: Path) -> None:
    assert not (workspace / ".github").exists()
    ran = shell("init", "--github-pages", "--json")
    assert ran.json()["written"] == [".github/workflows/site.yml"]
    workflow = yaml.safe_load((workspace / ".github/workflows/site.yml").read_text())
    runs = [step.get("run", "") for step in workflow["jobs"]["site"]["steps"]]
    assert any("chapbook build" in each for each in runs)
    assert workflow["jobs"]["site"]["environment"]["url"] == "${{ steps.deployment.outputs.page_url }}"


def test_a_workspace_inside_another_is_made_with_a_note_but_not_where_modules_live(
    shell: Shell, workspace: Path
) -> None:
    ran = shell("init", "inner", "--no-input")
    assert ran.code == 0
    assert "inside another workspace" in ran.err
    for name in ("modules", "modules/x", "imported/ana"):
        refused = shell("init", name, "--no-input")
        assert refused.code == 2
        assert "modules live there. Nothing was changed." in refused.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("init", "mkdocs.yml"), 2, "mkdocs.yml is a file"),
        (("init", "mkdocs.yml/x"), 3, "Nothing was changed"),
        (("init", "x" * 300), 3, "Nothing was changed"),
        (("init", "x", "--language", "xx"), 2, "cannot speak “xx”"),
        (("init", "x", "--title", "\x01"), 2, "control character"),
        (("new", "leson", "a", "b"), 2, "Did you mean “lesson”?"),
        (("new", "module"), 2, "needs an id or a title"),
        (("new", "module", "My Module"), 2, "Try: my-module"),
        (("new", "module", "--title", "日本語"), 2, "No id can be made"),
        (("new", "module", "price-a-project"), 2, "is there already"),
        (("new", "module", "search"), 2, "the site needs that address"),
        (("new", "module", "x", "--license", "CC BY 4.0"), 2, "Write CC-BY-4.0."),
        (("new", "module", "x", "--language", "english, please"), 2, "not a language tag"),
        (("new", "lesson", "price-a-projct", "T"), 2, "Did you mean “price-a-project”?"),
        (("new", "lesson", "price-a-project", "First steps"), 2, "is there already"),
        (("new", "lesson", "price-a-project", "T", "--id", "check"), 2, "with the id “check”"),
        (("new", "lesson", "price-a-project", "T", "--id", "T t"), 2, "Try: t-t"),
        (("new", "lesson", "price-a-project", "日本語"), 2, "--id"),
        (("new", "lesson", "price-a-project", "T", "--objective", "first-objectiv"), 2, "“first-objective”?"),
        (("new", "quiz", "price-a-project", "Check"), 2, "is there already"),
        (("new", "question", "price-a-project"), 2, "price-a-project/first-steps, price-a-project/check"),
        (("new", "question", MODULE), 2, "price-a-project/first-steps, price-a-project/check"),
        (("new", "question", f"{MODULE}/module.yml"), 2, "not a lesson or quiz"),
        (("new", "question", "price-a-project/chek"), 2, "Did you mean “check”?"),
        (("new", "question", "price-a-project/check", "--type", "sngle"), 2, "Did you mean “single”?"),
        (("new", "question", "price-a-project/check", "--id", "check-question"), 2, "check-question-2"),
        (("new", "question", "price-a-project/check", "--id", "Q 1"), 2, "Try: q-1"),
    ],
)
def test_what_cannot_be_done_is_said_once_and_changes_nothing(
    shell: Shell, module: Path, workspace: Path, words: Sequence[str], code: int, said: str
) -> None:
    before = list(snapshot(workspace))
    ran = shell(*words)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""
    assert list(snapshot(workspace)) == before


def test_outside_a_workspace_a_module_cannot_be_made(shell: Shell) -> None:
    ran = shell("new", "module", "x")
    assert ran.code == 2
    assert "chapbook init" in ran.err


def test_a_new_module_says_who_made_it_and_has_a_fresh_uid(
    shell: Shell, module: Path, workspace: Path
) -> None:
    shell("new", "module", "--title", "What does # mean?", "--author", "Bo", "--license", "MIT", "--json")
    first = yaml.safe_load((module / "module.yml").read_text())
    second = yaml.safe_load((workspace / "modules/what-does-mean/module.yml").read_text())
    assert first["authors"] == [{"name": "Ada Lovelace"}]
    assert (first["title"], first["id"], first["status"]) == ("Price a project", "price-a-project", "draft")
    assert second["title"] == "What does # mean?"
    assert (second["authors"], second["license"]) == ([{"name": "Bo"}], "MIT")
    assert first["uid"] != second["uid"]
    assert codes(shell) == {"S112"}


def test_a_new_module_speaks_the_language_of_the_site(shell: Shell, workspace: Path) -> None:
    site = workspace / "mkdocs.yml"
    site.write_text(site.read_text().replace("language: en", "language: fr"))
    shell("new", "module", "a")
    shell("new", "module", "b", "--language", "pt-BR")
    assert yaml.safe_load((workspace / "modules/a/module.yml").read_text())["language"] == "fr"
    assert yaml.safe_load((workspace / "modules/b/module.yml").read_text())["language"] == "pt-BR"


def test_without_a_known_author_the_name_is_left_to_do(
    shell: Shell, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (workspace / "chapbook.yml").unlink()
    assert shell("new", "module", "a", "--no-input").code == 0
    author = yaml.safe_load((workspace / "modules/a/module.yml").read_text())["authors"][0]["name"]
    assert author == "TODO: your name"
    assert codes(shell) == {"S112"}


def test_without_git_the_name_is_left_to_do(
    shell: Shell, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "chapbook.yml").unlink()
    monkeypatch.setenv("PATH", "")
    assert shell("new", "module", "a").code == 0
    assert "TODO: your name" in (workspace / "modules/a/module.yml").read_text()


def test_a_lesson_goes_after_the_last_lesson_a_quiz_to_the_end_and_comments_stay(
    shell: Shell, module: Path
) -> None:
    listing = module / "module.yml"
    source = listing.read_text().replace(
        "  - quizzes/check.yml\n", "  # the last word\n  - quizzes/check.yml  # 70 %\n"
    )
    listing.write_text(source)
    ran = shell("new", "lesson", "price-a-project", "Ask: what is it worth?", "--json")
    assert ran.json() == {
        "schema": 1,
        "id": "ask-what-is-it-worth",
        "path": f"{MODULE}/lessons/ask-what-is-it-worth.md",
        "files": [f"{MODULE}/lessons/ask-what-is-it-worth.md", f"{MODULE}/module.yml"],
    }
    assert shell("new", "quiz", MODULE, "Warm-up").code == 0
    expected = source.replace(
        "  - lessons/first-steps.md\n", "  - lessons/first-steps.md\n  - lessons/ask-what-is-it-worth.md\n"
    ).replace("check.yml  # 70 %\n", "check.yml  # 70 %\n  - quizzes/warm-up.yml\n")
    assert listing.read_text() == expected
    assert codes(shell) == {"S112"}


def test_a_lesson_that_is_listed_already_is_only_written(shell: Shell, module: Path) -> None:
    listing = module / "module.yml"
    listing.write_text(listing.read_text().replace("lessons:\n  -", "lessons:\n  - lessons/why.md\n  -", 1))
    before = listing.read_text()
    assert shell("new", "lesson", "price-a-project", "Why").code == 0
    assert listing.read_text() == before
    assert codes(shell) == {"S112"}


def test_a_list_that_cannot_be_edited_safely_gets_the_line_to_add(shell: Shell, module: Path) -> None:
    listing = module / "module.yml"
    listing.write_text(listing.read_text().replace("status: draft", "status: draft\nstatus: draft"))
    before = list(snapshot(module))
    ran = shell("new", "lesson", "price-a-project", "Why")
    assert ran.code == 3
    assert "a problem of its own in line" in ran.err
    assert "- lessons/why.md" in ran.err
    assert list(snapshot(module)) == before


def test_an_unreadable_module_is_named_with_the_command_that_says_more(shell: Shell, module: Path) -> None:
    (module / "module.yml").write_text("title: a: b\n")
    ran = shell("new", "lesson", "price-a-project", "Why")
    assert ran.code == 3
    assert f"chapbook check {MODULE}" in ran.err


@pytest.mark.parametrize("kind", QUESTION_TYPES)
@pytest.mark.parametrize("step", ["first-steps", "check"])
def test_a_question_of_every_type_can_be_added_and_passes(
    shell: Shell, module: Path, kind: str, step: str
) -> None:
    added = [
        shell("new", "question", f"price-a-project/{step}", "--type", kind, "--json").json()["id"]
        for _ in range(3)
    ]
    there = ["check-question"] if step == "check" else []
    assert [*there, *added][:3] == [f"{step}-question", f"{step}-question-2", f"{step}-question-3"]
    assert codes(shell) == {"S112"}


def test_all_questions_added_are_asked_on_the_built_site(shell: Shell, module: Path, workspace: Path) -> None:
    for kind in QUESTION_TYPES:
        for step in ("first-steps", "check"):
            assert (
                shell(
                    "new", "question", f"price-a-project/{step}", "--type", kind, "--id", f"{step}-{kind}"
                ).code
                == 0
            )
    assert shell("build", "--strict").code == 0
    pages = "".join(path.read_text() for path in (workspace / "site").rglob("*.html"))
    for kind in QUESTION_TYPES:
        assert f"first-steps-{kind}" in pages
        assert f"check-{kind}" in pages


def test_a_question_serves_the_objective_asked_for_else_the_lessons_first(shell: Shell, module: Path) -> None:
    listing = module / "module.yml"
    more = (
        "objectives:\n  - id: other\n    text: Do another thing\n  - id: third\n    text: Do a third thing\n"
    )
    listing.write_text(listing.read_text().replace("objectives:\n", more, 1))
    shell("new", "question", f"{MODULE}/lessons/first-steps.md", "--type", "card", "--id", "one")
    shell("new", "question", f"{MODULE}/lessons/first-steps.md", "--id", "two", "--objective", "third")
    shell("new", "question", f"{MODULE}/quizzes/check.yml", "--id", "three")
    lesson = (module / "lessons/first-steps.md").read_text()
    assert "```quiz id=one type=card objective=first-objective review\n" in lesson
    assert "```quiz id=two type=single objective=third\n" in lesson
    assert (
        "- id: three\n    type: single\n    objective: other\n" in (module / "quizzes/check.yml").read_text()
    )


def test_a_question_keeps_windows_line_ends_and_a_missing_last_one(shell: Shell, module: Path) -> None:
    lesson, quiz = module / "lessons/first-steps.md", module / "quizzes/check.yml"
    for path in (lesson, quiz):
        path.write_bytes(path.read_bytes().rstrip().replace(b"\n", b"\r\n"))
        before = path.read_bytes()
        assert shell("new", "question", str(path.relative_to(Path.cwd())), "--type", "order").code == 0
        after = path.read_bytes()
        assert after.startswith(before + b"\r\n")
        assert after.count(b"\n") == after.count(b"\r\n")
    assert codes(shell) == {"S112"}


@pytest.mark.parametrize(
    "ending", ["\n```text\nnever closed\n", "\n<!-- never closed\n", "\n````\n```quiz id=x\n```\n"]
)
def test_a_lesson_whose_end_would_swallow_the_question_is_left_alone(
    shell: Shell, module: Path, ending: str
) -> None:
    lesson = module / "lessons/first-steps.md"
    lesson.write_text(lesson.read_text() + ending)
    before = list(snapshot(module))
    ran = shell("new", "question", "price-a-project/first-steps")
    assert ran.code == 3
    assert "Nothing was changed" in ran.err
    assert list(snapshot(module)) == before


def test_a_quiz_in_one_line_is_left_alone(shell: Shell, module: Path) -> None:
    quiz = module / "quizzes/check.yml"
    quiz.write_text("format: 1\nid: check\ntitle: T\nquestions: [{id: a, type: card, front: x, back: y}]\n")
    before = quiz.read_bytes()
    ran = shell("new", "question", "price-a-project/check")
    assert ran.code == 3
    assert "written in brackets. Nothing was changed." in ran.err
    assert quiz.read_bytes() == before


def test_a_peers_module_is_not_extended(shell: Shell, module: Path, workspace: Path) -> None:
    peer = workspace / "imported" / "ana" / "price-a-project"
    peer.parent.mkdir(parents=True)
    module.rename(peer)
    before = list(snapshot(workspace))
    for words in (("lesson", "T"), ("quiz", "T")):
        ran = shell("new", words[0], "imported/ana/price-a-project", words[1])
        assert ran.code == 2
        assert "peer's module" in ran.err
    assert "peer's module" in shell("new", "question", "imported/ana/price-a-project/quizzes/check.yml").err
    assert list(snapshot(workspace)) == before


def test_a_file_in_the_way_leaves_everything_as_it_was(shell: Shell, module: Path, workspace: Path) -> None:
    (workspace / "modules/blocked").write_text("")
    (module / "lessons" / "first-steps.md").rename(module / "why.md")
    (module / "lessons").rmdir()
    (module / "lessons").write_text("not a folder")
    before = list(snapshot(workspace))
    assert "is there already" in shell("new", "module", "blocked").err
    ran = shell("new", "lesson", "price-a-project", "Why")
    assert ran.code == 3
    assert "Nothing was changed" in ran.err
    assert list(snapshot(workspace)) == before


@pytest.mark.parametrize(
    "words", [("init",), ("new",), ("new", "module"), ("new", "lesson"), ("new", "quiz"), ("new", "question")]
)
def test_help_has_an_example(shell: Shell, words: Sequence[str]) -> None:
    ran = shell(*words, "--help")
    assert ran.code == 0
    assert "Example" in ran.out
    assert f"chapbook {' '.join(words)}" in ran.out


def typed(folder: Path, words: Sequence[str], answers: str) -> tuple[int, str, str]:
    """Run the installed command at a terminal and type; give the exit code, stdout and what the terminal showed."""
    controller, terminal = pty.openpty()
    command = [str(Path(sys.executable).parent / "chapbook"), *words]
    running = subprocess.Popen(command, cwd=folder, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal)
    try:
        os.write(controller, answers.encode())
        out, _ = running.communicate(timeout=60)
        said = select.select([controller], [], [], 0)[0]
        shown = os.read(controller, 65536).decode() if said else ""
    finally:
        running.kill()
        os.close(terminal)
        os.close(controller)
    return running.returncode, out.decode(), shown


def test_at_a_terminal_init_and_new_module_ask_three_questions_each(shell: Shell, tmp_path: Path) -> None:
    code, out, shown = typed(tmp_path / "home", ["init", "site"], "Pricing\n\nxx\nde\n")
    assert code == 0
    assert "Made the workspace “Pricing”" in out
    assert [shown.count(word) for word in ("Title of the site", "Your name", "Language of")] == [1, 1, 2]
    assert "cannot speak “xx”" in shown
    code, out, shown = typed(tmp_path / "home" / "site", ["new", "module"], "Fixed fees\nFixed\n\n\n")
    assert code == 0
    assert "Made the module “Fixed fees” in modules/fixed-fees/" in out
    assert [shown.count(word) for word in ("Title of", "Its id", "Author")] == [1, 2, 1]
    assert "Try: fixed" in shown
    made = yaml.safe_load((tmp_path / "home/site/modules/fixed-fees/module.yml").read_text())
    assert (made["authors"], made["language"]) == ([{"name": "Ada Lovelace"}], "de")


@pytest.mark.parametrize("option", ["--no-input", "--json"])
def test_at_a_terminal_nothing_is_asked_when_told_so(shell: Shell, tmp_path: Path, option: str) -> None:
    code, _, shown = typed(tmp_path / "home", ["init", "site", option], "")
    assert (code, shown) == (0, "")


def test_a_broken_off_dialogue_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    code, out, shown = typed(tmp_path / "home", ["init", "site"], "Pricing\n\x04")
    assert (code, out) == (130, "")
    assert "Stopped" in shown
    assert not (tmp_path / "home" / "site").exists()
