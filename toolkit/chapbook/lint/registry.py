"""Every rule, in the order of the code table. A rule that is not named here does not exist."""

from __future__ import annotations

from chapbook.lint.rule import Rule

RULES: tuple[Rule, ...] = ()
