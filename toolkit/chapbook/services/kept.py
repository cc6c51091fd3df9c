"""What a check found, kept for the next one: a module that did not change is not read again.

One JSON file a workspace, in the user's folder for caches; deleting it costs time and nothing else. A report is used
again when all that it came from is the same: the bytes and names of the module's files, what its neighbours say of
themselves, the bundles of its last release, the settings, and this program. Files whose size and times are as they were
are taken for unchanged, as git and make do; those that were written within two seconds of the last look are read again,
since a clock is not finer than that on every disk.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import blake2b, file_digest
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import chapbook
from chapbook.diag.errors import ChapbookError
from chapbook.diag.plain import diagnostic_data, diagnostic_of
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig
from chapbook.model.subject import Neighbour, Subject
from chapbook.services.kept_form import card_data, card_of
from chapbook.tree.disk import DirTree
from chapbook.tree.write import write_file
from chapbook.workspace.neighbours import Neighbourhood, named_in, own_card, read_card
from chapbook.workspace.workspace import ModuleFolder, Workspace

SCHEMA = 1
_DIGEST = 16
"""Bytes of a digest: nobody gains from making two modules look the same to oneself."""
_MOST_REPORTS = 3
"""Reports kept of one module, each for other settings: as its status says, for publishing, of some codes only."""
_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file systems take for one (FAT has the coarsest clock)."""

ReleaseKey = Callable[[tuple[str, ...]], str]
"""Says for a module's names which bundles of it were released."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a module's folder looked at the time `seen` (ns); `stamp` stands for all bytes and names in it."""

    stamp: str
    seen: int
    files: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is kept of one module: its own names, those that it names, and findings by the settings they go with."""

    look: _Look
    card: Neighbour
    names: tuple[str, ...]
    named: tuple[str, ...]
    ways: tuple[str, ...]
    reports: Mapping[str, tuple[str, list[Any]]]


class KeptReports:
    """The reports of one workspace. Who asks for one and gets None checks, and hands in what was found."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self._file = folder / "check" / f"{_digest(str(workspace.root.resolve()))}.json"
        self._tool = _tool()
        self._entries = _read(self._file, self._tool)
        self._looks: dict[str, _Look | None] = {}
        self._tree: DirTree | None = None
        self._is_new = False
        self.around = Neighbourhood(workspace, self._card)

    def tree(self, path: Path) -> DirTree:
        """Give the tree of a module's folder; that of the last look, which need not be listed again."""
        return self._tree if self._tree is not None and self._tree.root == path else DirTree(path)

    def report(self, folder: ModuleFolder, config: LintConfig, release: ReleaseKey) -> Report | None:
        """Give the kept report on a module; None when there is none, or anything changed."""
        entry = self._unchanged(folder)
        if entry is None:
            return None
        came_from, findings = entry.reports.get(_settings_key(config), ("", []))
        if came_from != self._came_from(entry, release):
            return None
        try:
            return Report(tuple(diagnostic_of(each) for each in findings), (entry.card.id,))
        except (ValueError, TypeError):
            return None

    def keep(
        self, folder: ModuleFolder, config: LintConfig, release: ReleaseKey, subject: Subject, report: Report
    ) -> None:
        """Keep what was just found, unless the folder cannot be read whole."""
        look, module = self._look(folder), subject.module
        if look is None:
            return
        before = self._unchanged(folder)
        named, ways = named_in(subject)
        names = (module.id, module.renamed_from) if module else ()
        entry = _Entry(look, own_card(subject), tuple(filter(None, names)), named, ways, {})
        found = [diagnostic_data(each) for each in report.diagnostics]
        reports = dict(before.reports if before else {})
        reports.pop(_settings_key(config), None)
        newest = [*reports.items(), (_settings_key(config), (self._came_from(entry, release), found))]
        self._entries[folder.key] = replace(entry, reports=dict(newest[-_MOST_REPORTS:]))
        self._is_new = True

    def save(self) -> None:
        """Write the file if anything in it is new; a disk that refuses costs only time at the next check."""
        if not self._is_new:
            return
        kept = {key: each for key, each in self._entries.items() if key in self.around.keys}
        data = {
            "schema": SCHEMA,
            "tool": self._tool,
            "modules": {key: _data(kept[key]) for key in sorted(kept)},
        }
        with suppress(ChapbookError):
            write_file(self._file, json.dumps(data).encode())

    def _card(self, folder: ModuleFolder) -> Neighbour:
        entry = self._unchanged(folder)
        return read_card(folder) if entry is None else entry.card

    def _came_from(self, entry: _Entry, release: ReleaseKey) -> str:
        return _digest(self.around.facts(entry.named, entry.ways) + release(entry.names))

    def _unchanged(self, folder: ModuleFolder) -> _Entry | None:
        entry, look = self._entries.get(folder.key), self._look(folder)
        return entry if entry and look and entry.look.stamp == look.stamp else None

    def _look(self, folder: ModuleFolder) -> _Look | None:
        """Look at a module's folder, once a run; None when it cannot be read whole."""
        if folder.key not in self._looks:
            entry = self._entries.get(folder.key)
            try:
                now, self._tree = time.time_ns(), DirTree(folder.path)
                look = _look_at(self._tree, now, entry.look if entry else None)
            except (ChapbookError, OSError):
                look = None
            self._looks[folder.key] = look
            if entry and look and look is not entry.look and look.stamp == entry.look.stamp:
                self._entries[folder.key] = replace(entry, look=look)
                self._is_new = True
        return self._looks[folder.key]


def _look_at(tree: DirTree, now: int, before: _Look | None) -> _Look:
    """Look at a folder that was listed at the time `now` (ns); files that look as they did `before` are not read."""
    times = {path: [at.st_size, at.st_mtime_ns, at.st_ctime_ns] for path, at in tree.stats().items()}
    files: dict[str, object] = dict(times) | dict(tree.irregular())
    newest = max((at[1] for at in times.values()), default=0)
    if before is not None and before.files == files and newest < before.seen - _CLOCK:
        return before
    whole = blake2b(json.dumps(sorted(tree.irregular().items())).encode(), digest_size=_DIGEST)
    for path in tree.paths():
        with (tree.root / path).open("rb") as file:
            whole.update(f"{path}\0{file_digest(file, blake2b).hexdigest()}\0".encode())
    return _Look(whole.hexdigest(), now, files)


def _settings_key(config: LintConfig) -> str:
    return _digest(json.dumps(_plain(config)))


def _plain(value: Any) -> Any:
    """Give settings as values that look the same in every run."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, frozenset | set):
        return sorted(value)
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value


def _tool() -> str:
    """Give what stands for this program and the libraries that it reads files with."""
    own = Path(chapbook.__file__).parent
    parts = [sys.version]
    for path, folders, names in os.walk(own):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(names):
            at = (Path(path) / name).stat()
            parts.append(f"{name} {at.st_size} {at.st_mtime_ns}")
    for name in ("yaml", "markdown_it"):
        found = find_spec(name)
        if found is not None and found.origin:
            parts.append(str(Path(found.origin).parents[1].stat().st_mtime_ns))
    return _digest("\n".join(parts))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()


def _data(entry: _Entry) -> list[object]:
    look = entry.look
    own = [look.stamp, look.seen, look.files, card_data(entry.card)]
    return [*own, entry.names, entry.named, entry.ways, entry.reports]


def _read(path: Path, tool: str) -> dict[str, _Entry]:
    """Read what is kept; a file that is not there, not to be understood, or from another version holds nothing."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA or data["tool"] != tool:
            return {}
        return {key: _entry(*each) for key, each in data["modules"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _entry(
    stamp: str, seen: int, files: Any, card: Any, names: Any, named: Any, ways: Any, reports: Any
) -> _Entry:
    kept = {key: (str(came_from), list(found)) for key, (came_from, found) in reports.items()}
    look = _Look(str(stamp), int(seen), dict(files))
    return _Entry(look, card_of(card), tuple(names), tuple(named), tuple(ways), kept)
