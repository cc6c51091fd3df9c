"""Small modules in memory, and what a check says about them."""

from __future__ import annotations

from collections.abc import Mapping

from chapbook.diag.diagnostic import Diagnostic
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.reader import read_module
from chapbook.model.subject import Neighbour, Subject
from chapbook.tree.tree import MemoryTree
from support.rule_pages import base_files

HEADER = "---\nid: tea\ntitle: Make a pot of tea\n---\n\n"
"""A lesson's header; the body starts in line 6."""


def subject(
    files: Mapping[str, str], neighbours: Mapping[str, Neighbour] | None = None, body: str | None = None
) -> Subject:
    """Read the pages' base module with `files` over it; `body` becomes the lesson's text."""
    lesson = {} if body is None else {"lessons/tea.md": HEADER + body}
    contents = base_files() | lesson | dict(files)
    tree = MemoryTree({path: text.encode() for path, text in contents.items()})
    return read_module(tree, name="make-tea", neighbours=neighbours)


def found(
    code: str,
    body: str | None = None,
    files: Mapping[str, str] | None = None,
    neighbours: Mapping[str, Neighbour] | None = None,
) -> list[Diagnostic]:
    """Check such a module and give the diagnostics of one code."""
    report = run(subject(files or {}, neighbours, body), LintConfig())
    return [each for each in report.diagnostics if each.code == code]
