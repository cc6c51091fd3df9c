"""Make modules on all processors: on Linux in children that share what is loaded, elsewhere one by one."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chapbook.diag.errors import OperationFailed
from chapbook.site.child import end_with, may_fork, processors
from chapbook.site.face import Face
from chapbook.site.making import Made, Makers, ModuleMaker, Task

_AT_ONCE = 4
"""Modules that a child is handed at a time, and the fewest that are worth one."""
_GARBAGE = 50_000
"""Objects between two looks for garbage: pages make hardly any, and looking costs more than rendering."""

_maker: ModuleMaker | None = None


def make_all(
    tasks: Sequence[Task],
    makers: Makers,
    known: Mapping[str, Face] | None,
    jobs: int,
) -> Iterator[Made]:
    """Make modules, in order. `OperationFailed` when a child dies, and what making raises."""
    children = min(jobs or processors(), len(tasks) // _AT_ONCE)
    if children < 2 or not may_fork():
        if len(tasks) > _AT_ONCE:
            gc.set_threshold(_GARBAGE, 20, 100)
        maker = ModuleMaker(makers, known)
        for task in tasks:
            yield maker.make(task)
        return
    import multiprocessing  # these are not needed for a single module
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    gc.collect()
    gc.freeze()
    pool = ProcessPoolExecutor(
        children,
        multiprocessing.get_context("fork"),
        initializer=_begin,
        initargs=(os.getpid(), replace(makers, begun=None), known),
    )
    try:
        yield from pool.map(_make, tasks, chunksize=_AT_ONCE)
    except BrokenProcessPool as error:
        raise OperationFailed(
            "build-process-ended",
            "A process that made pages was ended from outside, perhaps for want of memory. The old site is unchanged.",
            "Build with fewer processes: chapbook build --jobs 1",
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _begin(parent: int, makers: Makers, known: Mapping[str, Face] | None) -> None:
    global _maker
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent tidies up
    gc.freeze()
    gc.set_threshold(_GARBAGE, 20, 100)
    _maker = ModuleMaker(makers, known)


def _make(task: Task) -> Made:
    assert _maker is not None
    return _maker.make(task)
