"""Pages that include others, several levels deep, as Microsoft Learn has them: `[!include[](includes/1-feed.md)]`."""

from __future__ import annotations

import posixpath
import re

from chapbook.convert.links import outside_code, rebased
from chapbook.convert.mslearn_markdown import common_markdown
from chapbook.convert.notes import Log
from chapbook.convert.sources import one_line, page, split_title
from chapbook.tree.tree import Tree

INCLUDE = re.compile(r"\[!include\s*\[[^\]\n]*\]\s*\(\s*<?(?:~/)?([^()<>\n]+?)>?\s*\)\s*\]", re.IGNORECASE)
_HOLE = re.compile("\ue000([0-9]+)\ue001")
"""Where an included page goes; cleaned text holds no such signs."""
_MOST_LEVELS = 8
_MOST_PAGES = 100
_MOST_TEXT = 2**20


class Includes:
    """Reads the text of one unit with all that it includes."""

    def __init__(self, tree: Tree, log: Log) -> None:
        self._tree = tree
        self._there = set(tree.paths())
        self._log = log
        self._pages = 0
        self._text = 0

    def read(self, path: str, text: str, origin: str, title: str, trail: tuple[str, ...] = ()) -> str:
        """Give `text`, which stands in `path`, as common Markdown whose links start at `origin`."""
        parts: list[str] = []

        def hole(match: re.Match[str]) -> str:
            parts.append(self._included(path, match[1].strip(), origin, title, (*trail, path)))
            return f"\ue000{len(parts) - 1}\ue001"

        text = outside_code(text, lambda part: INCLUDE.sub(hole, part))
        text = rebased(
            common_markdown(text, path, self._log), posixpath.dirname(path), posixpath.dirname(origin)
        )
        return _HOLE.sub(lambda match: parts[int(match[1])], text)

    def _included(self, path: str, written: str, origin: str, title: str, trail: tuple[str, ...]) -> str:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        shown = one_line(written, 200)
        if name not in self._there:
            self._log.lose(f"“{shown}” is included, but it is not in the source.", path)
            return ""
        if name in trail or len(trail) > _MOST_LEVELS:
            self._log.lose(f"“{shown}” includes itself, or too many levels; it was left out here.", path)
            return ""
        if self._pages >= _MOST_PAGES or self._text >= _MOST_TEXT:
            self._log.lose(f"“{shown}” was left out: this unit includes too much.", path)
            return ""
        read = page(self._tree, name, self._log)
        if read is None:
            return ""
        self._pages += 1
        self._text += len(read[1])
        if read[0]:
            keys = one_line(", ".join(map(str, read[0])), 300)
            self._log.lose(f"The head of this included page was left out: {keys}.", name)
        heading, body = split_title(read[1])
        if heading and heading != title:
            self._log.change(f"The heading “{one_line(heading, 80)}” of an included page was left out.", name)
        return self.read(name, body, origin, title, trail)
