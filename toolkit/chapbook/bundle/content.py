"""Refuse files that bundles do not carry. Pack and import ask the same function; the law is in `tree/content.py`."""

from __future__ import annotations

from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.diag.errors import Refused
from chapbook.tree.content import ALLOWED_TYPES as ALLOWED_TYPES
from chapbook.tree.content import FileProblem, size_problem, type_problem


def check_content(path: str, size: int, head: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
    """Check one file of a module by its name, size and first `HEAD` bytes; raises `Refused`."""
    refuse(size_problem(path, size, limits) or type_problem(path, head))


def refuse(problem: FileProblem | None) -> None:
    """Raise `Refused` when there is a problem."""
    if problem is not None:
        raise Refused(problem.code, problem.message, problem.hint)
