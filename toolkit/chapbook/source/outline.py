"""What stands where in a Markdown file: headings, links, images, fences and raw HTML, with positions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from chapbook.diag.diagnostic import Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `anchor` is the id that the built page gives it."""

    level: int
    text: str
    anchor: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link. `target` is as written, unescaped."""

    target: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `decorative` when the author marked it so, with `{.decorative}` or the alt text `""`."""

    target: str
    alt: str
    decorative: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block. `line` is the file's line of `lines[0]`, `column` that of its first character.

    `info_column` is where its info begins in its first line; 0 when there is none, or it is written with entities.
    """

    info: str
    lines: tuple[str, ...]
    span: Span
    line: int
    column: int
    closed: bool = True
    info_column: int = 0

    @property
    def is_quiz(self) -> bool:
        """Say whether it holds a question."""
        return "quiz" in self.info and self.info.split(maxsplit=1)[0] == "quiz"


@dataclass(frozen=True, slots=True)
class Html:
    """A stretch of raw HTML, block or inline, as written."""

    text: str
    span: Span


class Paragraph(NamedTuple):
    """A paragraph: `text` as read aloud, `source` as written. A table is one too, with a `|` in its lines.

    `nested` when it stands in a list or a quotation, `strong` when all of it is bold.
    """

    text: str
    source: str
    span: Span
    nested: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outline:
    """One Markdown file; equal only to itself.

    `body` is its text below the front matter, `body_line` the file's line where it starts.
    """

    path: str
    body: str
    body_line: int
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    fences: tuple[Fence, ...] = ()
    html: tuple[Html, ...] = ()
    read_paragraphs: Callable[[], tuple[Paragraph, ...]] = field(default=tuple, repr=False)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Give the paragraphs, which are read when they are first asked for: rules want them, a site does not."""
        return self.read_paragraphs()

    @property
    def quiz_fences(self) -> tuple[Fence, ...]:
        """Give the fences that hold a question."""
        return tuple(fence for fence in self.fences if fence.is_quiz)

    def anchors(self) -> frozenset[str]:
        """Give the ids that a link into this page may name."""
        return frozenset(heading.anchor for heading in self.headings)
