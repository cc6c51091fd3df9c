"""Q504: what code printed, against the question's own key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.program import Program, Ran, program_of, programs_in
from chapbook.model.question import TextQuestion
from support.modules import subject

PROGRAM = Program("python", "print(6 * 7)\n")


def question(
    answers: str = "= 42", code: str = "~~~python\nprint(6 * 7)\n~~~", more: str = "run=python"
) -> str:
    return f"```quiz id=q type=text objective=brew {more}\nWhat is printed?\n\n{code}\n\n{answers}\n```\n"


def said(body: str, ran: Ran | None = None) -> list[tuple[str, str]]:
    """Give message and hint of each finding; `ran` None: nothing was run."""
    runs = None if ran is None else {PROGRAM: ran}
    report = run(replace(subject({}, body=body), runs=runs), LintConfig())
    return [(each.message, each.hint) for each in report.diagnostics if each.code == "Q504"]


@pytest.mark.parametrize(
    ("output", "answers"),
    [
        ("42\n", "= 42"),
        ("  42 \t\n\n", "= 42"),
        ("True\n", "= true"),
        ("4\n2\n", "= 4 2"),
        ("42\n", "=~ 4\\d"),
        ("42\n", "= 41\n= 42"),
        ("42\n", "=~ (a+)+"),
    ],
)
def test_output_that_the_key_accepts_or_that_nobody_can_tell(output: str, answers: str) -> None:
    assert said(question(answers), Ran(output)) == []


@pytest.mark.parametrize(
    ("ran", "words"),
    [
        (Ran("43\n"), "prints “43”"),
        (Ran("4 3\x1b[31m\n"), "prints “4 3 [31m”"),
        (Ran("tea " * 40), "tea…”"),
        (Ran(" \n"), "prints nothing"),
        (Ran("42\n", "failed with exit status 1: NameError"), "failed with exit status 1: NameError"),
    ],
)
def test_output_that_it_does_not(ran: Ran, words: str) -> None:
    ((message, hint),) = said(question(), ran)
    assert words in message
    assert hint


def test_what_was_not_run_is_not_judged() -> None:
    assert said(question("= 43")) == []
    assert said(question("= 43", more=""), Ran("42\n")) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "no block of python"),
        ("~~~text\nprint(6 * 7)\n~~~", "no block of python"),
        ("~~~python\nprint(6 * 7)\n~~~\n\n~~~py\nprint(7)\n~~~", "2 blocks of python"),
    ],
)
def test_a_stem_without_one_program_is_reported_also_when_nothing_is_run(code: str, words: str) -> None:
    ((message, _),) = said(question(code=code))
    assert words in message


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("```python\na\n```", ["a\n"]),
        ("~~~~ py title=x\na\n~~~\nb\n~~~~", ["a\n~~~\nb\n"]),
        ("  ```Python\n    a\n  b\n  ```", ["  a\nb\n"]),
        ("```python\n\n```", ["\n"]),
        ("```python\na", []),
        ("```pythonic\na\n```", []),
        ("~~~text\n```python\na\n```\n~~~", []),
        ("    ```python\n    a\n    ```", []),
    ],
)
def test_which_blocks_of_a_stem_are_programs(stem: str, codes: list[str]) -> None:
    found = programs_in(TextQuestion(id="q", stem=stem, run="python"))
    assert [each.code for each in found] == codes
    assert program_of(TextQuestion(id="q", stem=stem)) is None


@pytest.mark.parametrize(
    ("more", "code"),
    [("run=cobol", "S115"), ("run=pyton", "S115"), ("run=", "S115"), ("run=python run=sh", "S103")],
)
def test_a_language_that_cannot_be_run(more: str, code: str) -> None:
    report = run(subject({}, body=question(more=more)), LintConfig())
    assert code in {each.code for each in report.diagnostics}


def test_only_text_questions_have_it() -> None:
    body = "```quiz id=q objective=brew run=python\nWhat?\n\n- [x] a\n- [ ] b\n```\n"
    quiz = "format: 1\nid: s\ntitle: S\nquestions:\n  - {id: n, type: number, stem: How many?, answer: 3, run: python}\n"
    report = run(subject({"quizzes/s.yml": quiz}, body=body), LintConfig())
    assert [each.location.path for each in report.diagnostics if each.code == "S102"] == [
        "lessons/tea.md",
        "quizzes/s.yml",
    ]
