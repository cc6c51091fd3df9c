"""Links, pictures and raw HTML inside one paragraph or heading, each with its place.

A parser says what they are; where they stand is found by searching the block's text in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chapbook.source.block import Block
from chapbook.source.note_marks import mark_notes, unmark
from chapbook.source.outline import Html, Image, Link
from chapbook.source.slug import is_decorative

if TYPE_CHECKING:
    from markdown_it.token import Token

_REACH = 4_000
"""How many characters ahead a piece of text is searched."""


def plain_words(tokens: Sequence[Token]) -> str:
    """Join the words of inline tokens: no tags, no alt texts."""
    return "".join(
        token.content if token.type in ("text", "text_special", "code_inline") else " "
        for token in tokens
        if token.type in ("text", "text_special", "code_inline", "softbreak", "hardbreak")
    )


class InlineReader:
    """Walk the inline tokens of one block while an offset walks its text."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._source = mark_notes(block.text)
        self._at = 0

    def read(self, tokens: Sequence[Token]) -> Iterator[Link | Image | Html]:
        """Give what the block holds besides words; a link when it ends."""
        open_links: list[tuple[int, int, Token]] = []
        for index, token in enumerate(tokens):
            if token.type == "link_open":
                open_links.append(
                    (index, self._seek("<" if token.markup == "autolink" else "[", marker=True), token)
                )
            elif token.type == "link_close" and open_links:
                first, start, opening = open_links.pop()
                yield self._link(opening, tokens[first + 1 : index], start)
            elif token.type == "image":
                yield self._image(token, tokens[index + 1 : index + 2])
            elif token.type == "html_inline":
                start = self._seek(token.content)
                yield Html(unmark(token.content), self._block.span(start, self._at))
            elif token.content:
                self._seek(token.content)

    def _seek(self, piece: str, *, marker: bool = False) -> int:
        """Find `piece` at or after the present offset and go behind it; stay when it is not to be found.

        A `marker` does not count behind a backslash.
        """
        start = self._source.find(piece, self._at, self._at + _REACH + len(piece))
        while marker and start > 0 and self._source[start - 1] == "\\":
            start = self._source.find(piece, start + 1, self._at + _REACH)
        if start < 0:
            return self._at
        self._at = start + len(piece)
        return start

    def _link(self, opening: Token, inside: Sequence[Token], start: int) -> Link:
        if opening.markup == "autolink":
            self._seek(">")
        else:
            self._skip_target()
        target = unmark(str(opening.attrs.get("href", "")))
        text = " ".join(unmark(plain_words(inside)).split())
        return Link(target, text, self._block.span(start, self._at))

    def _image(self, token: Token, following: Sequence[Token]) -> Image:
        start = self._seek("![", marker=True)
        if token.content:
            self._seek(token.content)
        self._skip_target()
        alt = unmark(plain_words(token.children or ()))
        marked = any(each.type == "text" and is_decorative(each.content) for each in following)
        target = unmark(str(token.attrs.get("src", "")))
        decorative = marked or alt == '""'
        return Image(target, "" if alt == '""' else alt, decorative, self._block.span(start, self._at))

    def _skip_target(self) -> None:
        """Go behind `](target)`, `][name]` or the `]` of a short reference."""
        end = self._source.find("]", self._at, self._at + _REACH)
        if end < 0:
            return
        self._at = end + 1
        closing = {"(": ")", "[": "]"}.get(self._source[self._at : self._at + 1])
        if closing:
            self._at = _closing(self._source, self._at, closing)


def _closing(text: str, start: int, closing: str) -> int:
    """Give the offset behind the bracket that closes the one at `start`; `start` when none does."""
    depth = 0
    for offset in range(start, min(len(text), start + _REACH)):
        if text[offset] == text[start] and text[offset - 1] != "\\":
            depth += 1
        elif text[offset] == closing and text[offset - 1] != "\\":
            depth -= 1
            if not depth:
                return offset + 1
    return start
