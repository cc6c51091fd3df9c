"""How other programs want paths: without `./`, and as parts of addresses."""

from __future__ import annotations

import posixpath
from urllib.parse import quote


def tidy(path: str) -> str:
    """Give a path without `.` and needless `..`: `./chapbook.yml` → `chapbook.yml`."""
    return posixpath.normpath(path) if path else path


def uri(path: str) -> str:
    """Give a path as a relative reference of RFC 3986; a half character becomes a question mark."""
    return quote(tidy(path).encode("utf-8", "replace"), safe="/~")
