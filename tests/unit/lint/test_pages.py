"""Every code has a page, and every page is true: its examples are checked with the real reader and engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import pytest

from chapbook.diag.codes import BY_CODE, CODES, CodeEntry
from chapbook.diag.diagnostic import Severity
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.note import ABOUT_NOTES
from chapbook.lint.pages import BASE, page_names, read_base, read_page, severity_line
from chapbook.lint.registry import READING, RULES
from chapbook.model.program import Program, Ran
from chapbook.model.reader import read_module
from chapbook.model.seen import Violation
from chapbook.model.subject import Neighbour
from chapbook.tree.tree import MemoryTree, RelPath
from support.rule_pages import Example, examples, section_titles

NEIGHBOURS = {
    "boil-water": Neighbour(id="boil-water", lessons={"kettle": RelPath("lessons/kettle.md")}),
    "serve-tea": Neighbour(id="serve-tea", requires=("make-tea",)),
}
WEB = {"https://gone.example/tea": "does not answer"}
RUNS = {
    Program("python", "print(3 * 4)\n"): Ran(output="12\n"),
    Program("python", "print(pots)\n"): Ran(problem="failed with exit status 1"),
}
LOOSE = RelPath("lessons/loose.md")
VIOLATIONS = (
    Violation(path=LOOSE, rule="list", help="A list holds items", url="u", element="<ul><p>A pot</p></ul>"),
    Violation(
        path=LOOSE, rule="r", help="H", url="u", element="<em>A sieve</em>", anchor="what-you-may-want"
    ),
)
SECTIONS = ["What it does", "Why", "How to fix", "Passes", "Fails"]


def every_example() -> Iterator[tuple[str, Example]]:
    return ((entry.code, example) for entry in CODES for example in examples(read_page(entry.code)))


def found(example: Example, code: str = "") -> list[str]:
    """Give what a check says. What other rules than `code` only advise counts when the example names that rule."""
    subject = replace(
        read_module(example.tree(), name="make-tea", neighbours=NEIGHBOURS),
        web=WEB,
        runs=RUNS,
        violations=VIOLATIONS,
    )
    if example.released is not None:
        released = read_module(MemoryTree(example.released), name="make-tea")
        subject = replace(subject, released=released)
    stated = {code, *(line.split()[0] for line in example.expected or ())}
    return [
        f"{each.code} {each.location.path}:{each.location.span.line}:{each.location.span.column}"
        for each in run(subject, LintConfig()).diagnostics
        if not code or each.severity is Severity.ERROR or each.code in stated
    ]


@pytest.mark.parametrize(
    ("code", "example"),
    [pytest.param(code, each, id=f"{code}-{each.title}") for code, each in every_example()],
)
def test_an_example_is_true(code: str, example: Example) -> None:
    assert sorted(found(example, code)) == sorted(example.expected or ())


def test_the_base_module_has_nothing_to_report() -> None:
    (base,) = examples("## Base\n\n````text file=README.md\n````\n")
    assert found(base) == []
    assert "file=module.yml" in read_base()


@pytest.mark.parametrize("entry", CODES, ids=lambda entry: entry.code)
def test_a_page_has_its_title_severity_sections_and_examples(entry: CodeEntry) -> None:
    page = read_page(entry.code)
    failing = [each for each in examples(page) if each.expected is not None]
    passing = [each for each in examples(page) if each.expected is None]

    assert page.startswith(f"# {entry.code} {entry.slug}\n\n{severity_line(entry)}\n")
    assert section_titles(page) == SECTIONS
    assert passing
    assert failing
    assert all(any(line.startswith(entry.code) for line in each.expected or ()) for each in failing)


def test_codes_pages_and_rules_agree() -> None:
    ruled = {rule.code for rule in RULES}

    assert ruled <= BY_CODE.keys()
    assert BY_CODE.keys() >= READING
    assert ruled | READING | ABOUT_NOTES == BY_CODE.keys()
    there = {each.name for each in (files("chapbook.lint") / "pages").iterdir() if each.name.endswith(".md")}
    assert there == {*page_names(), BASE}


def test_rules_stand_in_the_order_of_the_table() -> None:
    order = list(BY_CODE)
    assert [rule.code for rule in RULES] == sorted((rule.code for rule in RULES), key=order.index)
