"""The plan of a change to several files, as it is kept in `.chapbook-changes` (see `together.py`)."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from chapbook.diag.errors import OperationFailed
from chapbook.tree.tree import rel_path

PLAN = "plan.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file, or a folder. `before` and `after` tell contents from each other; empty: it is not there."""

    path: str
    before: str
    after: str
    is_folder: bool = False


def plan_bytes(entries: Sequence[Entry]) -> bytes:
    """Give the file's bytes; it says who made it, for those who wait."""
    run = {
        "process": os.getpid(),
        "computer": socket.gethostname(),
        "since": f"{datetime.now(UTC):%H:%M:%S} UTC",
    }
    return json.dumps({"format": _FORMAT, "run": run, "entries": [asdict(each) for each in entries]}).encode()


def read_plan(journal: Path, root: Path) -> list[Entry]:
    """Read the plan in a journal; `OperationFailed` when it is none, or names what is not below `root`."""
    try:
        data = json.loads((journal / PLAN).read_bytes())
        if data["format"] != _FORMAT:
            raise ValueError
        entries = [Entry(**each) for each in data["entries"]]
        if not all(_is_below(root, each.path) for each in entries):
            raise ValueError
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise OperationFailed(
            "change-unreadable",
            f"A command in {root} was cut off half-way, and {journal / PLAN} does not say how to finish it.",
            f"Look at your files, then move {journal} away.",
        ) from error
    return entries


def _is_below(root: Path, path: str) -> bool:
    """Say whether a path leads nowhere but into `root`, whoever wrote the plan."""
    place = root / rel_path(path)
    return place.parent.resolve().is_relative_to(root.resolve()) and not place.is_symlink()


def run_note(journal: Path) -> str:
    """Say which run holds a journal, in brackets; empty when that cannot be read."""
    try:
        run = json.loads((journal / PLAN).read_bytes())["run"]
        return (
            f" (process {int(run['process'])} on {str(run['computer'])[:80]}, since {str(run['since'])[:20]})"
        )
    except (OSError, ValueError, TypeError, KeyError):
        return ""
