"""Commands that have commands of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.process import chapbook


@pytest.mark.parametrize(
    ("group", "slip", "hint"),
    [
        ("new", "modul", "Did you mean “module”?"),
        ("trust", "lst", "Did you mean “list”?"),
        ("endorse", "revew", "Did you mean “review”?"),
        ("key", "rotte", "Did you mean “rotate”?"),
        ("key", "zzz", "See: chapbook key --help"),
    ],
)
def test_a_slip_gets_a_did_you_mean(tmp_path: Path, group: str, slip: str, hint: str) -> None:
    done = chapbook(group, slip, cwd=tmp_path)

    assert done.code == 2
    assert f"There is no command “chapbook {group} {slip}”." in done.err
    assert hint in done.err
