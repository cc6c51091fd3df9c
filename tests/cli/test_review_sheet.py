"""`chapbook review-sheet`, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.rule_pages import base_files
from support.shell import Shell, snapshot


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("NO_COLOR", "1")
    files = base_files()
    files["lessons/tea.md"] = files["lessons/tea.md"].replace(
        "Rinse it", "![A pot, *open*](../assets/pot.svg) See [more](https://example.org). Rinse it"
    )
    files["assets/pot.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    files["assets/credits.yml"] = (
        "credits:\n  - file: pot.svg\n    title: Pot\n    author: Ana\n    source: https://example.org\n"
        "    license: CC0-1.0\n"
    )
    for path, text in files.items():
        file = tmp_path / "modules/make-tea" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shell = Shell(monkeypatch, capsys)
    shell.cd(tmp_path)
    return shell


def test_a_sheet_is_made_for_the_module(shell: Shell, tmp_path: Path) -> None:
    before = list(snapshot(tmp_path))
    out = shell("review-sheet", "make-tea").out
    assert out.startswith("# Review: Make a pot of tea (make-tea) 1.0.0\n\nReviewed by: …\n")
    assert "- Check as for publishing: " in out
    assert (
        "“Brew a pot of black tea” can be seen from outside, and its questions ask for it. Questions: water."
        in out
    )
    assert "- [ ] **Make a pot of tea** (lessons/tea.md; " in out
    assert "says “A pot, open”" in out
    assert "“Pot” by Ana, CC0-1.0. I looked at the source." in out
    assert "There was no release before." in out
    assert "The links to the web (1)" in out
    assert list(snapshot(tmp_path)) == before


def test_findings_and_changes_are_filled_in(shell: Shell) -> None:
    ran = shell("pack", "make-tea")
    assert ran.code == 0, ran.err
    lesson = Path("modules/make-tea/lessons/tea.md")
    lesson.write_text(lesson.read_text().replace("id=water", "id=heat") + "\n" + "[gone](gone.md)\n\n" * 25)
    out = shell("review-sheet", "modules/make-tea").out
    assert "S108 lessons/tea.md:" in out
    assert "more: chapbook check make-tea" in out
    assert "- Since version 1.0.0: 2 changes; asks for a major version." in out


def test_a_bundle_can_be_reviewed(shell: Shell) -> None:
    assert shell("pack", "make-tea").code == 0
    ran = shell("review-sheet", "dist/make-tea-1.0.0.chapbook.zip")
    assert ran.code == 0, ran.err
    assert "# Review: Make a pot of tea" in ran.out
    assert shell("review-sheet", "coffee").code == 2


def test_programs_get_the_same(shell: Shell) -> None:
    sheet = shell("review-sheet", "make-tea").out
    data = shell("review-sheet", "make-tea", "--json").json()
    assert (data["schema"], data["id"], data["version"]) == (1, "make-tea", "1.0.0")
    assert [each["id"] for each in data["sections"]][:2] == ["machine", "aim"]
    for section in data["sections"]:
        assert f"## {section['heading']}\n" in sheet
        assert all(f"- [ ] {line}\n" in sheet for line in section["to_tick"])
        assert all(f"- {line}\n" in sheet for line in section["known"])
    assert sum(len(each["to_tick"]) for each in data["sections"]) == sheet.count("- [ ] ")
    assert len(data["check"]["diagnostics"]) == sum(data["check"]["counts"].values())
