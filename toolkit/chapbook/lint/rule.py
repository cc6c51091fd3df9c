"""What a rule is: a code and a pure function from a subject to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chapbook.diag.diagnostic import Finding
from chapbook.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. Its words for people are in the page of the same code; severity comes from the code table."""

    code: str
    check: Callable[[Subject], Iterator[Finding]]
