"""A short cut for HTML that is in order already: plainly written elements of a part of the allow-list, well nested.

Most of what Markdown gives is such, and a parser of HTML would build of it just the tree that it shows, so reading it
again and again changes nothing. Two things hold this up:

- Safety does not depend on how a parser sees it. What is written here is text without `<` and `>`, and tags with a name
  and attributes of the allow-list, whose values `attribute_filter` has let through and which hold no quotation mark.
- Equality does: the elements that may stand in each other are fewer than HTML allows, so that no parser has to mend
  anything. `tests/property/test_settled.py` compares with the reader.

Whatever is not known here is left to the reader: raw HTML, formulas, boxes to tick, entities, odd addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from chapbook.source import allowlist
from chapbook.tree.disk import is_encodable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FORMATTING = _words("a b code em i s small strong u")
_PHRASING = _FORMATTING | _words("abbr bdi br cite dfn img kbd mark q samp span sub sup time var wbr")
_FLOW = _PHRASING | _words("blockquote details div dl h1 h2 h3 h4 h5 h6 hr ol p pre section table ul")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_INSIDE: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PHRASING - _VOID, _PHRASING),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "summary"), _PHRASING),
    **dict.fromkeys(("", "blockquote", "dd", "div", "li", "section", "td", "th"), _FLOW),
    "details": _FLOW | {"summary"},
    "dl": frozenset({"dt", "dd"}),
    "ol": frozenset({"li"}),
    "ul": frozenset({"li"}),
    "table": frozenset({"thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
}
"""What may stand in which element; in "" what may stand outside of all."""
_NO_TEXT = frozenset({"table", "thead", "tbody", "tr"})

_LONGEST = 500_000
_DEEPEST = 50
_MOST = 30_000
"""Limits in characters, elements in each other and tags, below those of `clean_html`, which it holds itself."""

_TAG = re.compile(r"<([^<>]*)>")
_OPENING = re.compile(r"([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"]*\")*)(?: /)?")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_ODD_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|nbsp|#160);)")
_ODD_PRE = re.compile(r"<pre[^>]*>\n")
_ODD_SIGN = re.compile(r"[\0-\x1f<>\x7f-\x9f]")
_ODD_VALUE = re.compile(rf"{_ODD_SIGN.pattern}|&(?!(?:amp|quot);)")
_QUOTE = '"'
_URL = re.compile(
    r"[^\s:\\/?#]*(?:[/?#][^\s\\]*)?|module:[\w./#-]+"
    r"|https?://(?!\S*xn--)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[/?#][\w./?#=&%+,;:@~!()*'-]*)?",
    re.ASCII,
)
"""Addresses that the reader lets pass as they are; ASCII, but for parts that it does not look into."""


class _Opening(NamedTuple):
    """A start tag as it is to be written, and its attributes where an address is among them."""

    name: str
    written: str
    attributes: tuple[tuple[str, str | None], ...] = ()


def settled_html(
    html: str, id_prefix: str = "", max_up: int | None = None, link: Callable[[str], str] | None = None
) -> str | None:
    """Give what `clean_html` gives of `html`; None when that is not certain without reading it.

    `link` may be asked in vain: when None comes back, its answers were not used.
    """
    if len(html) > _LONGEST or _is_odd(html):
        return None
    pieces = _TAG.split(html.replace("&#160;", "\u00a0"))
    if len(pieces) > 2 * _MOST:
        return None
    openings = _openings(pieces, id_prefix, max_up)
    if openings is None or any("<" in text or ">" in text for text in pieces[::2]):
        return None
    for at, opening in openings:
        pieces[at] = opening.written
        if opening.attributes:
            written = _with_urls(opening, id_prefix, max_up, link)
            if written is None:
                return None
            pieces[at] = written
    pieces[1::2] = [f"<{tag}>" for tag in pieces[1::2]]
    return "".join(pieces).replace("\u00a0", "&nbsp;")


def _is_odd(html: str) -> bool:
    """Say whether the text holds what a reader may write otherwise; a look for each takes less than one for all."""
    if "\0" in html or "\r" in html or "\ufeff" in html or not is_encodable(html):
        return True
    return _ODD_ENTITY.search(html) is not None or _ODD_PRE.search(html) is not None


def _openings(pieces: list[str], id_prefix: str, max_up: int | None) -> list[tuple[int, _Opening]] | None:
    """Give the start tags of `pieces`, tags at odd places, by their places; None when elements are not in order."""
    found: list[tuple[int, _Opening]] = []
    open_names: list[str] = []
    allowed = _INSIDE[""]
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if tag[:1] == "/":
            if not open_names or open_names.pop() != tag[1:]:
                return None
            allowed = _INSIDE[open_names[-1] if open_names else ""]
        else:
            opening = _opening(tag, id_prefix, max_up)
            if opening is None or opening.name not in allowed:
                return None
            name = opening.name
            found.append((at, opening))
            if name not in _VOID:
                if (name in _FORMATTING and name in open_names) or len(open_names) >= _DEEPEST:
                    return None
                open_names.append(name)
                allowed = _INSIDE[name]
        if open_names and open_names[-1] in _NO_TEXT and pieces[at + 1].strip("\n "):
            return None
    return None if open_names else found


@lru_cache(maxsize=2048)
def _opening(tag: str, id_prefix: str, max_up: int | None) -> _Opening | None:
    """Read what stands between `<` and `>`; None for anything that the reader might write in another way."""
    matched = _OPENING.fullmatch(tag)
    if matched is None or (tag.endswith(" /") and matched[1] not in _VOID):
        return None
    name, decide = matched[1], allowlist.attribute_filter(id_prefix, max_up)
    known = allowlist.ATTRIBUTES["*"] | allowlist.ATTRIBUTES.get(name, set())
    found = _ATTRIBUTE.findall(matched[2])
    attributes = {key: unescape(value) if key in known else None for key, value in found}
    if len(attributes) < len(found) or any(_ODD_VALUE.search(value) for _, value in found):
        return None
    if any(attributes.get(key) is not None for key in allowlist.URLS):
        return _Opening(name, "", tuple(attributes.items()))
    written = _written(name, attributes, decide)
    return _Opening(name, written) if written else None


def _with_urls(
    opening: _Opening, id_prefix: str, max_up: int | None, link: Callable[[str], str] | None
) -> str | None:
    """Write a tag with addresses, each given to `link` first; None when the reader might see one differently."""
    attributes = dict(opening.attributes)
    for key, value in opening.attributes:
        if key in allowlist.URLS and value is not None:
            if not _URL.fullmatch(value):
                return None
            url = attributes[key] = link(value) if link else value
            if not _URL.fullmatch(url) or _ODD_SIGN.search(url):
                return None
    return _written(opening.name, attributes, allowlist.attribute_filter(id_prefix, max_up))


def _written(
    name: str, attributes: Mapping[str, str | None], decide: allowlist.AttributeFilter
) -> str | None:
    """Write a tag with those of its attributes that the allow-list lets pass; those without a value are not in it.

    None when some are dropped and several stay: the reader mixes their order then.
    """
    kept = []
    for key, value in attributes.items():
        passed = None if value is None else decide(name, key, value)
        if passed is not None:
            kept.append((key, passed))
    if 1 < len(kept) < len(attributes):
        return None
    written = name
    for key, value in kept:
        written += f' {key}="{value.replace("&", "&amp;").replace(_QUOTE, "&quot;")}"'
    if name == "a" and any(key == "href" and allowlist.EXTERNAL.match(value) for key, value in kept):
        written += f' rel="{allowlist.REL}"'
    return written
