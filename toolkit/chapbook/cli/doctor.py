"""`chapbook doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from chapbook.cli.screen import good, say

_SIGNS = {"good": "ok  ", "note": "note", "bad": "BAD "}


@click.command(epilog="Example: chapbook doctor --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> int:
    """Look whether everything that Chapbook needs is there. Changes nothing."""
    from chapbook.services.doctor import diagnose
    from chapbook.services.version import version

    findings = diagnose(Path.cwd())
    bad = sum(finding.level == "bad" for finding in findings)
    if as_json:
        say(json.dumps({"schema": 1, "version": version(), "findings": [asdict(each) for each in findings]}))
        return 1 if bad else 0
    say(f"chapbook {version()}")
    for finding in findings:
        line = f"{_SIGNS[finding.level]}  {finding.what}"
        say(good(line) if finding.level == "good" else line)
        if finding.hint:
            say(f"      {finding.hint}")
    say(f"{bad} things need mending." if bad else "All is well.")
    return 1 if bad else 0
