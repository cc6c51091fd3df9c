"""Ordinary sentences that YAML stumbles over: told in plain words, with a correction that really can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from chapbook.diag.diagnostic import Edit, Finding
from chapbook.source.yaml_reader import parse_yaml

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "yaml"
CASES = sorted(FOLDER.glob("*.txt"))
FINE = (FOLDER / "fine.yml").read_text(encoding="utf-8")
JARGON = ("token", "scalar", "mapping values", "flow", "expected '", "block collection", "document start")


@dataclass(frozen=True)
class Case:
    """One file: `at` as line:column, a phrase of the message, the bad text and the lines as they should be."""

    at: str
    says: str
    written: str
    corrected: str


def read_case(path: Path) -> Case:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n# Written\n")
    written, _, corrected = rest.partition("\n\n# Corrected\n")
    at, says = head.split("\n")
    return Case(at.removeprefix("at "), says.removeprefix("says "), written + "\n", corrected.rstrip("\n"))


def told(text: str) -> Finding:
    """Give the finding that an author mends first: the one that stops the reading, else the first."""
    findings = parse_yaml("module.yml", text)[1]
    assert findings, "nothing was found"
    return next((finding for finding in findings if finding.code == "S101"), findings[0])


def applied(text: str, edit: Edit) -> str:
    """Put an edit of whole lines into a text."""
    lines = text.split("\n")
    span = edit.span
    assert (span.column, span.end_column) == (1, len(lines[span.end_line - 1]) + 1)
    return "\n".join([*lines[: span.line - 1], edit.replacement, *lines[span.end_line :]])


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_reason_is_plain_and_the_corrected_line_can_be_read(path: Path) -> None:
    case = read_case(path)
    finding = told(case.written)
    span = finding.place.span
    assert span is not None
    assert f"{span.line}:{span.column}" == case.at, finding
    assert case.says in finding.message
    assert not any(word in finding.message + finding.hint for word in JARGON), finding
    if finding.code == "S101":
        (edit,) = finding.fix
        mended = applied(case.written, edit)
    else:
        line = case.written.split("\n")[span.line - 1]
        mended = case.written.replace(line, case.corrected)
    assert f"\n{case.corrected}\n" in mended or case.corrected.strip() in [
        line.strip() for line in mended.split("\n")
    ]
    if "\n" not in case.corrected:
        assert finding.hint.endswith(case.corrected.strip()), finding.hint
    document, findings = parse_yaml("module.yml", mended)
    assert document is not None
    assert findings == ()
    assert isinstance(document.data, dict)
    assert "version" in document.data


def test_the_control_words_without_trouble_stay_without_findings() -> None:
    document, findings = parse_yaml("module.yml", FINE)
    assert findings == ()
    assert document is not None
    assert document.cut == frozenset()
    assert isinstance(document.data, dict)
    assert document.data["middle"] == "Ask @home, & co, 100 %, 5 * 3 ! | > ` ? ,"
    assert len(document.data) == FINE.count("\n") - FINE.count("\n  ") - FINE.count("\n-")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_trouble_is_in_the_sentence_not_in_what_is_around_it(path: Path) -> None:
    written = read_case(path).written
    bare = "\n".join(line for line in written.split("\n") if line.startswith(("format", "version")))
    assert parse_yaml("module.yml", bare)[1] == ()


def test_places_and_edits_count_from_the_first_line_of_the_file() -> None:
    (finding,) = parse_yaml("lessons/a.md", "id: x\ntitle: A: b\n", first_line=2)[1]
    (edit,) = finding.fix
    assert (finding.place.span.line if finding.place.span else 0) == 3
    assert (edit.path, edit.span.line, edit.span.end_line) == ("lessons/a.md", 3, 3)


def test_of_two_bad_lines_the_first_is_told_first_and_each_correction_leads_on() -> None:
    text = "title: A: b\nsummary: `c`\nversion: 1.0.0\n"
    for wanted in ("colon", "backtick"):
        finding = told(text)
        assert wanted in finding.message
        text = applied(text, finding.fix[0])
    assert parse_yaml("module.yml", text)[1] == ()


def test_what_no_correction_helps_is_told_without_words_of_the_parser() -> None:
    finding = told("a: [\n- {[\n  ]\n")
    assert finding.fix == ()
    assert not any(word in finding.message for word in JARGON)
    assert "indentation, quotes and brackets" in finding.hint


def test_a_huge_file_is_told_without_trying_corrections() -> None:
    finding = told("a: b\n" * 20_000 + "title: x: y\n")
    assert finding.fix == ()


def test_both_sides_of_a_conflict_are_called_so() -> None:
    text = "id: tea\n<<<<<<< HEAD\ntitle: Make tea\n=======\ntitle: Brew tea\n>>>>>>> brew\n"
    finding = told(text)
    assert finding.place.span is not None
    assert finding.place.span.line == 2
    assert "both sides of a conflict" in finding.message
    assert finding.fix == ()


def test_the_line_as_it_should_be_keeps_its_indentation() -> None:
    (finding,) = parse_yaml("x.yml", "a:\n  - b: `x`\n")[1]
    assert finding.hint.endswith(':\n  - b: "`x`"')
    (finding,) = parse_yaml("x.yml", "a: `x`\n")[1]
    assert finding.hint.endswith(': a: "`x`"')
