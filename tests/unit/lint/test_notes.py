"""Notes in files: what they leave out, and what is said about the notes themselves."""

from __future__ import annotations

import time

import pytest

from chapbook.diag.codes import Profile
from chapbook.lint.config import FileIgnore, LintConfig
from chapbook.lint.engine import run
from chapbook.lint.notes import read_notes
from support.base import LESSON, MODULE, QUIZ, base_files, read_files

BROKEN = "See [one](one.md)."
CODES = frozenset({"L301", "S105", "S106", "S107", "S109", "S115", "S116", "S117", "X801", "A401"})


def found(config: LintConfig | None = None, **changes: str) -> list[tuple[str, int]]:
    """Give code and line of what a check says of the base module with changes."""
    report = run(read_files(base_files(**changes)), config or LintConfig(select=CODES))
    return [(each.code, each.location.span.line) for each in report.diagnostics]


def below_heading(text: str) -> str:
    """Give the lesson with `text` from line 9 on."""
    return LESSON.replace("You want", f"{text}\n\nYou want")


NOTE = "<!-- check-ignore L301: comes later -->"


@pytest.mark.parametrize(
    "text",
    [
        f"{NOTE}\n{BROKEN}",
        f"{NOTE}\n\n{BROKEN}",
        f"<!-- check-ignore: L301 comes later -->\n{BROKEN}",
        f"<!-- check-ignore A401, L301: comes later -->\n![x](../assets/a.png)\n{BROKEN}".replace(
            "![x]", "![]"
        ),
        f"<!--\n  check-ignore L301: comes\n  later\n-->\n{BROKEN}",
        f"{NOTE}\n<!-- another comment -->\n{BROKEN}",
        f"{NOTE}\n- one\n\n  more\n- {BROKEN}",
        f'{NOTE}\n!!! note "Careful"\n\n    One.\n\n    {BROKEN}',
        f"{NOTE}\n```quiz id=other objective=stage\nWhich?\n\n- [x] a\n- [ ] b\n\n{BROKEN}\n```",
        f"{NOTE}\n| a | b |\n| --- | --- |\n| {BROKEN} | 1 |",
    ],
)
def test_in_markdown_a_note_speaks_of_the_block_below(text: str) -> None:
    assert [code for code, _ in found(lesson=below_heading(text)) if code not in ("L302", "A401")] == []


@pytest.mark.parametrize(
    "text",
    [
        f"{NOTE}\nA paragraph.\n\n{BROKEN}",
        f"{NOTE}\n- one\n\n{BROKEN}",
        f"{BROKEN}\n\n{NOTE}",
    ],
)
def test_and_of_no_other(text: str) -> None:
    assert [code for code, _ in found(lesson=below_heading(text))].count("L301") == 1
    assert [code for code, _ in found(lesson=below_heading(text))].count("S117") == 1


def test_a_note_inside_code_is_an_example() -> None:
    assert found(lesson=below_heading(f"```html\n{NOTE}\n```")) == []


def test_before_any_content_it_speaks_of_the_whole_file() -> None:
    lesson = LESSON.replace("## A folder", f"<!-- a comment -->\n{NOTE}\n\n## A folder")
    assert found(lesson=lesson.replace("You want", f"{BROKEN}\n\nYou want")) == []
    kept = LESSON.replace("id: why", "id: kept").replace("id=what", "id=kept")
    alone = kept.replace("## A folder", "<!-- check-ignore S106: for the teacher -->\n\n## A folder")
    assert of_files({"lessons/kept.md": kept}) == ["S106"]
    assert of_files({"lessons/kept.md": alone}) == []


def of_files(files: dict[str, str]) -> list[str]:
    """Give the codes that a check gives for the base module with more files."""
    report = run(read_files({**base_files(), **files}), LintConfig(select=CODES))
    return [each.code for each in report.diagnostics]


def test_in_yaml_it_speaks_of_its_line_or_the_line_below_and_what_is_indented_there() -> None:
    wrong = MODULE.replace("  - lessons/why.md", "  - lessons/why.md\n  - lessons/later.md")
    assert found(module=wrong) == [("S105", 16)]
    above = wrong.replace(
        "  - lessons/later.md", "  # check-ignore: S105 it comes later\n  - lessons/later.md"
    )
    beside = wrong.replace(
        "  - lessons/later.md", "  - lessons/later.md  # check-ignore: S105 it comes later"
    )
    over = wrong.replace("lessons:\n", "# check-ignore: S105 it comes later\nlessons:\n")
    assert [found(module=each) for each in (above, beside, over)] == [[], [], []]
    elsewhere = wrong.replace("title:", "# check-ignore: S105 it comes later\ntitle:")
    assert found(module=elsewhere) == [("S117", 4), ("S105", 17)]


def test_in_front_matter_too() -> None:
    lesson = LESSON.replace("objectives:", "# check-ignore: S109 planned\nobjectives:").replace(
        "[stage]", "[ghost]"
    )
    assert found(lesson=lesson) == []


def test_a_hash_inside_a_text_is_no_note() -> None:
    quiz = QUIZ.replace("stem: Why does", "stem: |\n      # check-ignore: S105 x\n      Why does")
    assert found(quiz=quiz) == []
    quoted = QUIZ.replace("Why does Git have a staging area?", '"Why # check-ignore: S105 x?"')
    assert found(quiz=quoted) == []
    assert read_notes(read_files(base_files(quiz=quoted))) == ()


def test_at_the_top_of_yaml_it_also_speaks_of_the_file() -> None:
    loose = QUIZ.replace("id: check", "id: loose").replace("staging-why", "loose-why")
    assert of_files({"quizzes/loose.yml": loose}) == ["S106"]
    assert of_files({"quizzes/loose.yml": f"# check-ignore: S106 the teacher's\n{loose}"}) == []


def test_without_a_reason_it_works_and_is_reported() -> None:
    assert found(lesson=below_heading(f"<!-- check-ignore L301 -->\n{BROKEN}")) == [("S116", 9)]
    assert found(lesson=below_heading(f"<!-- check-ignore L301: … -->\n{BROKEN}")) == [("S116", 9)]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("L301: for later", "L301 is not reported here"),
        ("L302, L301: for later", "L302 and L301 is not"),
        ("L399: a slip", "no code “L399”"),
        ("because of that", "names no code"),
        ("S117: no thanks", "is about notes"),
        ("X801: I know what I do", "keeps readers safe"),
    ],
)
def test_a_note_that_does_nothing_is_reported_with_why(note: str, words: str) -> None:
    lesson = below_heading(f"<!-- check-ignore {note} -->\nText.")
    report = run(read_files(base_files(lesson=lesson)), LintConfig())
    (only,) = (each for each in report.diagnostics if each.code == "S117")
    assert words in only.message.replace("are not", "is not")


def test_no_note_leaves_out_what_keeps_readers_safe() -> None:
    script = below_heading("<!-- check-ignore X801: trust me -->\n<script>alert(1)</script>")
    for profile in Profile:
        codes = [code for code, _ in found(LintConfig(select=CODES, profile=profile), lesson=script)]
        assert codes == ["S117", "X801"]


def test_a_note_for_what_is_only_looked_at_sometimes_is_never_unused() -> None:
    assert found(lesson=below_heading("<!-- check-ignore S108: learners know -->\nText.")) == []


def test_a_note_that_is_needed_stays_used_when_the_code_is_left_out_otherwise() -> None:
    config = LintConfig(select=CODES, ignore=frozenset({"L301"}))
    assert found(config, lesson=below_heading(f"{NOTE}\n{BROKEN}")) == []


def test_select_and_ignore() -> None:
    both = below_heading(f"{BROKEN}\n\n<!-- check-ignore A401: x -->\nText.")
    assert found(LintConfig(select=frozenset({"L"})), lesson=both) == [("L301", 9)]
    assert found(LintConfig(select=frozenset({"L", "S117"})), lesson=both) == [("L301", 9), ("S117", 11)]
    assert found(LintConfig(select=frozenset({"L"}), ignore=frozenset({"L301"})), lesson=both) == []


@pytest.mark.parametrize("pattern", ["lessons/w*", "base/lessons/*", "modules/base/*", "*.md"])
def test_codes_left_out_in_some_files(pattern: str) -> None:
    config = LintConfig(select=CODES, ignore_in=(FileIgnore(pattern, frozenset({"L3"})),))
    assert found(config, lesson=below_heading(BROKEN)) == []


@pytest.mark.parametrize("pattern", ["lessons/x*", "*.yml", "why.md"])
def test_but_not_in_others(pattern: str) -> None:
    config = LintConfig(select=CODES, ignore_in=(FileIgnore(pattern, frozenset({"L3"})),))
    assert found(config, lesson=below_heading(BROKEN)) == [("L301", 9)]


@pytest.mark.parametrize(
    "changes",
    [
        {"lesson": LESSON + "\n<!-- check-ignore L301: x -->\nSee [a](b.md).\n" * 5_000},
        {"lesson": LESSON + "<!-- check-ignore " * 20_000},
        {"quiz": QUIZ + "# check-ignore: L301 x\n" * 20_000 + "x-a: 1\n"},
        {"quiz": QUIZ + "# check-ignore: " + "A1 ," * 50_000 + "\n"},
        {"quiz": QUIZ + "# check-ignore: S105\nx-a: '" + " #" * 50_000 + "'\n"},
    ],
    ids=["many blocks", "never closed", "many lines", "many codes", "many signs"],
)
def test_files_made_to_be_slow_are_not(changes: dict[str, str]) -> None:
    subject = read_files(base_files(**changes))
    start = time.process_time()
    notes = read_notes(subject)
    run(subject, LintConfig(), rules=())
    assert time.process_time() - start < 5
    assert len(notes) <= 1_000
