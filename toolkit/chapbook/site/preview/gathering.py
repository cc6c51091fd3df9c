"""Changes on their way from a watcher to whoever builds: gathered for a moment, then handed on together."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

MOMENT = 0.03
"""Seconds from the first change to handing on: an editor that saves writes, renames and touches within less."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed. `everything` says that more may have changed than is named; both empty: somebody only knocked."""

    paths: frozenset[Path] = frozenset()
    everything: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths)


class Gathering:
    """Takes changes from any thread; one thread takes them out."""

    def __init__(self) -> None:
        self._some = threading.Condition()
        self._paths: set[Path] = set()
        self._everything = False
        self._knocked = False
        self._first = 0.0

    def add(self, path: Path) -> None:
        """Note that a file or folder changed, came or went."""
        with self._some:
            self._note_time()
            self._paths.add(path)
            self._some.notify_all()

    def lost(self) -> None:
        """Note that changes were missed: anything may be different."""
        with self._some:
            self._note_time()
            self._everything = True
            self._some.notify_all()

    def knock(self) -> None:
        """End a wait although nothing changed."""
        with self._some:
            self._knocked = True
            self._some.notify_all()

    def pending(self) -> bool:
        """Say whether a change waits to be taken."""
        with self._some:
            return bool(self._paths) or self._everything

    def take(self) -> Changes:
        """Wait for a change or a knock; give what came in up to a moment after the first change, and forget it."""
        with self._some:
            # With a time limit, so that Ctrl-C is heard while waiting on every system.
            while not (self._paths or self._everything or self._knocked):
                self._some.wait(0.5)
            left = self._first + MOMENT - time.monotonic()
            while (self._paths or self._everything) and left > 0:
                self._some.wait(left)
                left = self._first + MOMENT - time.monotonic()
            taken = Changes(frozenset(self._paths), self._everything)
            self._paths, self._everything, self._knocked = set(), False, False
            return taken

    def _note_time(self) -> None:
        if not self._paths and not self._everything:
            self._first = time.monotonic()
