"""A forked process that ends with whoever forked it, also when that one is killed and can tell nobody."""

from __future__ import annotations

import os
import signal
import sys
import threading

_SET_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


def may_fork() -> bool:
    """Say whether a fork is safe: a thread may hold a lock that nobody would open again in the child."""
    return sys.platform == "linux" and threading.active_count() == 1


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def end_with(parent: int) -> None:
    """Let the system kill this process when `parent`, whose main thread forked it, is no more. Linux only."""
    import ctypes  # in children only, where nobody waits for it

    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)
