"""`chapbook convert` as a user meets it: the plan, the refusals, one new folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.shell import Shell, snapshot

CASES = Path(__file__).parents[1] / "cases" / "convert"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\n", encoding="utf-8")
    (tmp_path / "modules").mkdir()
    made = Shell(monkeypatch, capsys)
    made.cd(tmp_path)
    return made


def test_a_folder_becomes_a_module_that_passes_the_check(shell: Shell, tmp_path: Path) -> None:
    before = list(snapshot(CASES / "markdown"))
    ran = shell("convert", "markdown", str(CASES / "markdown"))
    assert ran.code == 0, ran.err
    for word in (
        "Plan:",
        "Kept:",
        "Changed:",
        "Lost:",
        "02-soil.md:7: “gone.md”",
        "modules/keep-a-kitchen-garden",
    ):
        assert word in ran.out
    assert (tmp_path / "modules/keep-a-kitchen-garden/assets/seeds.csv").is_file()
    assert list(snapshot(CASES / "markdown")) == before
    assert shell("check", "--profile", "draft").code == 0


def test_a_dry_run_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    before = list(snapshot(tmp_path))
    ran = shell("convert", "gift", str(CASES / "gift/tea.gift"), "--dry-run")
    assert ran.code == 0
    assert "quizzes/tea.yml" in ran.out
    assert "Nothing was written" in ran.err
    assert list(snapshot(tmp_path)) == before


def test_json_holds_the_plan_and_the_lists(shell: Shell, tmp_path: Path) -> None:
    options = (
        "--into",
        "modules/cups",
        "--title",
        "Cups",
        "--author",
        "Ana",
        "--license",
        "CC BY 4.0",
        "--json",
    )
    facts = shell("convert", "auto", str(CASES / "gift/tea.gift"), *options).json()
    assert (facts["schema"], facts["id"], facts["format"], facts["title"]) == (1, "cups", "gift", "Cups")
    assert facts["written"] is True
    assert {"text", "path", "line"} == set(facts["lost"][0])
    text = (tmp_path / "modules/cups/module.yml").read_text(encoding="utf-8")
    assert "license: CC-BY-4.0" in text
    assert "- name: Ana" in text


def test_what_is_there_is_never_overwritten(shell: Shell, tmp_path: Path) -> None:
    assert shell("convert", "aiken", str(CASES / "aiken")).code == 0
    before = list(snapshot(tmp_path))
    ran = shell("convert", "aiken", str(CASES / "aiken"))
    assert ran.code == 2
    assert "is there already" in ran.err
    assert list(snapshot(tmp_path)) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("markdwon", "."), "Did you mean “markdown”?"),
        (("latex", "."), "Choose one of"),
        (("gift", "missing.gift"), "There is no file or folder missing.gift"),
        (("gift", "modules"), "holds nothing that could be read as GIFT questions"),
        (("auto", "modules"), "does not look like any format"),
        (("gift", "QUIZ", "--into", "modules/a", "--id", "b"), "both must agree"),
        (("gift", "QUIZ", "--into", "modules/Ä b"), "cannot be the id of a module"),
        (("gift", "QUIZ", "--id", "search"), "the site needs that address"),
        (("gift", "QUIZ", "--license", "do what you want!"), "is not a licence name"),
    ],
)
def test_refusals_say_what_to_do_and_write_nothing(
    shell: Shell, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    before = list(snapshot(tmp_path))
    ran = shell("convert", *(str(CASES / "gift/tea.gift") if word == "QUIZ" else word for word in words))
    assert ran.code in (2, 3), ran.out
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert list(snapshot(tmp_path)) == before


def test_one_file_brings_the_pictures_that_it_links_to_and_no_others(shell: Shell, tmp_path: Path) -> None:
    source = tmp_path / "notes"
    (source / "img").mkdir(parents=True)
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title><path d="M0 0"/></svg>'
    (source / "img/a.svg").write_text(svg, encoding="utf-8")
    (source / "img/b.svg").write_text(svg, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    page = "# Cups\n\n![A cup](img/a.svg)\n\n[out](../secret.txt)\n"
    (source / "cups.md").write_text(page, encoding="utf-8")
    ran = shell("convert", "markdown", "notes/cups.md")
    assert ran.code == 0
    assert "points out of the source" in ran.out
    made = {path.name for path in (tmp_path / "modules/cups").rglob("*") if path.is_file()}
    assert made == {"module.yml", "cups.md", "a.svg"}
