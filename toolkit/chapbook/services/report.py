"""Look over a module: a folder, an id of this workspace or a bundle. Nothing is written."""

from __future__ import annotations

from pathlib import Path

from chapbook.model.overview import Overview, overview
from chapbook.services.released import read_named, readable


def report(name: str, start: Path) -> Overview:
    """Read the module called `name`; `ChapbookError` when there is none or it cannot be read."""
    subject = read_named(name, start)
    return overview(subject, readable(subject, name))
