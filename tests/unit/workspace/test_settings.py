"""`chapbook.yml`: entries of `check.ignore` that leave nothing out are reported where they stand."""

from __future__ import annotations

import pytest

from chapbook.lint.config import FileIgnore
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


IN_SOME = """\
check:
  ignore_in:
    - files: lessons/old-*
      codes: [A401, Q5]
"""


def test_codes_can_be_left_out_in_some_files() -> None:
    settings = parse_settings(IN_SOME.encode())

    assert settings.check.ignore_in == (FileIgnore("lessons/old-*", frozenset({"A401", "Q5"})),)
    assert settings.report.diagnostics == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("A401", "A4012", "S115", 4),
        ("codes: [A401, Q5]", "code: A401", "S102", 4),
        ("files: lessons/old-*", "codes: [Q]", "S103", 4),
        ("[A401, Q5]", "Q5", "S115", 4),
    ],
)
def test_slips_in_such_an_entry_are_reported_where_they_stand(
    old: str, new: str, code: str, line: int
) -> None:
    found = parse_settings(IN_SOME.replace(old, new).encode()).report.diagnostics
    assert (code, line) in [(each.code, each.location.span.line) for each in found]
