"""Hold measured ratios against the committed ones. Pure: what is measured, and how, is `quick.py`'s matter."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence

WORSE = 1.5
"""A ratio may be so many times the committed one."""
DIGITS = 3


def middle(pairs: Sequence[tuple[float, float]]) -> float:
    """Give the median of ours by theirs, pair by pair: a slow moment spoils one pair, and often both sides of it."""
    return statistics.median(ours / theirs for ours, theirs in pairs)


def worse(
    measured: Mapping[str, float], committed: Mapping[str, float], factor: float = WORSE
) -> dict[str, str]:
    """Name the ratios that are worse than they may be, or that only one side has, and say what is wrong with each."""
    found = {}
    for name in sorted(measured.keys() | committed.keys()):
        if name not in committed:
            found[name] = "no ratio is committed for it"
        elif name not in measured:
            found[name] = "it is committed, but nothing measures it"
        elif measured[name] > factor * committed[name]:
            found[name] = (
                f"{measured[name]:.{DIGITS}g}, committed {committed[name]:.{DIGITS}g}: "
                f"{measured[name] / committed[name]:.1f} times worse, {factor} is allowed"
            )
    return found


def read(text: str) -> dict[str, float]:
    """Read committed ratios."""
    return {str(name): float(value) for name, value in json.loads(text).items()}


def shown(ratios: Mapping[str, float]) -> str:
    """Give the text of the file of committed ratios."""
    return json.dumps({name: float(f"{value:.{DIGITS}g}") for name, value in ratios.items()}, indent=2) + "\n"
