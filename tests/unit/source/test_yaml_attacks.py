"""What attacks parsers of YAML ends soon, with a finding that has a line and a column; the C loader itself crashes.

Each file of `tests/cases/yaml_attacks` says why, which code and place (line:column) the first finding has, and the text in
pieces: as it is, or `[piece, how often]`.
"""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from chapbook.diag.diagnostic import Finding
from chapbook.source.yaml_reader import MAX_REFUSED, parse_yaml
from support.pace import ends
from support.threats import Threats

FOLDER = Path(__file__).parents[2] / "cases" / "yaml_attacks"
MIB = 1024 * 1024


@dataclass(frozen=True)
class Attack:
    """One text and its first finding."""

    name: str
    code: str
    at: str
    text: str


def _attack(path: Path) -> Attack:
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert said["why"]
    pieces = (each if isinstance(each, str) else each[0] * each[1] for each in said["text"])
    return Attack(path.stem, said["code"], said["at"], "".join(pieces))


ATTACKS = [_attack(path) for path in sorted(FOLDER.glob("*.yml"))]


def place(finding: Finding) -> str:
    """Give line:column."""
    span = finding.place.span
    return f"{span.line}:{span.column}" if span is not None else ""


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_ends_in_a_finding_with_its_place(attack: Attack) -> None:
    with ends():
        document, findings = parse_yaml("module.yml", attack.text)
    assert findings
    assert (findings[0].code, place(findings[0])) == (attack.code, attack.at)
    assert len(findings) <= MAX_REFUSED + 2
    assert (document is None) == any(each.code == "S101" for each in findings)
    assert all(each.message.isprintable() for each in findings)


def test_what_was_tried_is_counted(threats: Threats) -> None:
    """The control: PyYAML's C loader, in a process of its own, ends that process at deep nesting."""
    assert len(ATTACKS) >= 70
    assert _loaded_by_c("[" * 100_000) != 0
    assert _loaded_by_c("a: 1") == 0
    refused = sum(bool(parse_yaml("module.yml", attack.text)[1]) for attack in ATTACKS)
    control = "PyYAML’s C loader ends the process at 100,000 brackets"
    threats.record(
        "Texts", "YAML that explodes, hides or runs", tried=len(ATTACKS), refused=refused, control=control
    )


def _loaded_by_c(text: str) -> int:
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        pytest.skip("PyYAML was built without libyaml")
    script = "import sys, yaml; yaml.load(sys.stdin.read(), Loader=yaml.CSafeLoader)"
    done = subprocess.run(
        [sys.executable, "-c", script], input=text.encode(), stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode


@pytest.mark.parametrize("name", ["many-values", "many-equal-keys"])
def test_many_values_do_not_take_much_memory(name: str) -> None:
    attack = next(attack for attack in ATTACKS if attack.name == name)
    tracemalloc.start()
    try:
        parse_yaml("module.yml", attack.text)
        assert tracemalloc.get_traced_memory()[1] < 64 * MIB
    finally:
        tracemalloc.stop()
