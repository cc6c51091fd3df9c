"""Accessibility (A…)."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding
from chapbook.lint.html import opening_tags
from chapbook.lint.places import LineMap
from chapbook.lint.prose import passages
from chapbook.model.subject import Subject
from chapbook.source.outline import Html

_HINT = (
    "Describe in the brackets what the picture shows: ![Three boxes joined by arrows](…). "
    'If it is decoration only, write ![""](…).'
)


def image_without_alt(subject: Subject) -> Iterator[Finding]:
    """A401: a picture that people who cannot see it know nothing of (WCAG 1.1.1)."""
    for passage in passages(subject):
        for image in passage.outline.images:
            if not image.alt.strip() and not image.decorative:
                yield Finding(
                    code="A401", message=_message(image.target), place=passage.place(image.span), hint=_HINT
                )
        for html in passage.outline.html:
            lines = LineMap(html.text, html.span.line, html.span.column)
            for target, offset, length in _without_alt(html):
                place = passage.place(lines.span(offset, length))
                hint = 'Add alt="what it shows", or alt="" if it is decoration only.'
                yield Finding(code="A401", message=_message(target), place=place, hint=hint)


def _without_alt(html: Html) -> Iterator[tuple[str, int, int]]:
    for tag in opening_tags(html.text):
        if tag.name == "img" and tag.get("alt") is None:
            yield tag.get("src") or "", tag.offset, tag.length


def _message(target: str) -> str:
    name = target.rpartition("/")[2]
    return f"The picture “{name}” has no description, so people who cannot see it miss what it says."
