"""The first build of a preview, made ahead by a process of its own, which may use all processors.

A preview has threads, and a process with threads cannot be forked to render pages on all processors. So before there
are any, a child is forked that builds what the preview will build; the preview then finds it made. Whatever goes wrong
in the child is told by the preview's own build.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess

from chapbook.site.child import end_with, may_fork
from chapbook.site.result import Progress

Build = Callable[[Progress], object]


class Ahead:
    """A build that runs in a child."""

    def __init__(self, child: ForkProcess, told: Connection) -> None:
        self._child, self._told = child, told

    def wait(self, progress: Progress) -> None:
        """Wait until it is done, telling how far it is."""
        with suppress(EOFError):
            while True:
                progress(*self._told.recv())
        self._child.join()

    def close(self) -> None:
        """End it, if it still runs, as Ctrl-C does."""
        if self._child.is_alive() and self._child.pid:
            os.kill(self._child.pid, signal.SIGINT)
        self._child.join()
        self._told.close()


def build_ahead(build: Build, leave: Callable[[], object]) -> Ahead | None:
    """Begin to build in a child, which first `leave`s what is its parent's; None where a fork is not safe."""
    if not may_fork():
        return None
    context = multiprocessing.get_context("fork")
    told, tell = context.Pipe(duplex=False)
    child = context.Process(target=_build, args=(os.getpid(), build, leave, told, tell))
    child.start()
    tell.close()
    return Ahead(child, told)


def _build(
    parent: int, build: Build, leave: Callable[[], object], told: Connection, tell: Connection
) -> None:
    end_with(parent)
    told.close()
    leave()
    with suppress(BaseException):  # the parent builds too, and says what is wrong
        build(lambda done, total: tell.send((done, total)))
