"""Versions as Semantic Versioning 2.0.0 writes and orders them (https://semver.org)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(0|[1-9][0-9]{0,8})"
_IDENTIFIER = r"(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_VERSION = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-({_IDENTIFIER}(?:\.{_IDENTIFIER})*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?\Z"
)
MAX_VERSION = 64
"""Characters of the longest version; it becomes part of a file name."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version. `pre` holds the parts after `-`; build metadata is checked and dropped, as it has no order."""

    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()

    def __lt__(self, other: Version) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]:
        parts = tuple((False, int(p), "") if p.isdigit() else (True, 0, p) for p in self.pre)
        return (self.major, self.minor, self.patch, not self.pre, parts)


def parse_version(text: str) -> Version | None:
    """Read a version; None when it is not one."""
    match = _VERSION.match(text) if len(text) <= MAX_VERSION else None
    if match is None:
        return None
    major, minor, patch, pre, _build = match.groups()
    return Version(int(major), int(minor), int(patch), tuple(pre.split(".")) if pre else ())
