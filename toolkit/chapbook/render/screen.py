"""Text that is safe and fits on a terminal: widths, control characters, colours.

What is shown may come from a stranger's bundle, so nothing in it may steer the terminal or turn text around.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from chapbook.diag.diagnostic import Severity

_STEERING = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmless(text: str) -> str:
    """Replace control characters (but for the tab), direction marks and half characters by `\ufffd`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if _is_harmful(char) else char for char in text)


def _is_harmful(char: str) -> bool:
    return char != "\t" and (char in _TURNING or unicodedata.category(char) in _STEERING)


def columns(char: str) -> int:
    """Give how many columns a character takes: 0 for combining marks, 2 for wide ones, else 1."""
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours as an addition: with `on=False` every method gives its text unchanged."""

    on: bool

    def strong(self, text: str) -> str:
        """Make bold."""
        return self._with("1", text)

    def faint(self, text: str) -> str:
        """Make unobtrusive."""
        return self._with("2", text)

    def help(self, text: str) -> str:
        """Colour a word that announces what to do."""
        return self._with("36", text)

    def good(self, text: str) -> str:
        """Colour good news."""
        return self._with("32", text)

    def bad(self, text: str) -> str:
        """Colour what goes away."""
        return self._with("31", text)

    def severity(self, severity: Severity, text: str) -> str:
        """Colour by severity: red, yellow, blue."""
        code = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;34"}[severity]
        return self._with(code, text)

    def _with(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
