"""Lifting files from format to format, with a format 0 that never was: it said `name` for `title`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chapbook.cli.migrate import _text
from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.model.migrations import MIGRATIONS, CannotMigrate, Migration, format_of, lift
from chapbook.services.migrate import MigrateOptions, migrate
from support.base import base_files
from support.shell import Shell, snapshot


def renamed(text: str) -> str:
    """Write `title` for `name`, and the number 1; nothing else."""
    return re.sub(r"(?m)^name:", "title:", re.sub(r"(?m)^format: 0\b", "format: 1", text, count=1), count=1)


def to_two(text: str) -> str:
    return text.replace("format: 1", "format: 2", 1)


TABLE = (
    Migration(source=0, sort="module", doc="name: is now title:.", apply=renamed),
    Migration(source=0, sort="quiz", doc="name: is now title:.", apply=renamed),
)
LONGER = (*TABLE, Migration(source=1, sort="module", doc="Only the number.", apply=to_two))


def old(text: str) -> str:
    return text.replace("format: 1", "format: 0   # as it was").replace("\ntitle:", "\nname:", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a workspace whose module is in format 0."""
    (tmp_path / "chapbook.yml").write_text("")
    for path, text in base_files().items():
        file = tmp_path / "modules" / "base" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(old(text) if path.endswith(".yml") else text, encoding="utf-8")
    return tmp_path


def options(folder: Path, *, write: bool = False) -> MigrateOptions:
    return MigrateOptions(start=folder, write=write, table=TABLE)


def test_the_plan_names_files_and_steps_and_writes_nothing(folder: Path) -> None:
    before = list(snapshot(folder))
    plan = migrate(options(folder))
    assert [each.path for each in plan.files] == ["modules/base/module.yml", "modules/base/quizzes/check.yml"]
    assert {(each.source, each.target, each.steps) for each in plan.files} == {
        (0, 1, ("name: is now title:.",))
    }
    assert not plan.written
    assert list(snapshot(folder)) == before
    assert "2 files would change; nothing was written." in _text(plan)
    assert "modules/base/module.yml: format 0 to 1\n  name: is now title:." in _text(plan)


def test_what_is_written_is_the_present_format_with_notes_and_layout(folder: Path) -> None:
    done = migrate(options(folder, write=True))
    assert done.written
    assert "Wrote 2 files." in _text(done)
    for path, text in base_files().items():
        there = (folder / "modules/base" / path).read_text(encoding="utf-8")
        assert there == text.replace("format: 1", "format: 1   # as it was")
    assert migrate(options(folder, write=True)).files == ()


def test_one_file_that_cannot_be_lifted_leaves_all_as_they_were(folder: Path) -> None:
    (folder / "modules/base/quizzes/newer.yml").write_text("format: 7\n")
    before = list(snapshot(folder))
    with pytest.raises(
        OperationFailed, match=r"newer\.yml is in format 7, newer than format 1.*Nothing was changed"
    ):
        migrate(options(folder, write=True))
    assert list(snapshot(folder)) == before


def test_a_peers_module_is_not_touched(folder: Path) -> None:
    (folder / "imported/ana").mkdir(parents=True)
    (folder / "modules/base").rename(folder / "imported/ana/base")
    with pytest.raises(UsageProblem, match="peer's module"):
        migrate(MigrateOptions(start=folder, names=("imported/ana/base",), write=True, table=TABLE))


def test_files_that_are_no_text_are_left_to_the_check(folder: Path) -> None:
    (folder / "modules/base/quizzes/odd.yml").write_bytes(b"format: 0\n\xff")
    (folder / "modules/base/quizzes/broken.yml").write_text("format: [0\n")
    assert len(migrate(options(folder, write=True)).files) == 2


def test_several_formats_behind_passes_through_each_row() -> None:
    lifted = lift("format: 0\nname: a\n", "module", LONGER, target=2)
    assert lifted is not None
    assert (lifted.text, lifted.steps) == (
        "format: 2\ntitle: a\n",
        ("name: is now title:.", "Only the number."),
    )
    with pytest.raises(CannotMigrate, match="leads from there to 2"):
        lift("format: 0\nname: a\n", "quiz", LONGER, target=2)


def test_a_row_that_does_not_lead_where_it_says_is_noticed() -> None:
    lazy = (Migration(source=0, sort="module", doc="", apply=lambda text: text),)
    with pytest.raises(CannotMigrate, match="without damage"):
        lift("format: 0\n", "module", lazy, target=1)


@pytest.mark.parametrize(
    "text", ["", "format:\n", "format: one\n", "format: true\n", "- a\n", "format: [0\n"]
)
def test_a_text_that_names_no_format_is_left_to_the_check(text: str) -> None:
    assert format_of(text) is None
    assert lift(text, "module", TABLE) is None


def test_windows_line_ends_and_a_mark_at_the_start_do_not_hide_the_format() -> None:
    assert format_of("\ufeffid: a\r\nformat: 0\r\n") == 0


def test_the_table_has_one_row_for_a_sort_and_number_and_says_what_it_does() -> None:
    keys = [(each.source, each.sort) for each in MIGRATIONS]
    assert len(keys) == len(set(keys))
    assert all(each.doc.endswith(".") for each in MIGRATIONS)


def test_the_command_has_nothing_to_do_in_the_first_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(monkeypatch, capsys)
    shell.cd(tmp_path)
    assert shell("init", "--no-input").code == 0
    assert shell("new", "module", "a", "--author", "Ada").code == 0
    before = list(snapshot(tmp_path))
    assert "Nothing to do: everything is in format 1. 1 module looked at." in shell("migrate", "--write").out
    assert shell("migrate", "a", "--json").json()["files"] == []
    assert list(snapshot(tmp_path)) == before
    (tmp_path / "modules/a/module.yml").write_text("format: 0\n")
    refused = shell("migrate")
    assert (refused.code, "nothing is known that leads from there to 1" in refused.err) == (3, True)
