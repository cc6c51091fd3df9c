"""A built site and where it is served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """A built site and where it is served."""

    folder: Path
    url: str
