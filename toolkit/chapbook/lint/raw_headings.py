"""Headings that are written in HTML, among those of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chapbook.lint.code import without_comments
from chapbook.lint.html import opening_tags
from chapbook.lint.places import LineMap
from chapbook.source.outline import Heading, Outline

_NAME = re.compile(r"h([1-6])")
_INSIDE = re.compile(r"[^<>]*>(.*?)</h[1-6]", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]{0,200}>")
_REACH = 500
"""Characters in which a heading's words are looked for."""


@dataclass(frozen=True, slots=True)
class RawHeading(Heading):
    """A heading written as `<h2>…</h2>`."""


def all_headings(outline: Outline) -> list[Heading]:
    """Give the headings of a page in order."""
    if not any("<h" in html.text.lower() for html in outline.html):
        return list(outline.headings)
    found = [*outline.headings, *_raw(outline)]
    return sorted(found, key=lambda each: (each.span.line, each.span.column))


def _raw(outline: Outline) -> Iterator[RawHeading]:
    for html in outline.html:
        lines = LineMap(html.text, html.span.line, html.span.column)
        for tag in opening_tags(without_comments(html.text)):
            if name := _NAME.fullmatch(tag.name):
                end = tag.offset + tag.length
                inside = _INSIDE.match(html.text[end : end + _REACH])
                text = " ".join(_ANY_TAG.sub(" ", inside[1]).split()) if inside else ""
                yield RawHeading(
                    int(name[1]), text or f"<{tag.name}>", "", lines.span(tag.offset, tag.length)
                )
