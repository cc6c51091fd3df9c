"""What Chapbook writes itself: `chapbook fmt` leaves it as it is, and the check has nothing against any id."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.model.module import Kind
from chapbook.model.question_decoder import QUESTION_TYPES
from chapbook.services.check import CheckOptions, check
from chapbook.services.fmt import FmtOptions, fmt
from chapbook.services.init import InitOptions, init
from chapbook.services.new_module import ModuleOptions, new_module
from chapbook.services.new_question import QuestionOptions, new_question
from chapbook.services.new_step import StepOptions, new_step


def workspace(folder: Path, language: str = "en") -> Path:
    folder.mkdir(exist_ok=True)
    init(InitOptions(start=folder, title="Lessons", author="Ana", language=language))
    return folder


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_fmt_leaves_what_the_scaffolds_write(language: str, tmp_path: Path) -> None:
    root = workspace(tmp_path, language)
    for kind in Kind:
        new_module(ModuleOptions(start=root, id=kind.value, title="Tea: hot", kind=kind))
    for step in ("lesson", "quiz"):
        new_step(StepOptions(start=root, kind=step, module="standard", title="More", id=f"more-{step}"))
        for each in QUESTION_TYPES:
            new_question(QuestionOptions(start=root, target=f"standard/more-{step}", type=each))
    came = fmt(FmtOptions(start=root))
    assert came.looked > 20
    assert not came.left
    assert [each.shown for each in came.files] == []


def test_fmt_would_change_another_layout(tmp_path: Path) -> None:
    """The control."""
    root = workspace(tmp_path)
    new_module(ModuleOptions(start=root, id="tea"))
    file = root / "modules/tea/module.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: Tea", "title:   Tea"), encoding="utf-8")
    assert [each.shown for each in fmt(FmtOptions(start=root)).files] == ["modules/tea/module.yml"]


@pytest.mark.parametrize("word", ["y", "no", "on", "true", "null", "12", "1e3"])
def test_any_id_is_written_so_that_every_yaml_reader_takes_it_for_a_text(word: str, tmp_path: Path) -> None:
    root = workspace(tmp_path)
    other = "off" if word != "off" else "n"
    new_module(ModuleOptions(start=root, id=word, author="No"))
    new_step(StepOptions(start=root, kind="lesson", module=word, title="Yes", id=other))
    new_step(StepOptions(start=root, kind="quiz", module=word, title="12:30", id="yes"))
    for target in (other, "yes"):
        new_question(QuestionOptions(start=root, target=f"{word}/{target}", id=f"n{target[:1]}"))
    new_question(QuestionOptions(start=root, target=f"{word}/yes", id="false"))
    found = check(CheckOptions(start=root)).diagnostics
    assert {each.code for each in found} <= {"S112"}
    assert not fmt(FmtOptions(start=root)).files
