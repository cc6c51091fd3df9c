"""Notice changes by looking at the times of all files again and again: where the system does not tell of them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from chapbook.site.preview.gathering import Gathering
from chapbook.site.preview.scope import Scope
from chapbook.tree.disk import is_ignored

_SHORTEST = 0.3
_REST = 10
"""Between two looks: so many seconds at least, and so many times what a look takes."""

_Stamp = tuple[int, int, int]


class Poller:
    """Looks in a thread of its own."""

    def __init__(self, scope: Scope, gathering: Gathering) -> None:
        self._scope, self._gathering = scope, gathering
        self._end = threading.Event()
        self._seen = look(scope)
        self._thread = threading.Thread(target=self._run, name="chapbook-poll", daemon=True)

    def start(self) -> None:
        """Begin; changes since this was made count."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        pause = _SHORTEST
        while not self._end.wait(pause):
            started = time.monotonic()
            self.look()
            pause = max(_SHORTEST, _REST * (time.monotonic() - started))

    def look(self) -> None:
        """Look once, and tell of what is different."""
        now = look(self._scope)
        for path in now.keys() ^ self._seen.keys():
            self._gathering.add(Path(path))
        for path in now.keys() & self._seen.keys():
            if now[path] != self._seen[path]:
                self._gathering.add(Path(path))
        self._seen = now


def look(scope: Scope) -> dict[str, _Stamp]:
    """Give the stamp of every file that a preview follows, by its path."""
    found = dict(_stamps(str(each)) for each in scope.files() if each.is_file())
    for folder in scope.folders():
        found.update(_below(str(folder.path)))
    return found


def _stamps(path: str) -> tuple[str, _Stamp]:
    stat = os.stat(path)  # noqa: PTH116 - thousands of them
    return path, (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def _below(folder: str) -> Iterator[tuple[str, _Stamp]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_ignored(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(entry.path)
                elif entry.is_file():
                    stat = entry.stat()
                    yield entry.path, (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    except OSError:  # it went while we looked; the next look sees what is left
        return
