"""Read the examples of a rule's page: fenced files over a base module, and what a check must say about them.

An example lies between two headings. Its fences have four backticks and say `file=PATH` (with `merge`,
`without=KEY`, `repeat=TIMES` or `encoding=NAME`), `released=PATH` (a file of the last release, likewise over the base
module) or `irregular=NAME`; a fence `expect` holds lines `CODE PATH:LINE:COLUMN`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chapbook.lint.pages import read_base
from chapbook.tree.tree import MemoryTree

_FENCE = re.compile(r"^````(?P<info>\S.*)\n(?P<body>(?s:.*?))^````$", re.MULTILINE)
_HEADING = re.compile(r"^##+ (?P<title>.+)$", re.MULTILINE)
_KEY = re.compile(r"^(?P<key>[A-Za-z][\w-]*):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One example: its files over the base module's, and the lines that a check must give (None = it passes)."""

    title: str
    files: dict[str, bytes] = field(default_factory=dict)
    irregular: dict[str, str] = field(default_factory=dict)
    expected: tuple[str, ...] | None = None
    released: dict[str, bytes] | None = None

    def tree(self) -> MemoryTree:
        """Give the module as a tree."""
        return MemoryTree(self.files, self.irregular)


def examples(page: str) -> Iterator[Example]:
    """Give the examples of a page in order; each starts from the base module."""
    base = base_files()
    headings = list(_HEADING.finditer(_without_fences(page)))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        part = page[heading.end() : following.start() if following else len(page)]
        if _FENCE.search(part):
            yield Example(
                heading["title"],
                _laid_over(base, part),
                _irregular(part),
                _expected(part),
                _released(base, part),
            )


def base_files() -> dict[str, str]:
    """Give the files of the base module."""
    return {path: content.decode() for path, content in _laid_over({}, read_base()).items()}


def section_titles(page: str) -> list[str]:
    """Give the titles of a page's sections, those below `##`."""
    return re.findall(r"^## (.+)$", _without_fences(page), re.MULTILINE)


def _without_fences(page: str) -> str:
    """Give a page of the same length whose examples are blank."""
    return _FENCE.sub(lambda fence: " " * len(fence[0]), page)


def _released(base: dict[str, str], part: str) -> dict[str, bytes] | None:
    there = any("released" in _settings(fence["info"]) for fence in _FENCE.finditer(part))
    return _laid_over(base, part, "released") if there else None


def _laid_over(base: dict[str, str], part: str, kind: str = "file") -> dict[str, bytes]:
    files = {path: text.encode() for path, text in base.items()}
    for fence in _FENCE.finditer(part):
        settings = _settings(fence["info"])
        path = settings.get(kind)
        if path is not None:
            merge = "merge" in settings
            text = _merged(fence["body"], base[path], settings.get("without", "")) if merge else fence["body"]
            text *= int(settings.get("repeat", "1"))
            files[path] = text.encode(settings.get("encoding", "utf-8"))
    return files


def _merged(patch: str, base: str, without: str) -> str:
    """Put the patch first, so that its line numbers hold, then the blocks of `base` that it does not replace."""
    replaced = {match["key"] for match in _KEY.finditer(patch)} | set(without.split(","))
    starts = list(_KEY.finditer(base))
    ends = [*(match.start() for match in starts[1:]), len(base)]
    kept = (base[m.start() : end] for m, end in zip(starts, ends, strict=True) if m["key"] not in replaced)
    return patch + "".join(kept)


def _irregular(part: str) -> dict[str, str]:
    settings = ((_settings(fence["info"]), fence["body"]) for fence in _FENCE.finditer(part))
    return {each["irregular"]: body.strip() for each, body in settings if "irregular" in each}


def _expected(part: str) -> tuple[str, ...] | None:
    bodies = [fence["body"] for fence in _FENCE.finditer(part) if fence["info"].strip() == "expect"]
    return tuple(bodies[0].split("\n")[:-1]) if bodies else None


def _settings(info: str) -> dict[str, str]:
    words = (word.partition("=") for word in info.split()[1:])
    return {key: value for key, _, value in words}
