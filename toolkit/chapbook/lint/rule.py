"""What a rule is: a code and a pure function from a subject to findings.

To add a rule: one row in `diag/codes.py`, one function in `lint/rules/` named in `lint/registry.py`, and one page
`lint/pages/CODE-slug.md`, whose examples are its test. Nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chapbook.diag.diagnostic import Finding
from chapbook.model.module import Module
from chapbook.model.subject import Subject

Check = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. Its words for people are in the page of the same code; severity comes from the code table."""

    code: str
    check: Check


def with_module(check: Callable[[Subject, Module], Iterator[Finding]]) -> Check:
    """Make a check of one that needs a readable `module.yml`; without one it finds nothing."""

    def checked(subject: Subject) -> Iterator[Finding]:
        return iter(()) if subject.module is None else check(subject, subject.module)

    return checked
