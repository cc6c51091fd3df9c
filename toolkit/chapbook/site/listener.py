"""Hear what MkDocs logs: its warnings become diagnostics, its last error the words of ours. Part of the door."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from chapbook.diag.diagnostic import Diagnostic
from chapbook.site import notices


class Listener(logging.Handler):
    """Turns MkDocs' warnings into diagnostics; those of our plugin ride along as values."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.diagnostics: list[Diagnostic] = []
        self.errors: list[str] = []

    @property
    def said(self) -> str:
        """Give what MkDocs complained of, or an empty text."""
        return " ".join(f"{each.rstrip('.')}." for each in dict.fromkeys(self.errors))

    def emit(self, record: logging.LogRecord) -> None:
        """Take one record."""
        diagnostic = getattr(record, "diagnostic", None)
        if isinstance(diagnostic, Diagnostic):
            self.diagnostics.append(diagnostic)
        elif record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        else:
            self.diagnostics.append(notices.mkdocs_said(record.getMessage()))


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen to MkDocs' log, and keep it from stderr, while the block runs."""
    logger, handler = logging.getLogger("mkdocs"), Listener()
    propagates = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates
