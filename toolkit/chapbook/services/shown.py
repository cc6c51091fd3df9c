"""Paths as messages show them."""

from __future__ import annotations

import os
from pathlib import Path


def shown_path(path: Path, start: Path) -> str:
    """Give a path as messages show it: relative to where the user stands, with `/`."""
    try:
        relative = os.path.relpath(path, start)
    except ValueError:
        relative = str(path)
    return Path(relative).as_posix()
