"""Fixes: which edits are applied, and what the model offers as edits."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.codes import CODES
from chapbook.diag.diagnostic import Diagnostic, Edit, Location, Severity, Span
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.fixes import Fixed, apply_fixes
from chapbook.lint.pages import read_page
from chapbook.model.reader import read_module
from chapbook.tree.tree import MemoryTree
from support.base import LESSON, MODULE, QUIZ, base_files, read_files
from support.rule_pages import Example, examples


def diagnostic(*edits: Edit) -> Diagnostic:
    return Diagnostic(
        code="S102",
        slug="unknown-key",
        severity=Severity.ERROR,
        message="No such key.",
        location=Location(edits[0].path, edits[0].span),
        fix=edits,
    )


def edit(line: int, start: int, end: int, text: str, path: str = "a.md", end_line: int = 0) -> Edit:
    return Edit(path, Span(line, start, end_line or line, end), text)


def applied(text: str, *fixes: tuple[Edit, ...]) -> tuple[str, int, int]:
    fixed = apply_fixes({"a.md": text}, [diagnostic(*each) for each in fixes])
    return fixed.texts.get("a.md", text), fixed.count, fixed.waiting


def test_edits_are_applied_whatever_their_order() -> None:
    assert applied("one two\nthree", (edit(2, 1, 6, "3"),), (edit(1, 5, 8, "2"),)) == ("one 2\n3", 2, 0)


def test_of_two_that_touch_the_same_characters_the_first_counts() -> None:
    assert applied("abcdef", (edit(1, 2, 5, "X"),), (edit(1, 4, 7, "Y"),)) == ("aXef", 1, 1)
    assert applied("abcdef", (edit(1, 4, 7, "Y"),), (edit(1, 2, 5, "X"),)) == ("abcY", 1, 1)
    assert applied("abc", (edit(1, 2, 2, "X"),), (edit(1, 2, 2, "Y"),)) == ("aXbc", 1, 1)
    assert applied("abc", (edit(1, 1, 2, "X"),), (edit(1, 2, 3, "Y"),)) == ("XYc", 2, 0)


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    both = (edit(1, 1, 2, "1"), edit(1, 5, 6, "5"))
    assert applied("abcdef", (edit(1, 5, 7, "X"),), both) == ("abcdX", 1, 1)
    assert applied("abcdef", (edit(1, 1, 2, "1"), edit(1, 1, 3, "2"))) == ("abcdef", 0, 1)


@pytest.mark.parametrize(
    "outside",
    [
        edit(3, 1, 1, "x"),
        edit(1, 9, 9, "x"),
        edit(1, 3, 2, "x"),
        edit(0, 1, 1, "x"),
        edit(1, 1, 1, "x", "b.md"),
    ],
)
def test_what_lies_outside_the_text_is_left_alone(outside: Edit) -> None:
    assert applied("abc\nd", (outside,)) == ("abc\nd", 0, 0)


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeffone\r\ntwo\r\n"
    assert applied(text, (edit(1, 1, 4, "1\n1"),)) == ("\ufeff1\r\n1\r\ntwo\r\n", 1, 0)
    assert applied(text, (edit(1, 1, 1, "", end_line=2),)) == ("\ufefftwo\r\n", 1, 0)
    assert applied("end", (edit(1, 4, 4, "\n"),)) == ("end\n", 1, 0)


@given(
    st.text("ab\r\n", max_size=20), st.lists(st.tuples(*[st.integers(0, 6)] * 4, st.text("xy\n", max_size=2)))
)
def test_any_edits_give_a_text(text: str, edits: list[tuple[int, int, int, int, str]]) -> None:
    fixes = [diagnostic(Edit("a.md", Span(a, b, c, d), new)) for a, b, c, d, new in edits]
    fixed = apply_fixes({"a.md": text}, fixes)
    assert isinstance(fixed, Fixed)
    assert fixed.count + fixed.waiting <= len(edits)


# What the model offers


def mended(**changes: str) -> tuple[dict[str, str], list[str]]:
    """Give the files of the base module, mended, and the codes that offered a fix."""
    files = base_files(**changes)
    diagnostics = run(read_files(files), LintConfig(select=frozenset({"S1", "M2"}))).diagnostics
    fixed = apply_fixes(files, diagnostics)
    return {**files, **fixed.texts}, [each.code for each in diagnostics if each.fix]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary:", "sumary:"),
        ("summary:", "Summary:"),
        ("summary:", '"summry":'),
        ("objectives:\n", "objectivs:\n"),
        ("bloom: understand", "blom: understand"),
    ],
)
def test_a_key_that_is_nearly_right_is_written_right(old: str, new: str) -> None:
    files, codes = mended(module=MODULE.replace(old, new))
    assert files["module.yml"] == MODULE
    assert codes == ["S102"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary: ", "blurb: "),
        ("title: ", "titel: x\ntitle: "),
        ("summary: ", "sumary: x\nsummry: "),
    ],
)
def test_where_it_is_not_certain_what_was_meant_nothing_is_offered(old: str, new: str) -> None:
    files, codes = mended(module=MODULE.replace(old, new))
    assert files["module.yml"] == MODULE.replace(old, new)
    assert "S102" not in codes


@pytest.mark.parametrize(
    ("plain", "quoted"),
    [("12:30", '"12:30"'), ("1.10", '"1.10"'), ("yes", '"yes"'), ("2024-05-01", '"2024-05-01"')],
)
def test_a_text_that_yaml_misreads_is_put_in_quotes(plain: str, quoted: str) -> None:
    quiz = QUIZ.replace("To choose what goes into the next commit", plain)
    files, codes = mended(quiz=quiz)
    assert files["quizzes/check.yml"] == quiz.replace(plain, quoted)
    assert codes == ["S104"]


def test_a_text_that_is_cut_by_a_hash_is_left_to_its_author() -> None:
    _, codes = mended(quiz=QUIZ.replace("It is not a backup.", "It is # not"))
    assert codes == []


@pytest.mark.parametrize(
    "fence", ["```quiz", "```quiz objective=stage", "````  quiz type=single", "~~~quiz review"]
)
def test_a_question_in_a_lesson_gets_an_id(fence: str) -> None:
    lesson = LESSON.replace("```quiz id=what-is-staged objective=stage", fence)
    lesson = lesson.replace("staged.\n```", f"staged.\n{fence.partition('quiz')[0].strip()}")
    files, codes = mended(lesson=lesson)
    assert "M201" in codes
    assert (
        f"{fence.replace('quiz', 'quiz id=after-git-add-guacamole-md-what-', 1)[:30]}"
        in files["lessons/why.md"]
    )
    again, codes = mended(lesson=files["lessons/why.md"])
    assert codes == []
    assert again == files


def test_equal_questions_get_ids_that_differ() -> None:
    fence = LESSON[LESSON.index("```quiz") :].replace(" id=what-is-staged", "")
    files, _ = mended(lesson=LESSON + "\n" + fence + "\n" + fence)
    ids = [each.id for each in (read_files(files).module or pytest.fail("no module")).questions()]
    assert len(ids) == len(set(ids)) == 4


def test_in_a_list_and_a_quote_the_id_lands_in_the_right_place() -> None:
    fence = "```quiz\nWhich?\n\n- [x] a\n- [ ] b\n```"
    quoted = "\n".join(f"> {line}" for line in fence.split("\n"))
    listed = "- item\n\n" + "\n".join(f"  {line}" for line in fence.split("\n"))
    files, _ = mended(lesson=f"{LESSON}\n{quoted}\n\n{listed}\n")
    assert files["lessons/why.md"].count("```quiz id=which-") == 2


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ("version: 1.0.0", "version: 1.0", "version: 1.0.0"),
        ("version: 1.0.0", "version: v2", "version: 2.0.0"),
        ("version: 1.0.0", 'version: "1.2"', 'version: "1.2.0"'),
        ("language: en", "language: pt_BR", "language: pt-BR"),
        ("license: CC-BY-4.0", "license: cc by 4.0", "license: CC-BY-4.0"),
        ("uid: 8b0f4c1e", "uid: 8B0F4C1E", "uid: 8b0f4c1e"),
    ],
)
def test_a_value_that_only_is_written_otherwise_is_written_as_the_standard_wants(
    old: str, new: str, right: str
) -> None:
    files, codes = mended(module=MODULE.replace(old, new))
    assert codes == ["M203"]
    assert files["module.yml"] == MODULE.replace(old, right)


@pytest.mark.parametrize("line", ["version: first", "language: klingon", "license: CC-BY-5.0", "uid: none"])
def test_a_value_that_may_mean_several_things_is_left_alone(line: str) -> None:
    key = line.partition(":")[0]
    start = MODULE.index(f"{key}:")
    module = MODULE[:start] + line + MODULE[MODULE.index("\n", start) :]
    assert mended(module=module)[0]["module.yml"] == module


def every_example() -> list[tuple[str, Example]]:
    return [(entry.code, example) for entry in CODES for example in examples(read_page(entry.code))]


@pytest.mark.parametrize(
    ("code", "example"),
    [pytest.param(code, each, id=f"{code}-{each.title}") for code, each in every_example()],
)
def test_fixes_of_every_rule_bring_in_nothing_new_and_come_to_an_end(code: str, example: Example) -> None:
    files = dict(example.files)
    before = codes_of(files)
    for _ in range(3):
        texts = {
            path: text
            for path, data in files.items()
            if (text := data.decode("utf-8", "ignore")).encode() == data
        }
        fixed = apply_fixes(texts, diagnostics_of(files))
        files |= {path: text.encode() for path, text in fixed.texts.items()}
        assert not codes_of(files) - before
    assert not fixed.texts


def diagnostics_of(files: dict[str, bytes]) -> tuple[Diagnostic, ...]:
    return run(read_module(MemoryTree(files), name="make-tea"), LintConfig()).diagnostics


def codes_of(files: dict[str, bytes]) -> Counter[str]:
    return Counter(each.code for each in diagnostics_of(files))


def test_a_bold_line_below_a_heading_that_moves_gets_the_level_that_fits_then() -> None:
    text = LESSON.replace("You want", "#### Part\n\n**The bold**\n\nYou want")
    diagnostics = run(read_files(base_files(lesson=text)), LintConfig(select=frozenset({"A40"}))).diagnostics
    fixed = apply_fixes({"lessons/why.md": text}, diagnostics)
    assert "\n### Part\n\n#### The bold\n" in fixed.texts["lessons/why.md"]


def test_a_key_of_ones_own_does_not_keep_a_slip_from_being_mended() -> None:
    files, codes = mended(module=MODULE.replace("summary:", "sumary:") + "x-summary: mine\n")
    assert files["module.yml"] == MODULE + "x-summary: mine\n"
    assert codes == ["S102"]


def test_the_hint_names_the_id_that_the_fix_writes() -> None:
    text = LESSON.replace(" id=what-is-staged", "")
    found = [
        each
        for each in run(read_files(base_files(lesson=text)), LintConfig()).diagnostics
        if each.code == "M201"
    ]
    ((written,),) = [each.fix for each in found]
    assert written.replacement.startswith(" id=after-git")
    assert f"quiz{written.replacement}," in found[0].hint
