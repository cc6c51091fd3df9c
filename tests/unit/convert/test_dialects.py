"""Each dialect's fixture becomes the module that its `.expected.txt` holds, and passes the check of a draft.

`CHAPBOOK_REWRITE=1 pytest tests/unit/convert` writes these files anew; look at what changed before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from chapbook.convert.dialects import DIALECTS, NAMES, Dialect, recognise
from chapbook.convert.draft import Converted
from chapbook.convert.emit import Wish, emit
from chapbook.convert.notes import Log
from chapbook.convert.seen import SeenTree
from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.reader import read_module
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import MemoryTree, Tree

CASES = Path(__file__).parents[2] / "cases" / "convert"
UID = "8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10"


def convert(dialect: Dialect, tree: Tree) -> Converted:
    log, tree = Log(), SeenTree(tree)
    return emit(dialect.convert(tree, log), tree, Wish(id="made", dialect=dialect.title, uid=UID), log)


def written(made: Converted) -> Iterator[str]:
    for word, notes in (("kept", made.kept), ("changed", made.changed), ("lost", made.lost)):
        yield f"==== {word}"
        yield from (str(note) for note in notes)
    for path, content in sorted(made.files.items()):
        yield f"==== {path}"
        yield content.decode().rstrip("\n") if path.endswith((".md", ".yml")) else "(as in the source)"


def errors(made: Converted, name: str = "made") -> list[str]:
    report = run(read_module(MemoryTree(made.files), name=name), LintConfig(profile=Profile.DRAFT))
    return [
        f"{each.location.path}: {each.message}"
        for each in report.diagnostics
        if each.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
def test_a_fixture_becomes_the_expected_module(dialect: Dialect) -> None:
    made = convert(dialect, DirTree(CASES / dialect.name))
    assert errors(made) == []
    expected = CASES / f"{dialect.name}.expected.txt"
    text = "\n".join(written(made)) + "\n"
    if os.environ.get("CHAPBOOK_REWRITE"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
def test_the_result_has_no_broken_links_of_ours(dialect: Dialect) -> None:
    made = convert(dialect, DirTree(CASES / dialect.name))
    report = run(read_module(MemoryTree(made.files), name="made"), LintConfig(profile=Profile.DRAFT))
    said = "\n".join(note.text for note in made.lost)
    for each in report.diagnostics:
        if each.code in ("L301", "L302", "L303"):
            written_target = made.files[each.location.path].decode().split("\n")[each.location.span.line - 1]
            assert any(word in said for word in written_target.replace("(", " ").replace(")", " ").split()), (
                each
            )


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
def test_each_fixture_is_recognised(dialect: Dialect) -> None:
    assert recognise(DirTree(CASES / dialect.name)) is dialect


def test_every_dialect_is_there_once() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert sorted(NAMES) == sorted(path.name for path in CASES.iterdir() if path.is_dir())
