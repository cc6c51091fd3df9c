"""Known findings in a file, so that an old workspace can start clean: only what is new is reported.

A finding is known by its code, its file and a digest of its source line, so that moved lines stay known. Two equal ones
count twice: a third is new. Paths are relative to the folder of the baseline, wherever one stands.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.report import Report
from chapbook.tree.write import write_file

SCHEMA = 1
_DIGITS = 16

Known = Counter[tuple[str, str, str]]
"""How often a code is known in a file for a line: path, code, digest of the line."""


def read_baseline(path: Path) -> Known | None:
    """Read the known findings; None when the file is not there yet. `UsageProblem` when it is no baseline."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise OperationFailed("cannot-read", message, "Look at its permissions.") from error
    try:
        content = json.loads(data)
        if content["schema"] != SCHEMA:
            raise ValueError
        known = Counter({_key(each): int(each["count"]) for each in content["known"]})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"{path} is not a list of known findings that this version can read. Nothing was changed."
        hint = "Name another file with --baseline, or delete this one to store the findings anew."
        raise UsageProblem("not-a-baseline", message, hint) from error
    return known


def _key(entry: dict[str, object]) -> tuple[str, str, str]:
    return str(entry["path"]), str(entry["code"]), str(entry["line"])


def write_baseline(path: Path, known: Known) -> None:
    """Write the known findings, sorted, one a line: version control then shows what came and went."""
    rows = [
        json.dumps({"path": where, "code": code, "line": line, "count": count}, ensure_ascii=True)
        for (where, code, line), count in sorted(known.items())
        if count > 0
    ]
    body = ",\n    ".join(rows)
    inner = f"\n    {body}\n  " if rows else ""
    write_file(path, f'{{\n  "schema": {SCHEMA},\n  "known": [{inner}]\n}}\n'.encode())


def known_of(report: Report, start: Path, baseline: Path) -> Known:
    """Give what a report holds as known findings; its paths are relative to `start`."""
    return Counter(_identity(each, start, baseline) for each in report.diagnostics)


def without_known(report: Report, known: Known, start: Path, baseline: Path) -> Report:
    """Leave out what is known, each as often as it is known; the first ones of a file go."""
    left = Counter(known)
    new = []
    for each in report.diagnostics:
        identity = _identity(each, start, baseline)
        left[identity] -= 1
        if left[identity] < 0:
            new.append(each)
    return Report(tuple(new), report.checked)


def updated(old: Known, now: Known, looked_at: Callable[[str, str], bool]) -> Known:
    """Give `now`, and of `old` what this check did not look at; `looked_at` takes a code and a path."""
    kept = {key: count for key, count in old.items() if not looked_at(key[1], key[0])}
    return Counter(kept) + now


def path_in(baseline: Path, path: Path) -> str:
    """Give a path as a baseline names it."""
    return _relative(path, baseline.parent)


def covers(folders: Iterable[str], path: str) -> bool:
    """Say whether a baseline's path is one of `folders` or inside one."""
    return any(folder == "." or path == folder or path.startswith(f"{folder}/") for folder in folders)


def _identity(diagnostic: Diagnostic, start: Path, baseline: Path) -> tuple[str, str, str]:
    line = diagnostic.excerpt.strip() or diagnostic.message
    digest = hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    return _relative(start / diagnostic.location.path, baseline.parent), diagnostic.code, digest


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()
