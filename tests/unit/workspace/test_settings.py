"""`chapbook.yml`: entries of `check.ignore` that leave nothing out are reported where they stand."""

from __future__ import annotations

import pytest

from chapbook.workspace.settings import parse_settings


def test_entries_that_fit_a_code_are_taken() -> None:
    settings = parse_settings(b"check:\n  ignore: [S106, Q, X80]\n")

    assert settings.check.ignore == {"S106", "Q", "X80"}
    assert settings.report.diagnostics == ()


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ("S1066", "Did you mean “S106”?"),
        ("s106", "Did you mean “S106”?"),
        ("file-not-used", "Did you mean “S106”?"),
        ("zzz", "see them all with: chapbook explain"),
        ("''", "see them all with: chapbook explain"),
    ],
)
def test_an_entry_that_fits_none_is_reported_at_its_line(entry: str, hint: str) -> None:
    (only,) = parse_settings(f"check:\n  ignore:\n    - Q\n    - {entry}\n".encode()).report.diagnostics

    assert (only.code, only.location.path, only.location.span.line) == ("S115", "chapbook.yml", 4)
    assert only.hint.endswith(hint)


def test_what_is_no_word_is_reported_once() -> None:
    (only,) = parse_settings(b"check:\n  ignore:\n    - [S106]\n").report.diagnostics
    assert only.code == "S115"
