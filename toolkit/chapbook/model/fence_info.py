"""The first line of a quiz fence: `quiz id=… type=… review`, and how its problems are reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from chapbook.diag.diagnostic import Edit, Finding, Place, Span
from chapbook.diag.suggest import did_you_mean
from chapbook.model.mapping import KEBAB, MAX_ID, slugify
from chapbook.source.outline import Fence

_SETTINGS = (
    "id",
    "type",
    "objective",
    "points",
    "shuffle",
    "attempts",
    "difficulty",
    "source",
    "run",
    "renamed_from",
)
_FLAGS = ("review",)
INFO_TOKEN = re.compile(r'(?P<key>[^\s=]+)(=("(?P<quoted>[^"]*)"|(?P<value>\S*)))?')


@dataclass(slots=True)
class FenceWork:
    """One fence while it is read."""

    path: str
    fence: Fence
    findings: list[Finding] = field(default_factory=list)

    def place(self, line: int | None = None) -> Place:
        """Give the place of a line of the body (from 0), or of the fence's first line."""
        if line is None:
            span = self.fence.span
            return Place(
                path=self.path,
                span=Span(span.line, span.column, span.line, span.column + 3 + len(self.fence.info)),
            )
        source = self.fence.lines[line] if line < len(self.fence.lines) else ""
        start = self.fence.column + len(source) - len(source.lstrip())
        number = self.fence.line + line
        return Place(
            path=self.path, span=Span(number, start, number, self.fence.column + max(len(source.rstrip()), 1))
        )

    def add(
        self, code: str, message: str, hint: str, line: int | None = None, fix: tuple[Edit, ...] = ()
    ) -> None:
        """Report at the fence or at a line of it."""
        self.findings.append(Finding(code=code, message=message, place=self.place(line), hint=hint, fix=fix))

    def in_info(self, text: str) -> tuple[Edit, ...]:
        """Give the edit that puts `text` behind the word `quiz` of the first line; none when its place is not known."""
        fence = self.fence
        if not fence.info_column or not fence.info.startswith("quiz"):
            return ()
        line, column = fence.span.line, fence.info_column + len("quiz")
        return (Edit(self.path, Span(line, column, line, column), text),)


def read_info(work: FenceWork) -> dict[str, str]:
    settings: dict[str, str] = {}
    _, _, info = work.fence.info.strip().partition("quiz")
    for token in INFO_TOKEN.finditer(info):
        key = token["key"]
        value = token["quoted"] if token["quoted"] is not None else token["value"]
        if key in _FLAGS and value is None:
            settings[key] = "on"
        elif key in _SETTINGS and value:
            if key in settings:
                work.add("S103", f"This fence has “{key}” twice; one would be lost.", "Keep one of the two.")
            settings.setdefault(key, value)
        elif key in _SETTINGS:
            work.add(
                "S115",
                f"“{key}” has no value in this fence.",
                f"Write {key}=… without blanks around the = sign.",
            )
        else:
            hint = (
                did_you_mean(key, (*_SETTINGS, *_FLAGS)) or f"Known are {', '.join((*_SETTINGS, *_FLAGS))}."
            )
            work.add("S102", f"A quiz fence has no setting “{key}”, so nothing would read it.", hint)
    for key in ("id", "objective", "renamed_from"):
        value = settings.get(key, "")
        if value and not (KEBAB.match(value) and len(value) <= MAX_ID):
            near = slugify(value)
            hint = f"Write {key}={near}" if near else "Use a–z, 0–9 and single hyphens."
            work.add("S115", f"“{key}” is “{value}”; an id has only a–z, 0–9 and hyphens.", hint)
    return settings


def _whole_number(work: FenceWork, settings: dict[str, str], key: str, default: int) -> int:
    value = settings.get(key, str(default))
    if value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    work.add("S115", f"“{key}” must be a whole number, 0 or more; it is “{value}”.", f"Write {key}=1")
    return default


def common_values(work: FenceWork, settings: dict[str, str], hints: tuple[str, ...]) -> dict[str, Any]:
    shuffle = settings.get("shuffle")
    if shuffle not in (None, "on", "off"):
        work.add("S115", f"“shuffle” must be on or off; it is “{shuffle}”.", "Write shuffle=off")
    return {
        "id": settings.get("id", ""),
        "objective": settings.get("objective", ""),
        "points": _whole_number(work, settings, "points", 1),
        "attempts": _whole_number(work, settings, "attempts", 0),
        "review": settings.get("review") == "on",
        "shuffle": {"on": True, "off": False}.get(shuffle or ""),
        "difficulty": settings.get("difficulty", ""),
        "source": settings.get("source", ""),
        "renamed_from": settings.get("renamed_from", ""),
        "hints": hints,
        "place": work.place(),
    }
