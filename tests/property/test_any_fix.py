"""What `check --fix` mends is what was wrong, and nothing else: on any module with slips whose way back is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings

from chapbook.diag.diagnostic import DataPath, Edit, Span
from chapbook.diag.report import Report
from chapbook.model.mapping import MappingReader
from chapbook.model.module import Module, Step
from chapbook.model.reader import read_module
from chapbook.services.check import CheckOptions
from chapbook.services.checking import checked
from chapbook.tree.disk import DirTree
from support.spoilt import LESSON_SLIPS, MADE, MAY_DIFFER, MODULE_SLIPS, QUIZ_SLIPS, Spoilt, spoilt

MANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.generate],
)


def written(folder: Path) -> dict[str, str]:
    """Give the files of a module as they are on disk."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes().decode() for each in files}


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def read(folder: Path) -> Module:
    module = read_module(DirTree(folder), name="base").module
    assert module is not None
    return module


def differing(before: Module, after: Module) -> set[str]:
    """Name what differs of two decoded modules; questions are compared apart from the steps that they stand in."""
    names = [each.name for each in fields(Module) if each.compare and each.name != "steps"]
    found = {name for name in names if getattr(before, name) != getattr(after, name)}
    if bare(before) != bare(after):
        found.add("steps")
    if before.questions() != after.questions():
        found.add("questions")
    return found


def bare(module: Module) -> list[Step]:
    return [replace(step, questions=()) for step in module.steps]


def mend(folder: Path) -> Report:
    return checked(CheckOptions(start=folder.parent, names=(folder.name,), fix=True)).report


def holds(made: Spoilt) -> None:
    """Mend the module with slips, and compare with the one without."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "base"
        write(folder, made.wrong)
        before = read(folder)
        left = mend(folder)
        files, after = written(folder), read(folder)
        as_it_should_be(made, files)
        assert not [each for each in left.diagnostics if each.fix or each.file_fix]
        assert differing(before, after) <= {name for code in made.codes for name in MAY_DIFFER[code]}
        mend(folder)
        assert written(folder) == files


def as_it_should_be(made: Spoilt, files: Mapping[str, str]) -> None:
    """Compare files with those that are right, sign by sign; only an id that was made may be any."""
    assert files.keys() == made.right.keys()
    ids: list[str] = []
    for path, text in made.right.items():
        if MADE not in text:
            assert files[path] == text
            continue
        found = re.fullmatch(re.escape(text).replace(re.escape(MADE), "([a-z0-9-]+)"), files[path])
        assert found, (text, files[path])
        ids += found.groups()
    assert len(set(ids)) == len(ids)


@MANY
@given(spoilt())
def test_a_fix_takes_back_the_slip_and_nothing_else(made: Spoilt) -> None:
    for code in made.codes:
        event(code)
    holds(made)


def test_a_fix_that_alters_another_value_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: quotes that also raise the format's number would go unseen by a test that only looks for findings."""
    right = MappingReader.quoted

    def wrong(self: MappingReader, at: DataPath, plain: str) -> tuple[Edit, ...]:
        first = Edit(self.document.path, Span(1, 9, 1, 10), "1 # mended")
        return (*right(self, at, plain), first)

    monkeypatch.setattr(MappingReader, "quoted", wrong)
    test = settings(MANY, derandomize=True, max_examples=40)(given(spoilt())(holds))
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        test()


def test_every_fix_of_text_is_among_the_slips() -> None:
    """L304 needs answers from the web, X809 a photo; they have tests of their own."""
    slips = (*MODULE_SLIPS, *LESSON_SLIPS, *QUIZ_SLIPS)
    assert {code for each in slips for code in each.code.split()} == MAY_DIFFER.keys()
