"""Reports kept between checks: used when nothing changed, never when anything did."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.plain import diagnostic_data, diagnostic_of
from chapbook.diag.report import Report
from chapbook.lint.engine import run
from chapbook.model.subject import Neighbour
from chapbook.services import check as service
from chapbook.services import kept
from chapbook.services.check import CheckOptions, check
from chapbook.services.kept_form import card_data, card_of
from chapbook.services.pack import pack
from support.base import base_files

LESSON = "modules/base/lessons/why.md"
Checked = Callable[..., tuple[Report, list[str]]]


def write_module(root: Path, name: str, files: dict[str, str]) -> None:
    for path, text in files.items():
        place = root / "modules" / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two modules; `second` links to the lesson of `base`. All files are old enough to be trusted by their times."""
    root = tmp_path / "academy"
    root.mkdir()
    (root / "chapbook.yml").write_text("check:\n  ignore: [M206]\n")
    write_module(root, "base", base_files())
    files = base_files()
    second = files["module.yml"].replace("id: base", "id: second").replace("8b0f4c1e", "9b0f4c1e")
    lesson = files["lessons/why.md"].replace("tomorrow.", "tomorrow. See [why](module:base/why).")
    write_module(root, "second", {**files, "module.yml": second, "lessons/why.md": lesson})
    settle(root)
    return root


def settle(root: Path) -> None:
    """Set the times of all files back by an hour."""
    for path in root.rglob("*"):
        at = path.stat()
        os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns - 3_600_000_000_000))


@pytest.fixture
def checked(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Give a check that says which modules it really looked at, and compares with a check that keeps nothing."""
    looked_at: list[str] = []

    def watched(subject: object, config: object) -> Report:
        looked_at.append(subject.module.id if subject.module else "")  # type: ignore[attr-defined]
        return run(subject, config)  # type: ignore[arg-type]

    def once(**options: object) -> tuple[Report, list[str]]:
        looked_at.clear()
        with monkeypatch.context() as patch:
            patch.setattr(service, "run", watched)
            report = check(CheckOptions(start=workspace, kept=tmp_path / "cache", **options))  # type: ignore[arg-type]
        assert report == check(CheckOptions(start=workspace, **options))  # type: ignore[arg-type]
        return report, list(looked_at)

    return once


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_second_check_looks_at_nothing(checked: Checked) -> None:
    assert checked()[1] == ["base", "second"]
    assert checked()[1] == []


def test_it_looks_at_what_changed(checked: Checked, workspace: Path) -> None:
    checked()
    edit(workspace / LESSON, "tomorrow.", "tomorrow. ![](gone.png)")
    report, looked_at = checked()
    assert looked_at == ["base"]
    assert {"A401", "L302"} <= {each.code for each in report.diagnostics}
    assert checked()[1] == []


def test_an_edit_of_the_same_length_within_the_same_moment_is_seen(checked: Checked, workspace: Path) -> None:
    checked()
    lesson = workspace / LESSON
    edit(lesson, "## A folder", "##A folder ")
    checked()
    at = lesson.stat()
    edit(lesson, "##A folder ", "## A folder")
    os.utime(lesson, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert checked()[1] == ["base"]


def test_new_times_alone_change_nothing(checked: Checked, workspace: Path) -> None:
    checked()
    os.utime(workspace / LESSON)
    assert checked()[1] == []
    settle(workspace)
    assert checked()[1] == []


def test_files_that_come_go_and_move_are_seen(checked: Checked, workspace: Path) -> None:
    checked()
    extra = workspace / "modules/base/lessons/extra.md"
    extra.write_text("---\nid: extra\ntitle: Extra\n---\n\nWords.\n", encoding="utf-8")
    assert checked()[1] == ["base"]
    extra.rename(extra.with_name("other.md"))
    assert checked()[1] == ["base"]
    extra.with_name("other.md").unlink()
    assert checked()[1] == ["base"]


def test_what_a_neighbour_says_of_itself_is_part_of_it(checked: Checked, workspace: Path) -> None:
    checked()
    edit(workspace / LESSON, "id: why", "id: reasons")
    report, looked_at = checked()
    assert looked_at == ["base", "second"]
    assert "S109" in {each.code for each in report.diagnostics if "second" in each.location.path}
    edit(workspace / LESSON, "tomorrow.", "the day after.")
    assert checked()[1] == ["base"]


def test_a_module_that_appears_is_found_by_who_names_it(checked: Checked, workspace: Path) -> None:
    edit(workspace / "modules/second/lessons/why.md", "module:base/why", "module:third")
    before, _ = checked()
    assert "S109" in {each.code for each in before.diagnostics}
    third = {path: text.replace("id: base", "id: third") for path, text in base_files().items()}
    write_module(workspace, "third", third)
    report, looked_at = checked()
    assert looked_at == ["second", "third"]
    assert "S109" not in {each.code for each in report.diagnostics}


def test_other_settings_have_reports_of_their_own(checked: Checked, workspace: Path) -> None:
    for options in ({}, {"profile": Profile.DRAFT}, {"select": frozenset({"Q"})}):
        assert checked(**options)[1] == ["base", "second"]
        assert checked(**options)[1] == []
    assert checked()[1] == []
    (workspace / "chapbook.yml").write_text("check:\n  thresholds: {options_min: 2}\n")
    assert checked()[1] == ["base", "second"]


def test_a_release_is_part_of_it(checked: Checked, workspace: Path) -> None:
    checked()
    assert pack("base", workspace, None).path
    assert checked()[1] == ["base"]
    edit(workspace / LESSON, "tomorrow.", "the day after tomorrow.")
    report, _ = checked()
    assert "M204" in {each.code for each in report.diagnostics}


def test_another_version_of_the_program_starts_anew(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked()
    monkeypatch.setattr(kept, "_tool", lambda: "another")
    assert checked()[1] == ["base", "second"]


def test_what_was_asked_outside_the_files_is_not_kept(workspace: Path, tmp_path: Path) -> None:
    check(CheckOptions(start=workspace, kept=tmp_path / "cache", run=True))
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_or_read_is_none(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    report = check(CheckOptions(start=workspace, kept=tmp_path / "cache"))
    assert report.checked == ("base", "second")


def values(data: object) -> Iterator[tuple[object, object]]:
    """Give every container of a JSON value with a key in it."""
    for key, each in (
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    ):
        yield data, key
        yield from values(each)


@pytest.mark.parametrize("seed", range(60))
def test_a_cache_that_somebody_damaged_breaks_nothing(checked: Checked, tmp_path: Path, seed: int) -> None:
    """What it says may be wrong then; the check must neither fail nor stay wrong in form."""
    checked()
    (file,) = (tmp_path / "cache" / "check").iterdir()
    data = json.loads(file.read_text())
    dice = random.Random(seed)
    place, key = dice.choice(list(values(data)))
    place[key] = dice.choice([None, 7, "x", [], {}, [None], True, -1.5])  # type: ignore[index]
    file.write_text(json.dumps(data))
    report = check(CheckOptions(start=tmp_path / "academy", kept=tmp_path / "cache"))
    assert report.checked == ("base", "second")
    assert all(isinstance(each.message, str) and each.location.span.line > 0 for each in report.diagnostics)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", '{"schema": 1}', "[" * 100_000])
def test_a_cache_that_is_none_is_replaced(checked: Checked, tmp_path: Path, text: str) -> None:
    checked()
    (file,) = (tmp_path / "cache" / "check").iterdir()
    file.write_text(text)
    assert checked()[1] == ["base", "second"]
    assert checked()[1] == []


@given(st.from_type(Diagnostic))
def test_a_finding_comes_back_as_it_was(finding: Diagnostic) -> None:
    assert diagnostic_of(json.loads(json.dumps(diagnostic_data(finding)))) == finding


def test_a_card_comes_back_as_it_was() -> None:
    card = Neighbour(id="a", version="1.0.0", title="A", lessons={"why": "lessons/why.md"}, requires=("b",))  # type: ignore[dict-item]
    assert card_of(json.loads(json.dumps(card_data(card)))) == card
