"""What was served of modules, so that a page which is broken now can still be looked at. In memory, and bounded."""

from __future__ import annotations

import threading
from collections import OrderedDict

LARGEST = 2 * 1024 * 1024
TOTAL = 64 * 1024 * 1024
"""Bytes that are remembered: of one file, and of all together; what was served longest ago goes first."""


class Remembered:
    """Files by their paths inside the site. Safe to use from several threads."""

    def __init__(self, largest: int = LARGEST, total: int = TOTAL) -> None:
        self._largest, self._total = largest, total
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def put(self, path: str, data: bytes) -> None:
        """Remember a file as it is now, unless it is too large."""
        with self._lock:
            self._size -= len(self._files.pop(path, b""))
            if len(data) > self._largest:
                return
            self._files[path] = data
            self._size += len(data)
            while self._size > self._total:
                _, oldest = self._files.popitem(last=False)
                self._size -= len(oldest)

    def get(self, path: str) -> bytes | None:
        """Give what was last served under a path."""
        with self._lock:
            return self._files.get(path)
