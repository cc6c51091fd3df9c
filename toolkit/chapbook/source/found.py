"""What is found while a page is read, gathered to an outline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from chapbook.source.outline import Fence, Heading, Html, Image, Link, Outline, Paragraph
from chapbook.source.slug import UsedSlugs, slugify

_start = attrgetter("span.line", "span.column")


@dataclass(slots=True)
class Found:
    """What has been read so far; headings still without anchor, with their own id or None."""

    headings: list[tuple[Heading, str | None]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    html: list[Html] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    def add(self, pieces: Iterable[Link | Image | Html]) -> None:
        """Add what a paragraph or heading holds."""
        for piece in pieces:
            if isinstance(piece, Link):
                self.links.append(piece)
            elif isinstance(piece, Image):
                self.images.append(piece)
            else:
                self.html.append(piece)

    def outline(
        self, path: str, body: str, body_line: int, read_paragraphs: Callable[[], tuple[Paragraph, ...]]
    ) -> Outline:
        """Give all that was found in the order of the page; paragraphs are read when they are asked for."""
        return Outline(
            path=path,
            body=body,
            body_line=body_line,
            headings=_with_anchors(self.headings),
            links=tuple(sorted(self.links, key=_start)),
            images=tuple(sorted(self.images, key=_start)),
            fences=tuple(sorted(self.fences, key=_start)),
            html=tuple(sorted(self.html, key=_start)),
            read_paragraphs=read_paragraphs,
        )

    def in_order(self) -> tuple[Paragraph, ...]:
        """Give the paragraphs in the order of the page."""
        return tuple(sorted(self.paragraphs, key=_start))


def _with_anchors(headings: list[tuple[Heading, str | None]]) -> tuple[Heading, ...]:
    """Give each heading the id that `toc` gives it: first the author's own ids, then the others in order."""
    used = UsedSlugs(own for _, own in headings if own)
    anchored = []
    for heading, own in sorted(headings, key=lambda pair: _start(pair[0])):
        anchor = own or used.unique(slugify(heading.anchor))
        anchored.append(Heading(heading.level, heading.text, anchor, heading.span))
    return tuple(anchored)
