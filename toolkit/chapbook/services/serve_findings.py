"""What is known of the modules in a preview: what the last build said of them, and what the last check found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import ChapbookError
from chapbook.diag.report import Report
from chapbook.services.check import CheckOptions, check
from chapbook.services.shown import shown_path
from chapbook.site.preview.builds import LEFT_OUT
from chapbook.workspace.settings import read_settings
from chapbook.workspace.workspace import Workspace

_SAID_BETTER = frozenset({"SIT103", "SIT104"})
"""What a build says of links and questions; rules say it too, and more."""

Sayings = Mapping[str, tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """What is found of some modules now; what of all findings is new, and how many went.

    Paths are relative to where the user stands.
    """

    report: Report
    new: Report
    mended: int


class Findings:
    """Findings by the key of a module; those that belong to none stand under "". Paths are relative to the workspace.

    `fresh` are the modules that were checked since the last build: what is found of one may hang on another.
    """

    def __init__(self, root: Path, start: Path) -> None:
        self._root, self._start = root, start
        self._built: dict[str, tuple[Diagnostic, ...]] = {}
        self._checked: dict[str, tuple[Diagnostic, ...]] = {}
        self.fresh: frozenset[str] = frozenset()
        self.broken: frozenset[str] = frozenset()

    @property
    def shown(self) -> Sayings:
        """All that is known, by module."""
        keys = self._built.keys() | self._checked.keys()
        return {key: _joined(self._built.get(key, ()), self._checked.get(key, ())) for key in keys}

    def after_build(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take what a build said. A module of which something was left out is broken, while it has a folder."""
        built: dict[str, tuple[Diagnostic, ...]] = {
            "": read_settings(Workspace(self._root)).report.diagnostics
        }
        for each in diagnostics:
            key = key_of(Path(each.location.path))
            built[key] = (*built.get(key, ()), each)
        self._built = built
        self._checked = {key: found for key, found in self._checked.items() if self._is_there(key)}
        self.fresh = frozenset()
        left_out = {key for key, said in built.items() if any(each.code in LEFT_OUT for each in said)}
        self.broken = frozenset(key for key in left_out if key and self._is_there(key))

    def check(self, key: str) -> None:
        """Check one module; one that cannot be checked has no findings but the build's."""
        self.fresh |= {key}
        folder = self._folder(key)
        if not self._is_there(key) or not key:
            return
        name = folder.relative_to(self._root).as_posix()
        try:
            found = check(CheckOptions(start=self._root, names=(name,))).diagnostics
        except ChapbookError:
            found = ()
        self._checked[key] = found

    def compared(self, keys: Iterable[str], before: Sayings) -> Found:
        """Give what is known of some modules, and what is new or went since `before`, in any module that is there."""
        now = self.shown
        old = Counter(_identity(each) for key in before if self._is_there(key) for each in before[key])
        new = []
        for each in (each for said in now.values() for each in said):
            if old[_identity(each)]:
                old[_identity(each)] -= 1
            else:
                new.append(each)
        names = sorted(keys)
        own = Report.of((each for key in names for each in now.get(key, ())), names)
        return Found(self._as_seen(own), self._as_seen(Report.of(new)), old.total())

    def _is_there(self, key: str) -> bool:
        return not key or self._folder(key).is_dir()

    def _as_seen(self, report: Report) -> Report:
        return Report.of(map(self._named, report.diagnostics), report.checked)

    def _named(self, diagnostic: Diagnostic) -> Diagnostic:
        place = diagnostic.location
        path = shown_path(self._root / place.path, self._start)
        return replace(diagnostic, location=replace(place, path=path))

    def _folder(self, key: str) -> Path:
        return self._root / key if key.startswith("imported/") else self._root / "modules" / key


def modules_of(paths: Iterable[Path], root: Path) -> frozenset[str]:
    """Give the keys of the modules that files or folders lie in."""
    inside = (path.relative_to(root) for path in paths if path.is_relative_to(root))
    return frozenset(map(key_of, inside)) - {""}


def key_of(path: Path) -> str:
    """Give the key of the module that a path in the workspace lies in, or an empty text."""
    parts = path.parts
    if parts[:1] == ("modules",) and len(parts) > 1:
        return parts[1]
    return "/".join(parts[:3]) if parts[:1] == ("imported",) and len(parts) > 2 else ""


def _joined(built: tuple[Diagnostic, ...], checked: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Join what a build and a check say, leaving out what the check says better of the same line."""
    places = {(each.location.path, each.location.span.line) for each in checked}
    return (
        *checked,
        *(
            each
            for each in built
            if each.code not in _SAID_BETTER or (each.location.path, each.location.span.line) not in places
        ),
    )


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """Give what makes two findings the same, though the line moved."""
    return diagnostic.location.path, diagnostic.code, diagnostic.message
