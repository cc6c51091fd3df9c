"""Time stays in proportion to the text, whatever a stranger's module holds."""

from __future__ import annotations

import time

import pytest

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.render.text import render_report
from support.modules import subject

SIZE = 100_000
LESSONS = {
    "open tags": "<a " * (SIZE // 3),
    "open quotes": "<a '\"" * (SIZE // 5),
    "braces": "{on" * (SIZE // 3),
    "braces of the longest kind": ("{" + "a" * 1999 + "\n") * (SIZE // 2000),
    "backticks": "".join("`" * n + " " for n in range(1, 440)),
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


def seconds_to_check(files: dict[str, str], body: str | None = None) -> float:
    read = subject(files, body=body)
    start = time.process_time()
    render_report(run(read, LintConfig()))
    return time.process_time() - start


@pytest.mark.parametrize("name", LESSONS)
def test_lessons(name: str) -> None:
    assert seconds_to_check({}, LESSONS[name]) < 8


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings(name: str) -> None:
    assert seconds_to_check({"assets/a.svg": DRAWINGS[name]}) < 8
