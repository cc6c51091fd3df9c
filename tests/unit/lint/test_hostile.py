"""Time stays in proportion to the text, whatever a stranger's module holds."""

from __future__ import annotations

import pytest

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.registry import RULES
from chapbook.lint.thresholds import DEFAULTS
from chapbook.render.text import render_report
from support.modules import subject
from support.pace import ends, growth

SIZE = 100_000
LESSONS = {
    "open tags": "<a " * (SIZE // 3),
    "open quotes": "<a '\"" * (SIZE // 5),
    "braces": "{on" * (SIZE // 3),
    "braces of the longest kind": ("{" + "a" * 1999 + "\n") * (SIZE // 2000),
    "backticks": "".join("`" * n + " " for n in range(1, 440)),
    "comments": "<!--" * (SIZE // 4),
    "half links": "](" * (SIZE // 2),
    "blank attribute": "<div a" + " " * SIZE,
    "fences": "```\n" * (SIZE // 4),
    "placeholders": "TODO: " * (SIZE // 6),
    "options": "```quiz id=a\nx\n" + "- [ ] <b onclick=1>\n" * (SIZE // 20) + "```\n",
}
DRAWINGS = {
    "open tags": "<a " * (SIZE // 3),
    "scripts": "<script>" * (SIZE // 8),
    "blanks": "url(" + " " * SIZE,
    "entities": "<a href='" + "&#" * SIZE + "'>",
}


def check(files: dict[str, str], body: str | None = None) -> None:
    render_report(run(subject(files, body=body), LintConfig()))


@pytest.mark.parametrize("name", LESSONS)
def test_lessons(name: str) -> None:
    with ends():
        check({}, LESSONS[name])


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings(name: str) -> None:
    with ends():
        check({"assets/a.svg": DRAWINGS[name]})


def test_many_equal_options_take_time_in_proportion() -> None:
    def work(size: int) -> None:
        check({}, "```quiz id=a\nx\n" + "- [ ] <b onclick=1>\n" * size + "```\n")

    assert growth(work, 400) < 3


def test_comments_that_nobody_ends_take_time_in_proportion() -> None:
    subjects = {size: subject({}, body="<!--" * size) for size in (4_000, 8_000)}

    def work(size: int) -> None:
        for rule in RULES:
            if rule.code.startswith("S11"):
                list(rule.findings(subjects[size], DEFAULTS))

    assert growth(work, 4_000) < 3


@pytest.mark.parametrize("unit", ["<a ", "<h1>", "<a href=x ", "](", "{: x}", "## Exercise\n\n"])
def test_tags_and_headings_take_time_in_proportion(unit: str) -> None:
    subjects = {size: subject({}, body=f"<div>\n\n{(unit * size)[:size]}") for size in (100_000, 200_000)}

    def work(size: int) -> None:
        for rule in RULES:
            if rule.code in ("X801", "X802", "X803", "A403", "P608", "S113"):
                list(rule.findings(subjects[size], DEFAULTS))

    assert growth(work, 100_000) < 3.5
