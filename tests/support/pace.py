"""Hostile input must end. Not a benchmark: the bound is far above what any machine needs, and far below for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HANGS = 60.0
"""Seconds of processor time after which something counts as hanging; the slowest case takes about two."""


@contextmanager
def ends() -> Iterator[None]:
    """Fail when the block takes so long that a person would have given up."""
    started = time.process_time()
    yield
    assert time.process_time() - started < HANGS


def growth(work: Callable[[int], object], size: int) -> float:
    """Give how many times longer `work(2 * size)` takes than `work(size)`: 2 is linear, 4 is quadratic.

    Of three measurements each the shortest counts, in processor time, so that a busy machine does not matter.
    """
    return _shortest(work, 2 * size) / max(_shortest(work, size), 1e-3)


def _shortest(work: Callable[[int], object], size: int) -> float:
    times = []
    for _ in range(3):
        started = time.process_time()
        work(size)
        times.append(time.process_time() - started)
    return min(times)
