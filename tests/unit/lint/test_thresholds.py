"""The numbers that rules measure with: defaults, and a workspace's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from chapbook.diag.diagnostic import Finding
from chapbook.lint.rule import Rule, measured
from chapbook.lint.thresholds import DEFAULTS, Thresholds, with_numbers
from chapbook.model.module import Module
from chapbook.model.subject import Subject
from chapbook.workspace.settings import parse_settings
from support.modules import subject


def test_every_number_names_the_rule_that_uses_it() -> None:
    for each in fields(Thresholds):
        assert each.metadata["doc"][:4] in {"Q506", "Q507", "Q508", "Q511", "P601", "P606", "P607", "P610"}


def test_a_workspaces_own_numbers_are_taken() -> None:
    settings = parse_settings(b"check:\n  thresholds:\n    correct_length_ratio: 2\n    lesson_minutes: 15\n")

    assert settings.report.diagnostics == ()
    assert settings.check.thresholds == Thresholds(correct_length_ratio=2, lesson_minutes=15)


def test_without_numbers_the_defaults_hold() -> None:
    assert parse_settings(b"").check.thresholds == DEFAULTS


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("lesson_minute: 15", "S102", "Did you mean “lesson_minutes”?"),
        ("lesson_minutes: 1.5", "S115", ""),
        ("lesson_minutes: -1", "S115", ""),
        ("correct_length_ratio: -1", "S115", "Write a number such as 1.5."),
        ("correct_length_ratio: .nan", "S115", ""),
        ("correct_length_ratio: wide", "S115", ""),
    ],
)
def test_what_is_no_number_is_reported_and_the_default_holds(line: str, code: str, hint: str) -> None:
    settings = parse_settings(f"check:\n  thresholds:\n    {line}\n".encode())

    (only,) = settings.report.diagnostics
    assert (only.code, only.location.span.line) == (code, 3)
    assert hint in only.hint
    assert settings.check.thresholds == DEFAULTS


@pytest.mark.parametrize("value", [True, "8", None, float("inf"), -1])
def test_values_that_nothing_can_be_compared_with_are_left_out(value: object) -> None:
    assert with_numbers({"options_max": value, "unknown": 3}) == DEFAULTS


def test_a_rule_that_measures_is_handed_the_numbers() -> None:
    seen: list[int] = []

    def note(_: Subject, __: Module, thresholds: Thresholds) -> Iterator[Finding]:
        seen.append(thresholds.lesson_minutes)
        return iter(())

    rule = measured("P606", note)
    plain = Rule("P606", lambda _: iter(()))

    rule.findings(subject({}), Thresholds(lesson_minutes=3))
    rule.check(subject({}))
    rule.findings(subject({"module.yml": "["}), Thresholds(lesson_minutes=4))

    assert seen == [3, DEFAULTS.lesson_minutes]
    assert list(plain.findings(subject({}), DEFAULTS)) == []
