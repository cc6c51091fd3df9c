"""TeX formulas as MathML, made at build time: no script and no font from another host is needed to read them.

The TeX reader is latex2mathml, in Python: a Rust one was tried and ended the process on deeply nested braces.
"""

from __future__ import annotations

import re

MAX_TEX = 2_000
"""Longest formula in characters; a longer one stays TeX. The reader takes about 30 ms for this much."""

DOLLARS = re.compile(r"(?<![\\$\w])\$(?![\s$])((?:\\.|[^\\$\n])+?)(?<!\s)\$(?![\w$])")
"""`$x$` by Pandoc's rule: no blank inside the signs, no digit or letter around them, so "$5-$10" is two prices."""

_UNKNOWN_COMMAND = re.compile(r"<m[io]>\\[A-Za-z]")


def tex_to_mathml(tex: str, *, block: bool = False) -> str | None:
    """Give a `<math>` element, or None when the formula is too long, broken or uses an unknown command.

    The result is not clean: `\\href` and `\\text` bring what the author wrote, so it must pass the sanitiser.
    """
    if len(tex) > MAX_TEX:
        return None
    from latex2mathml import converter  # 20 ms, and most lessons have no formula

    try:
        mathml = converter.convert(tex, display="block" if block else "inline")
    except _failures():
        return None
    return None if _UNKNOWN_COMMAND.search(mathml) else mathml


def _failures() -> tuple[type[Exception], ...]:
    """Give what the reader raises on TeX that it cannot read."""
    from latex2mathml import exceptions

    return (
        exceptions.DenominatorNotFoundError,
        exceptions.DoubleSubscriptsError,
        exceptions.DoubleSuperscriptsError,
        exceptions.ExtraLeftOrMissingRightError,
        exceptions.InvalidAlignmentError,
        exceptions.InvalidStyleForGenfracError,
        exceptions.InvalidWidthError,
        exceptions.LimitsMustFollowMathOperatorError,
        exceptions.MissingEndError,
        exceptions.MissingSuperScriptOrSubscriptError,
        exceptions.NoAvailableTokensError,
        exceptions.NumeratorNotFoundError,
        RecursionError,
        # Not documented, but what the reader lets through on broken TeX such as `\begin`:
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        StopIteration,
        RuntimeError,
    )
