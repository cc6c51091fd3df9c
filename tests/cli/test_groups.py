"""Commands that have commands of their own."""

from __future__ import annotations

import importlib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from chapbook.cli.main import COMMANDS
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


def groups() -> dict[str, click.Group]:
    places = {name: where.split(":") for name, (where, _) in COMMANDS.items()}
    found = {name: getattr(importlib.import_module(module), it) for name, (module, it) in places.items()}
    return {name: each for name, each in found.items() if isinstance(each, click.Group)}


def test_no_line_about_a_command_is_cut_off() -> None:
    found = groups()
    assert {"new", "key", "trust", "cache", "endorse"} <= set(found)
    for name, group in found.items():
        shown = CliRunner().invoke(group, ["--help"], prog_name=f"chapbook {name}", terminal_width=80).output
        _, _, lines = shown.partition("Commands:")
        assert all(each in lines for each in group.commands), shown
        assert "..." not in lines, shown
