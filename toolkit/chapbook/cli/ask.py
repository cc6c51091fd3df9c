"""Ask on the terminal, on stderr, so that stdout holds the result only."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from chapbook.cli.screen import complain
from chapbook.diag.errors import UsageProblem


def may_ask(no_input: bool) -> bool:
    """Say whether there is somebody to answer: a terminal, and no --no-input."""
    return not no_input and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str, check: Callable[[str], object]) -> str:
    """Ask until `check` raises no `UsageProblem`; Return alone gives `default`."""
    while True:
        answer = str(click.prompt(question, default=default, show_default=bool(default), err=True))
        try:
            check(answer)
        except UsageProblem as problem:
            complain(problem.message.removesuffix(" Nothing was changed."), problem.hint)
        else:
            return answer
