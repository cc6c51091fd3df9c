"""The binary form in which SSH writes keys and signatures: numbers of four bytes, and texts behind their length.

Source: RFC 4251, section 5. What runs out too early or is longer than it should be is a `ValueError`.
"""

from __future__ import annotations


def string(content: bytes) -> bytes:
    """Write a text behind its length."""
    return len(content).to_bytes(4, "big") + content


class Reader:
    """Takes one value after the other; `end` makes sure that nothing is left."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def take(self, count: int) -> bytes:
        """Give the next `count` bytes."""
        end = self._place + count
        if end > len(self._data):
            raise ValueError("it ends too early")
        taken = self._data[self._place : end]
        self._place = end
        return taken

    def number(self) -> int:
        """Give the next number of four bytes."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """Give the next text."""
        return self.take(self.number())

    def end(self) -> None:
        """Raise when something is left."""
        if self._place != len(self._data):
            raise ValueError(f"{len(self._data) - self._place} bytes too many stand at its end")
