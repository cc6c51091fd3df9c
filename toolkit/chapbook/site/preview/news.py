"""What the preview shows now, and who is to hear of it: a frozen value, exchanged under a lock."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from chapbook.diag.diagnostic import Diagnostic
from chapbook.site.preview.addresses import LOADED, address, find, module_of

_MOST_FILES = 100
"""Changed files that are named to a page; when there are more, it is told that any may have changed."""
_MOST_FINDINGS = 50
"""Findings that are sent to a page; the rest is counted."""
_NEVER = "sw.js"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no new site."""

    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown at one moment.

    `version` counts the builds that made a site; `site` is its folder, `base` its address on
    a host. `changed` says in which version a file (a path
    inside the site) changed last, `all_changed` when everything did. Of the modules in `broken` something is left out.
    `findings` are those of modules by key, where they are known; those under "" belong to no module.
    """

    serial: int = 0
    version: int = 0
    site: Path | None = None
    base: str = "/"
    changed: Mapping[str, int] = field(default_factory=dict)
    all_changed: int = 0
    broken: frozenset[str] = frozenset()
    failure: Failure | None = None
    findings: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    def after_build(self, site: Path, base: str, changed: frozenset[str] | None) -> Shown:
        """Give what is shown after a build that changed files; None = all of them."""
        version = self.version + 1
        if changed is None:
            times, every = {}, version
        else:
            times, every = {**self.changed, **dict.fromkeys(changed, version)}, self.all_changed
        shown = replace(self, version=version, site=site, base=base, failure=None)
        return replace(shown, changed=times, all_changed=every)

    def changed_since(self, file: str, version: int) -> bool:
        """Say whether a file changed after a version."""
        return self.changed.get(file, self.all_changed) > version


def message_for(shown: Shown, file: str, since: int) -> dict[str, Any]:
    """Give what a page needs to know: `file` is what it was made of, `since` the version that it was served in."""
    there = shown.site is not None and find(shown.site, file) is not None
    other = sorted(path for path, version in shown.changed.items() if version > since and _is_loaded(path))
    findings = shown.findings.get(module_of(file))
    failure = shown.failure
    return {
        "version": shown.version,
        "reload": there and shown.changed_since(file, since),
        "all": shown.all_changed > since or len(other) > _MOST_FILES,
        "files": [address(path, shown.base) for path in other[:_MOST_FILES]],
        "gone": not there and shown.version > 0,
        "broken": not there and module_of(file) in shown.broken,
        "failure": {"message": failure.message, "hint": failure.hint} if failure else None,
        "findings": [_finding(each) for each in worst_first(findings or ())[:_MOST_FINDINGS]],
        "count": len(findings or ()),
    }


def _is_loaded(path: str) -> bool:
    dot = path.rfind(".")
    return dot > 0 and path[dot:].lower() in LOADED and path != _NEVER


def worst_first(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Sort findings: errors, warnings, infos; within these as they stand in the files."""
    return sorted(
        findings, key=lambda one: (one.severity.rank, one.location.path, one.location.span.line, one.code)
    )


def _finding(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "place": f"{diagnostic.location.path}:{diagnostic.location.span.line}",
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


class News:
    """Holds what is shown; whoever shows it waits here for the next. Safe to use from several threads."""

    def __init__(self) -> None:
        self._shown = Shown()
        self._next = threading.Condition()
        self._closed = False
        self._looked_at: Counter[str] = Counter()

    @property
    def shown(self) -> Shown:
        """What is shown now."""
        return self._shown

    def show(self, shown: Shown) -> None:
        """Show something else from now on."""
        with self._next:
            self._shown = replace(shown, serial=self._shown.serial + 1)
            self._next.notify_all()

    def after(self, serial: int, timeout: float) -> Shown | None:
        """Wait until something newer than `serial` is shown, or the time is over; None when the preview ends."""
        with self._next:
            self._next.wait_for(lambda: self._closed or self._shown.serial > serial, timeout)
            return None if self._closed else self._shown

    @contextmanager
    def looking(self, module: str) -> Iterator[None]:
        """Note that somebody looks at a page of a module while the block runs."""
        with self._next:
            self._looked_at[module] += 1
        try:
            yield
        finally:
            with self._next:
                self._looked_at[module] -= 1

    def looked_at(self) -> frozenset[str]:
        """Give the keys of the modules that somebody looks at now."""
        with self._next:
            return frozenset(key for key, count in self._looked_at.items() if count > 0)

    def close(self) -> None:
        """End all waiting, for good."""
        with self._next:
            self._closed = True
            self._next.notify_all()
