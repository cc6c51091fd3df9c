"""Operations that failed: one typed exception, raised; caught once in `cli/`.

A problem in the author's content is never an exception but a `Diagnostic`. The subclass says who must act;
each carries its exit code.
"""

from __future__ import annotations

from typing import ClassVar


class ChapbookError(Exception):
    """An operation could not be done. `message` says what and why, `hint` what to do next.

    `code` is permanent and machine-readable (kebab-case, such as `read-only-folder`).
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class UsageProblem(ChapbookError):
    """The command was called in a way that cannot work (exit code 2)."""

    exit_code = 2


class OperationFailed(ChapbookError):
    """The machine, the disk or another program said no (exit code 3)."""

    exit_code = 3


class Refused(ChapbookError):
    """Chapbook refuses for safety (exit code 4): a hostile or damaged bundle, a changed key, a limit."""

    exit_code = 4
