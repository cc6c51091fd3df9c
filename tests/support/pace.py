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

    Of four measurements each the shortest counts, in processor time and taken in turn, so that a machine that is busy
    for a while does not matter.
    """
    times = [(_seconds(work, size), _seconds(work, 2 * size)) for _ in range(4)]
    return min(twice for _, twice in times) / max(min(once for once, _ in times), 1e-3)


def _seconds(work: Callable[[int], object], size: int) -> float:
    started = time.process_time()
    work(size)
    return time.process_time() - started
