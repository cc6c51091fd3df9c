"""How a heading's words become its id, for the renderer and for the link checker alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FALLBACK = "section"
_NOT_IN_SLUG = re.compile(r"[^\w\s-]+")
_RUN = re.compile(r"[-\s]+")
_COUNTED = re.compile(r"(.*)_([0-9]{1,9})", re.DOTALL)


def slugify(text: str, separator: str = "-") -> str:
    """Turn a heading into an id: lower case, words joined by `separator`, letters of every script kept.

    The signature is that of Python-Markdown's `toc` option. Never empty (`section` when no letter is left), and
    never starts with `_`, since ids such as `__search` belong to the theme.
    """
    kept = _NOT_IN_SLUG.sub("", unicodedata.normalize("NFC", text).lower())
    return _RUN.sub(separator, kept.strip()).strip("-_") or FALLBACK


class UsedSlugs:
    """The ids of one page so far; the same choices as Python-Markdown's `toc.unique`, without its search from 1."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._used = set(ids)
        self._tried: dict[str, int] = {}

    def unique(self, slug: str) -> str:
        """Give `slug`, or with `_1`, `_2`... when it is used already, and note it as used."""
        chosen = slug
        if slug in self._used:
            counted = _COUNTED.fullmatch(slug)
            base, number = (counted[1], int(counted[2])) if counted else (slug, 0)
            number = self._tried.get(slug, number) + 1
            while f"{base}_{number}" in self._used:
                number += 1
            self._tried[slug] = number
            chosen = f"{base}_{number}"
        self._used.add(chosen)
        return chosen


_ATTRIBUTE = r"(?:[#.][\w:-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'}]+))"
ATTRIBUTE_LIST = rf"\{{:?[ ]*{_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*[ ]*\}}"
"""Pattern of `{#id .class key=value}`, Python-Markdown's attribute list. Other braces are the author's text."""
_AT_END = re.compile(rf"[ ]+({ATTRIBUTE_LIST})[ ]*\Z")
_LIST = re.compile(ATTRIBUTE_LIST)
_DECORATIVE = re.compile(r"\.decorative(?=[ }])")
_ID = re.compile(r"(?<=[\s{:])(?:#([\w:-]+)|id=[\"']?([\w:-]+))")


def split_heading_id(text: str) -> tuple[str, str | None]:
    """Cut the attribute list off a heading; give the rest and the id that it names, if any."""
    found = _AT_END.search(text) if "{" in text else None
    if not found:
        return text, None
    rest = text[: found.start()].rstrip("#").rstrip()
    ids = [first or second for first, second in _ID.findall(found[1])]
    return rest, ids[-1] if ids else None


def is_decorative(text: str) -> bool:
    """Say whether the text behind a picture starts with an attribute list that holds `.decorative`."""
    found = _LIST.match(text)
    return bool(found and _DECORATIVE.search(found[0]))
