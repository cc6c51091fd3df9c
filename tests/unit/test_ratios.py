"""The quick benchmark fails when a ratio is much worse than the committed one. Made-up numbers; nothing is timed here."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def ratios() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_ratios", BENCHMARKS / "ratios.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_worse_ratio_fails(ratios: ModuleType) -> None:
    found = ratios.worse({"build": 1.6, "check": 0.4}, {"build": 1.0, "check": 0.4})
    assert list(found) == ["build"]
    assert "1.6 times worse" in found["build"]


def test_half_as_much_again_and_better_ones_pass(ratios: ModuleType) -> None:
    """The control: the same ratios within what is allowed."""
    assert ratios.worse({"build": 1.5, "check": 0.1}, {"build": 1.0, "check": 0.4}) == {}


@pytest.mark.parametrize(("measured", "committed"), [({"build": 1.0}, {}), ({}, {"build": 1.0})])
def test_what_only_one_side_has_fails(
    ratios: ModuleType, measured: dict[str, float], committed: dict[str, float]
) -> None:
    assert list(ratios.worse(measured, committed)) == ["build"]


def test_one_slow_moment_changes_nothing(ratios: ModuleType) -> None:
    quiet = [(1.0, 2.0)] * 4
    assert ratios.middle([*quiet, (9.0, 2.0)]) == ratios.middle(quiet) == 0.5


def test_a_machine_that_slows_down_changes_nothing(ratios: ModuleType) -> None:
    assert ratios.middle([(slow * 1.0, slow * 4.0) for slow in (1, 2, 3, 4, 5)]) == 0.25


def test_what_is_written_is_read(ratios: ModuleType) -> None:
    assert ratios.read(ratios.shown({"build": 1.23456})) == {"build": 1.23}


def test_the_committed_ratios_can_be_read(ratios: ModuleType) -> None:
    committed = ratios.read((BENCHMARKS / "ratios.json").read_text(encoding="utf-8"))
    assert committed
    assert all(each > 0 for each in committed.values())
