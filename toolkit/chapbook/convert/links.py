"""Rewrite the links of a source for the module: pages to lessons, pictures and downloads into `assets/`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from chapbook.convert.notes import Log
from chapbook.model.mapping import free_id, slugify
from chapbook.tree.content import ALLOWED_TYPES
from chapbook.tree.tree import RelPath, Tree

_ADDRESS = r"<[^<>\n]*>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*"
_INLINE = re.compile(rf"(\]\([ \t]*)({_ADDRESS})(?=(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\))")
_DEFINED = re.compile(r"^( {0,3}\[[^\]\n]+\]:[ \t]*)(<[^<>\n]*>|\S+)")
_ATTRIBUTE = re.compile(r"(\b(?:src|href|poster)[ \t]*=[ \t]*[\"'])([^\"'\n]*)(?=[\"'])", re.IGNORECASE)
_CODE = re.compile(r"(`+[^`\n]*`+)")
_FENCE = re.compile(r"\s*(?:>[ \t]*|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?!.*`)|~{3,})")
_OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
_NOT_ASSETS = frozenset({".md", ".yml", ".yaml"})


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Give a text with `change` done to each stretch of a line that is not code."""
    opened, lines = "", []
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if opened:
            closes = match and match[1].startswith(opened) and not line.strip().strip("`~> ")
            opened = "" if closes else opened
        elif match:
            opened = match[1]
        else:
            line = "".join(part if n % 2 else change(part) for n, part in enumerate(_CODE.split(line)))
        lines.append(line)
    return "\n".join(lines)


def rebased(text: str, old: str, new: str) -> str:
    """Give Markdown that stood in the folder `old` with its relative links as they must be in the folder `new`."""

    def swap(match: re.Match[str]) -> str:
        target = match[2].strip("<>")
        if not target or _OUTSIDE.match(target) or target.startswith("/"):
            return match[0]
        place = posixpath.normpath(posixpath.join(old, target))
        up = "../" * (new.count("/") + 1 if new else 0)
        moved = up + place if place.startswith("../") else posixpath.relpath(place, new or ".")
        return match[1] + (f"<{moved}>" if re.search(r"[\s()]", moved) else moved)

    def change(part: str) -> str:
        for pattern in (_INLINE, _DEFINED, _ATTRIBUTE):
            part = pattern.sub(swap, part)
        return part

    return text if old == new else outside_code(text, change)


class Links:
    """Rewrites links; `assets` grows: new path → path in the source.

    `pages` maps a file of the source to the lesson that was made of it.
    """

    def __init__(self, tree: Tree, pages: Mapping[str, str], log: Log) -> None:
        self._tree = tree
        self._there = set(tree.paths())
        self._pages = pages
        self._log = log
        self._names: dict[str, str] = {}
        self.assets: dict[str, str] = {}

    def rewrite(self, text: str, origin: str) -> str:
        """Give Markdown that stood in the file `origin`, as it must be in a lesson or a quiz."""

        def swap(match: re.Match[str]) -> str:
            written = match[2]
            target = self._target(written.strip("<>"), origin)
            return match[0] if target is None else match[1] + target

        def change(part: str) -> str:
            for pattern in (_INLINE, _DEFINED, _ATTRIBUTE):
                part = pattern.sub(swap, part)
            return part

        return outside_code(text, change)

    def _target(self, written: str, origin: str) -> str | None:
        """Give the new target, None when it stays as it is."""
        if not written or _OUTSIDE.match(written):
            return None
        address, mark, fragment = written.partition("#")
        address = unquote(address.partition("?")[0])
        path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), address)) if address else ""
        if path.startswith(("../", "/")) or "\\" in path or "\0" in path:
            self._log.lose(
                f"“{written}” points out of the source, so it leads nowhere now.",
                origin,
                self._line(written, origin),
            )
            return None
        for each in (path, posixpath.splitext(path)[0] + ".md", path + ".md", path + "/index.md"):
            if each in self._pages:
                page = self._pages[each].removeprefix("lessons/")
                return (
                    f"../{page}{mark}{fragment}" if page.startswith("quizzes/") else f"{page}{mark}{fragment}"
                )
        suffix = PurePosixPath(path).suffix.lower()
        if path in self._there and suffix in ALLOWED_TYPES - _NOT_ASSETS:
            return quote(f"../{self._asset(path, suffix)}") + mark + fragment
        why = "is of a type that modules do not carry" if path in self._there else "is not in the source"
        self._log.lose(
            f"“{written}” {why}, so this link leads nowhere now.", origin, self._line(written, origin)
        )
        return None

    def _line(self, written: str, origin: str) -> int:
        """Give the line of the source where a target first stands."""
        data = self._tree.read(RelPath(origin)) if origin in self._there else b""
        at = data.find(written.encode())
        return data.count(b"\n", 0, at) + 1 if at >= 0 else 0

    def _asset(self, path: str, suffix: str) -> str:
        if path not in self._names:
            stem = slugify(PurePosixPath(path).name.rpartition(".")[0]) or "file"
            taken = {name.partition("/")[2].rpartition(".")[0] for name in self.assets}
            name = f"assets/{free_id(stem, taken)}{suffix}"
            self._names[path] = name
            self.assets[name] = path
            self._log.keep(f"Copied to {name}.", path)
        return self._names[path]
