"""What a rule is: a code and a pure function from a subject to findings.

To add a rule: one row in `diag/codes.py`, one function in `lint/rules/` named in `lint/registry.py`, and one page
`lint/pages/CODE-slug.md`, whose examples are its test. Nothing else. A rule that measures says so with `measured` and
is handed the workspace's numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chapbook.diag.diagnostic import Finding
from chapbook.lint.thresholds import DEFAULTS, Thresholds
from chapbook.model.module import Module
from chapbook.model.subject import Subject

Check = Callable[[Subject], Iterator[Finding]]
Measure = Callable[[Subject, Thresholds], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. Its words for people are in the page of the same code; severity comes from the code table.

    `measure` is there when the rule compares with thresholds; `check` then uses the defaults.
    """

    code: str
    check: Check
    measure: Measure | None = None

    def findings(self, subject: Subject, thresholds: Thresholds) -> Iterator[Finding]:
        """Check a subject with these thresholds."""
        return self.check(subject) if self.measure is None else self.measure(subject, thresholds)


def with_module(check: Callable[[Subject, Module], Iterator[Finding]]) -> Check:
    """Make a check of one that needs a readable `module.yml`; without one it finds nothing."""

    def checked(subject: Subject) -> Iterator[Finding]:
        return iter(()) if subject.module is None else check(subject, subject.module)

    return checked


def measured(code: str, check: Callable[[Subject, Module, Thresholds], Iterator[Finding]]) -> Rule:
    """Make a rule of a check that needs a readable `module.yml` and compares with thresholds."""

    def measure(subject: Subject, thresholds: Thresholds) -> Iterator[Finding]:
        return iter(()) if subject.module is None else check(subject, subject.module, thresholds)

    return Rule(code, lambda subject: measure(subject, DEFAULTS), measure)
