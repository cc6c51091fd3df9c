"""The HTML allow-list: what may stand in a rendered page, the author's own or a peer's.

It runs after Markdown, on the finished HTML, since every check on the source can be evaded. What is not named here is
dropped. Own and imported content differ in one thing: imported ids, names and the references to them get a prefix, so
that they cannot meet an id of the theme or of another module. Rejected rather than repaired: HTML beyond the
limits, and HTML that does not come out the same when it is read again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape

import nh3

from chapbook.diag.errors import Refused
from chapbook.source import allowlist
from chapbook.source.settled import settled_html

MAX_INPUT = 1 << 20
"""Longest HTML taken, in characters."""
MAX_OUTPUT = 4 << 20
"""Longest HTML given, in characters."""
MAX_NESTING = 100
"""Deepest nesting of elements."""
MAX_TAGS = 60_000
"""Most opening tags; bounds the reader's quadratic worst case to a few seconds."""
MAX_CARRIED = 300_000
"""Most copies of unclosed `<b>`, `<a>`... that a parser may have to make: it opens them again in every block."""
MAX_PASSES = 4
"""How often the reader is applied until nothing changes."""

_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_OPENING = re.compile(r"<[a-zA-Z]")
_ROUGH_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>?")
_HIDES_TAGS = re.compile(
    r"<!\[CDATA|<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" ([a-zA-Z-]+)=\"([^\"]*)\"")
_HAS_URL = re.compile("|".join(sorted(allowlist.URLS)), re.IGNORECASE)


def clean_html(
    html: str,
    *,
    id_prefix: str = "",
    link: Callable[[str], str] | None = None,
    max_up: int | None = None,
) -> str:
    """Give `html` with only what the allow-list names.

    `id_prefix` (such as `m-pricing-basics-`) goes before every id, name and reference that does not have it yet.
    `link` rewrites each href, src and poster once, before the URL rules see it. `max_up` is how many folders a
    relative URL may climb; None = any. Raises `Refused` with the code `html-too-large`, `html-too-deep` or
    `html-unstable`.
    """
    settled = settled_html(html, id_prefix, max_up, link)
    if settled is not None:
        return settled
    _check_input(html)
    rules = allowlist.attribute_filter(id_prefix, max_up)
    cleaned = _pass(_with_links(html, link) if link and _HAS_URL.search(html) else html, rules, id_prefix)
    for _ in range(MAX_PASSES):
        if len(cleaned) > MAX_OUTPUT:
            raise Refused(
                "html-too-large", f"The page's HTML grows beyond {MAX_OUTPUT:,} characters.", _SPLIT
            )
        previous, cleaned = cleaned, _pass(cleaned, rules, id_prefix)
        if cleaned == previous:
            return cleaned
    raise Refused(
        "html-unstable",
        "The page's HTML changes each time it is read, so nobody can say what a browser makes of it.",
        "Remove the raw HTML from the page, or write it in Markdown.",
    )


_SPLIT = "Split the page into smaller ones."


def _check_input(html: str) -> None:
    """Refuse HTML that would cost the reader more than seconds."""
    if len(html) > MAX_INPUT:
        raise Refused("html-too-large", f"The page's HTML is longer than {MAX_INPUT:,} characters.", _SPLIT)
    if len(_OPENING.findall(html)) > MAX_TAGS:
        _refuse_depth()
    closers_count = not _HIDES_TAGS.search(html)
    left_open: Counter[str] = Counter()
    depth = carried = 0
    for match in _ROUGH_TAG.finditer(_COMMENT.sub("", html)):
        name = match[2].lower()
        if name in allowlist.FORMATTING:
            if not match[1]:
                left_open[name] += 1
            elif closers_count and left_open[name]:
                left_open[name] -= 1
        elif not match[1]:
            carried += left_open.total()
        if name not in allowlist.UNCOUNTED:
            depth = max(0, depth + (-1 if match[1] else 1))
        if depth > MAX_NESTING or carried > MAX_CARRIED:
            _refuse_depth()


def _refuse_depth() -> None:
    raise Refused(
        "html-too-deep",
        f"The page's HTML is nested deeper than {MAX_NESTING} elements, or has more than {MAX_TAGS:,} of them.",
        "Close every element that you open, and nest lists and quotes less deeply.",
    )


def _read(html: str, attribute_filter: allowlist.AttributeFilter) -> str:
    return nh3.clean(
        html,
        tags=allowlist.TAGS,
        clean_content_tags=allowlist.DROPPED_WHOLE,
        attributes=allowlist.ATTRIBUTES,
        attribute_filter=attribute_filter,
        strip_comments=True,
        link_rel=None,
        url_schemes=allowlist.READ_SCHEMES,
    )


def _with_links(html: str, link: Callable[[str], str]) -> str:
    """Rewrite the URLs of `html`; a pass of its own, since nh3 swallows what a filter raises."""

    def attribute(match: re.Match[str]) -> str:
        if match[1] not in allowlist.URLS:
            return match[0]
        return f' {match[1]}="{escape(link(unescape(match[2])))}"'

    def tag(match: re.Match[str]) -> str:
        return f"<{match[1]}{match[2]}{_ATTRIBUTE.sub(attribute, match[3])}>"

    return _TAG.sub(tag, _read(html, lambda _tag, _attribute, value: value))


def _pass(html: str, rules: allowlist.AttributeFilter, id_prefix: str) -> str:
    cleaned = _read(html, rules)
    depth = 0

    def finish(tag: re.Match[str]) -> str:
        nonlocal depth
        closing, name, attributes = tag.groups()
        if name not in allowlist.VOID:
            depth += -1 if closing else 1
            if depth > MAX_NESTING:
                _refuse_depth()
        if closing:
            return tag[0]
        if name == "input" and not allowlist.is_harmless_input(
            dict(_ATTRIBUTE.findall(attributes)), id_prefix
        ):
            return ""
        if name == "a" and allowlist.EXTERNAL.match(dict(_ATTRIBUTE.findall(attributes)).get("href", "")):
            return f'<a{attributes} rel="{allowlist.REL}">'
        return tag[0]

    return _TAG.sub(finish, cleaned)
