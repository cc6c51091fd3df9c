"""Every link and picture of a module, with what it aims at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from chapbook.diag.diagnostic import Place, Span
from chapbook.lint.html import opening_tags
from chapbook.lint.places import LineMap
from chapbook.lint.prose import passages
from chapbook.lint.targets import Target, understand
from chapbook.model.subject import Subject
from chapbook.source.outline import Outline


@dataclass(frozen=True, slots=True)
class Reference:
    """One link or picture with its place and what it aims at."""

    written: str
    target: Target
    place: Place
    is_image: bool


@lru_cache(maxsize=2)
def references(subject: Subject) -> tuple[Reference, ...]:
    """Give every link and picture of the module's Markdown, raw HTML included. Nine rules look at the same ones."""
    return tuple(_references(subject))


def _references(subject: Subject) -> Iterator[Reference]:
    for passage in passages(subject):
        for written, span, is_image in _written(passage.outline):
            place = passage.place(span)
            yield Reference(written, understand(passage.path, written), place, is_image)


def _written(outline: Outline) -> Iterator[tuple[str, Span, bool]]:
    yield from ((link.target, link.span, False) for link in outline.links)
    yield from ((image.target, image.span, True) for image in outline.images)
    for html in outline.html:
        lines = LineMap(html.text, html.span.line, html.span.column)
        for tag in opening_tags(html.text):
            for name in ("href", "src", "poster"):
                if (value := tag.get(name)) is not None:
                    yield value, lines.span(tag.offset, tag.length), name != "href"
