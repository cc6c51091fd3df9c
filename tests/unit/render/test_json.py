"""The JSON report: keys that other programs rely on."""

from __future__ import annotations

import json

import pytest

from chapbook.diag.diagnostic import (
    Diagnostic,
    Edit,
    FileFix,
    Location,
    Rename,
    Severity,
    Span,
    TakeOutPlace,
)
from chapbook.diag.report import Report
from chapbook.render.json import render_report

SPAN = Span(3, 8, 3, 12)


def test_the_keys_and_their_values() -> None:
    report = Report.of(
        [
            Diagnostic(
                code="S109",
                slug="unknown-reference",
                severity=Severity.ERROR,
                message="Unknown objective `stag`.",
                location=Location("quizzes/check.yml", SPAN, ("questions", 0, "objective")),
                hint="Did you mean `stage`?",
                excerpt="    objective: stag",
                fix=(Edit("quizzes/check.yml", SPAN, "stage"),),
            )
        ],
        ["git"],
    )

    assert json.loads(render_report(report)) == {
        "schema": 1,
        "checked": ["git"],
        "counts": {"error": 1, "warning": 0, "info": 0},
        "diagnostics": [
            {
                "code": "S109",
                "slug": "unknown-reference",
                "severity": "error",
                "message": "Unknown objective `stag`.",
                "hint": "Did you mean `stage`?",
                "path": "quizzes/check.yml",
                "data_path": ["questions", 0, "objective"],
                "line": 3,
                "column": 8,
                "end_line": 3,
                "end_column": 12,
                "fix": [
                    {
                        "path": "quizzes/check.yml",
                        "line": 3,
                        "column": 8,
                        "end_line": 3,
                        "end_column": 12,
                        "replacement": "stage",
                    }
                ],
                "file_fix": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("fix", "data"),
    [
        (
            Rename("assets/A b.svg", "assets/a-b.svg"),
            {"action": "rename", "path": "m/assets/A b.svg", "new_path": "m/assets/a-b.svg"},
        ),
        (TakeOutPlace("assets/a.jpg"), {"action": "take-out-place", "path": "m/assets/a.jpg"}),
    ],
)
def test_fixes_of_whole_files_say_what_they_do(fix: FileFix, data: dict[str, str]) -> None:
    found = Diagnostic(
        code="S111",
        slug="awkward-file-name",
        severity=Severity.WARNING,
        message="The name.",
        location=Location(fix.path, SPAN),
        file_fix=fix,
    )
    (shown,) = json.loads(render_report(Report.of([found]).under("m")))["diagnostics"]
    assert shown["file_fix"] == data


def test_the_output_is_ascii() -> None:
    text = render_report(Report.of([], ["caf\u00e9", "\ud800"]))

    assert text.isascii()
    assert json.loads(text)["checked"] == ["caf\u00e9", "\ud800"]
