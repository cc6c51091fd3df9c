"""Tags in raw HTML and SVG, read generously: for finding what should not be there, never for making it safe.

Every function takes time in proportion to the text, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*)")
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_DATA_HARMLESS = re.compile(r"data:(image/(?!svg)|audio/|video/|font/)")
_ACTIVE = ("javascript:", "vbscript:", "data:")
_LONGEST_SCHEME = 200


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag: its name and attributes in lower case, values unescaped, and where in the text it stands."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    offset: int
    length: int

    def get(self, name: str) -> str | None:
        """Give an attribute's value, or None."""
        return next((value for key, value in self.attributes if key == name), None)


def opening_tags(text: str) -> Iterator[Tag]:
    """Find the opening tags of a text."""
    for match in _TAG.finditer(text):
        attributes = tuple(
            (each[1].lower(), unescape((each[2] or "").strip("\"'")))
            for each in _ATTRIBUTE.finditer(match[2])
        )
        yield Tag(match[1].lower(), attributes, match.start(), match.end(1) - match.start())


def runs_code(url: str) -> bool:
    """Say whether a link would run code or open a made-up page, however it is spelled."""
    if ":" not in url and "&" not in url:
        return False
    start = "".join(char for char in unescape(url[:_LONGEST_SCHEME]) if char > " ").lower()
    return start.startswith(_ACTIVE) and not _DATA_HARMLESS.match(start)
