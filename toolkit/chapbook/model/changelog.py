"""A module's `CHANGELOG.md`: what changed for learners, in the author's words. Pure.

The law: a heading of level 2 that begins with a version opens a release, `## 1.2.0 - 2026-11-20`; the version may
stand in brackets and after a `v`, the day, as `YYYY-MM-DD`, anywhere behind it or not at all. What follows, up to
the next heading of level 1 or 2, is Markdown. Everything else, such as a heading “Unreleased”, is passed over. This is
how “Keep a Changelog” writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from chapbook.model.subject import Subject
from chapbook.model.version import Version, parse_version
from chapbook.tree.tree import RelPath

CHANGELOG_FILE = RelPath("CHANGELOG.md")
MOST = 64 * 1024
"""Bytes of the longest file that is read."""

_HEADING = re.compile(r"#{1,2}(?!#)\s*(.*)")
_RELEASE = re.compile(r"\[?v?([0-9][^\s\],()]*)\]?(.*)")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release. `day` is ISO 8601, empty when it is not said; `changes` is Markdown."""

    version: str
    day: str = ""
    changes: str = ""


def releases_of(subject: Subject) -> tuple[Release, ...]:
    """Give a module's releases up to the version that it has now, the newest first."""
    if subject.module is None or CHANGELOG_FILE not in subject.tree.paths():
        return ()
    if subject.tree.size(CHANGELOG_FILE) > MOST:
        return ()
    now = parse_version(subject.module.version)
    found = read_releases(subject.tree.read(CHANGELOG_FILE).decode("utf-8", "replace"))
    dated = [(version, each) for each in found if (version := parse_version(each.version)) is not None]
    kept = [(version, each) for version, each in dated if now is None or not now < version]
    return tuple(each for _, each in sorted(kept, key=lambda one: _Order(one[0])))


def read_releases(text: str) -> tuple[Release, ...]:
    """Read all releases in the order in which they stand; of a version that stands twice the first."""
    found: dict[str, tuple[str, list[str]]] = {}
    lines: list[str] | None = None
    fence = ""
    for line in text.removeprefix("\ufeff").splitlines():
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        heading = None if fence else _HEADING.fullmatch(line)
        if heading is None:
            if lines is not None:
                lines.append(line)
            continue
        lines = None
        opened = _RELEASE.match(heading[1]) if line.startswith("##") else None
        if opened and parse_version(opened[1]) is not None and opened[1] not in found:
            lines = []
            found[opened[1]] = (_day(opened[2]), lines)
    return tuple(
        Release(version=version, day=day, changes="\n".join(inside).strip())
        for version, (day, inside) in found.items()
    )


def _day(text: str) -> str:
    found = _DAY.search(text)
    try:
        return date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class _Order:
    """Sorts versions, the highest first."""

    version: Version

    def __lt__(self, other: _Order) -> bool:
        return other.version < self.version
