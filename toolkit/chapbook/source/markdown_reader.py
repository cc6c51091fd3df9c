"""Markdown to an outline: headings, links, pictures, fences and raw HTML, each with its place in the file.

A CommonMark parser (markdown-it-py, imported here only) says what is code, what is a link and which line a block starts
on; the column is found by searching the block's text in order, and is the block's start where that fails. What the
built page shows differently is followed here: containers (containers.py), notes `[^1]`, ids of headings.

Limits, against text made to be slow: blocks nested deeper than 20 and containers deeper than 8 are not read, nor is the
inside of a paragraph longer than `MAX_PARAGRAPH`, nor what stands below `MAX_LINES`. 64 KiB of the worst text known
takes 3 seconds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from chapbook.diag.diagnostic import Span
from chapbook.source.containers import SourceLine, dedented, find_containers
from chapbook.source.outline import Fence, Heading, Html, Image, Link, Outline, Paragraph
from chapbook.source.slug import UsedSlugs, is_decorative, slugify, split_heading_id

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_PARAGRAPH = 10_000
"""Characters of the longest paragraph or heading that is searched for links; a parser's time grows with its square."""
MAX_LINES = 40_000
"""Lines of a file that are read."""
MAX_CONTAINERS = 8
"""How deep containers may lie in each other."""

_NOTE = re.compile(r"\[(\^[^\[\]\s]{1,100})\]")
_NOTE_DEFINED = re.compile(r"^ {0,3}\[(\^[^\[\]\s]{1,100})\]:", re.MULTILINE)
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Characters that no text may hold: they stand for the brackets of `[^1]`, which CommonMark takes for a link's."""
_BRACKETS = str.maketrans({_OPEN: "[", _CLOSE: "]"})
_MARKED_NOTE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_TAG = re.compile(r"<[^>]*>")
_REACH = 4_000
"""How many characters ahead a piece of text is searched."""


@dataclass(slots=True)
class _Found:
    """What has been read so far; headings still without anchor, with their own id or None."""

    headings: list[tuple[Heading, str | None]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    html: list[Html] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def read_outline(path: str, body: str, body_line: int = 1) -> Outline:
    """Read Markdown: a lesson's body, or a text field of a YAML file.

    Lines in `body` end with `\\n`; its first one is line `body_line` of the file. Never raises on any text.
    """
    lines = [
        SourceLine(text, body_line + index, 0)
        for index, text in enumerate(body.split("\n", MAX_LINES)[:MAX_LINES])
    ]
    found = _Found()
    notes = frozenset(_NOTE_DEFINED.findall(body))
    _read(lines, found, {"references": {}}, notes, MAX_CONTAINERS)
    return Outline(
        path=path,
        body=body,
        body_line=body_line,
        headings=_with_anchors(found.headings),
        links=tuple(sorted(found.links, key=_start)),
        images=tuple(sorted(found.images, key=_start)),
        fences=tuple(sorted(found.fences, key=_start)),
        html=tuple(sorted(found.html, key=_start)),
        paragraphs=tuple(sorted(found.paragraphs, key=_start)),
    )


def _start(item: Heading | Link | Image | Fence | Html | Paragraph) -> tuple[int, int]:
    return (item.span.line, item.span.column)


def _with_anchors(headings: list[tuple[Heading, str | None]]) -> tuple[Heading, ...]:
    """Give each heading the id that `toc` gives it: first the author's own ids, then the others in order."""
    used = UsedSlugs(own for _, own in headings if own)
    anchored = []
    for heading, own in sorted(headings, key=lambda pair: _start(pair[0])):
        anchor = own or used.unique(slugify(heading.anchor))
        anchored.append(replace(heading, anchor=anchor))
    return tuple(anchored)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms, and not every command reads Markdown

    parser = MarkdownIt("commonmark", {"maxNesting": 20})
    parser.disable(["inline", "text_join"])  # paragraphs are read one by one, with a limit
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # `javascript:` must be seen
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as written
    return parser


def _read(
    lines: Sequence[SourceLine], found: _Found, env: dict[str, Any], notes: frozenset[str], depth: int
) -> None:
    """Read lines as a document of their own, and the containers in it likewise."""
    tokens = _parse(lines, env)
    containers = find_containers(lines, _opaque(tokens)) if depth else []
    if containers:
        inside = {index for each in containers for index in each}
        outer = [replace(line, text="") if i in inside else line for i, line in enumerate(lines)]
        tokens = _parse(outer, env)
        _collect(tokens, outer, found, env, notes)
        for each in containers:
            inner = dedented(lines[each.start : each.stop], lines[each.start - 1])
            _read(inner, found, env, notes, depth - 1)
    else:
        _collect(tokens, lines, found, env, notes)


def _parse(lines: Sequence[SourceLine], env: dict[str, Any]) -> list[Token]:
    text = "\n".join(line.text for line in lines)
    text += "" if text.endswith("\n") else "\n"
    return _parser().parse(_NOTE.sub(f"{_OPEN}\\1{_CLOSE}", text), env)


def _opaque(tokens: Sequence[Token]) -> frozenset[int]:
    kinds = {"fence", "code_block", "html_block"}
    return frozenset(i for token in tokens if token.type in kinds and token.map for i in range(*token.map))


def _collect(
    tokens: Sequence[Token],
    lines: Sequence[SourceLine],
    found: _Found,
    env: dict[str, Any],
    notes: frozenset[str],
) -> None:
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        block = _Block(lines, *token.map)
        if token.type == "fence":
            found.fences.append(_fence(token, block))
        elif token.type == "html_block":
            text = token.content.translate(_BRACKETS).rstrip("\n")
            found.html.append(Html(text, block.whole()))
        elif token.type == "inline":
            children = _inline(token, env)
            opening = tokens[index - 1]
            if opening.type == "heading_open" and token.content and "\n" not in token.content:
                found.headings.append(_heading(int(opening.tag[1]), children, block, notes))
            elif opening.type == "paragraph_open":
                found.paragraphs.append(_paragraph(token, children, block))
            _InlineReader(block, found).read(children)


def _inline(token: Token, env: dict[str, Any]) -> list[Token]:
    children: list[Token] = []
    if len(token.content) <= MAX_PARAGRAPH:
        parser = _parser()
        parser.inline.parse(token.content, parser, env, children)
    return children


class _Block:
    """The lines of one block as one text, and the way back from an offset in it to a place in the file."""

    def __init__(self, lines: Sequence[SourceLine], first: int, after: int) -> None:
        self.lines = lines[first : min(after, len(lines))] or lines[-1:]
        self.text = "\n".join(line.text for line in self.lines)
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line.text) + 1)

    def span(self, start: int, end: int) -> Span:
        line, column = self._place(start)
        end_line, end_column = self._place(max(start, end))
        return Span(line, column, end_line, end_column)

    def whole(self) -> Span:
        """Give the span from the first to the last character that is not white space."""
        start = len(self.text) - len(self.text.lstrip())
        return self.span(min(start, len(self.lines[0].text)), len(self.text.rstrip()))

    def _place(self, offset: int) -> tuple[int, int]:
        index = min(bisect_right(self._starts, offset) - 1, len(self.lines) - 1)
        line = self.lines[index]
        return line.line, line.cut + min(offset - self._starts[index], len(line.text)) + 1


def _fence(token: Token, block: _Block) -> Fence:
    content = token.content.translate(_BRACKETS)
    lines = tuple(content.split("\n")[:-1])
    source = block.lines[min(1, len(block.lines) - 1)]
    first = lines[0] if lines else ""
    inside = source.text.endswith(first) and bool(first)
    indent = len(source.text) - (len(first) if inside else len(source.text.lstrip(" \t>")))
    return Fence(
        info=unescape(token.info.translate(_BRACKETS)).strip(),
        lines=lines,
        span=block.whole(),
        line=block.lines[0].line + 1,
        column=source.cut + indent + 1,
        closed=len(block.lines) - 1 > len(lines),
        info_column=_info_column(token, block.lines[0]),
    )


def _info_column(token: Token, opening: SourceLine) -> int:
    info = token.info.translate(_BRACKETS).strip()
    before, marker, after = opening.text.partition(token.markup)
    blanks = len(after) - len(after.lstrip())
    if not info or not marker or unescape(info) != info or after[blanks : blanks + len(info)] != info:
        return 0
    return opening.cut + len(before) + len(marker) + blanks + 1


def _paragraph(token: Token, children: Sequence[Token], block: _Block) -> Paragraph:
    inside = [each for each in children if each.type != "text" or each.content]
    ends = [index for index, each in enumerate(inside) if each.type == "strong_close"]
    strong = bool(inside) and inside[0].type == "strong_open" and ends == [len(inside) - 1]
    text = _plain(children).translate(_BRACKETS)
    source = token.content.translate(_BRACKETS)
    return Paragraph(text, source, block.whole(), nested=token.level > 1, strong=strong)


def _heading(
    level: int, children: Sequence[Token], block: _Block, notes: frozenset[str]
) -> tuple[Heading, str | None]:
    """Give a heading whose `anchor` is still the text that its id is made from."""
    text, own_id = split_heading_id(_plain(children))
    text = _MARKED_NOTE.sub(lambda note: "" if note[1] in notes else note[0], text)
    text = " ".join(text.translate(_BRACKETS).split())
    return Heading(level, text, _math_as_shown(text), block.whole()), own_id


def _math_as_shown(text: str) -> str:
    if "$" not in text:
        return text
    from chapbook.source.maths import DOLLARS, tex_to_mathml  # reads a table of 2,000 signs

    return DOLLARS.sub(lambda tex: unescape(_TAG.sub("", tex_to_mathml(tex[1]) or tex[1])), text)


def _plain(tokens: Sequence[Token]) -> str:
    """Join the words of inline tokens: no tags, no alt texts."""
    return "".join(
        token.content if token.type in ("text", "text_special", "code_inline") else " "
        for token in tokens
        if token.type in ("text", "text_special", "code_inline", "softbreak", "hardbreak")
    )


class _InlineReader:
    """Walk the inline tokens of one block while an offset walks its text."""

    def __init__(self, block: _Block, found: _Found) -> None:
        self._block = block
        self._found = found
        self._source = _NOTE.sub(f"{_OPEN}\\1{_CLOSE}", block.text)
        self._at = 0

    def read(self, tokens: Sequence[Token]) -> None:
        open_links: list[tuple[int, int, Token]] = []
        for index, token in enumerate(tokens):
            if token.type == "link_open":
                open_links.append(
                    (index, self._seek("<" if token.markup == "autolink" else "[", marker=True), token)
                )
            elif token.type == "link_close" and open_links:
                first, start, opening = open_links.pop()
                self._found.links.append(self._link(opening, tokens[first + 1 : index], start))
            elif token.type == "image":
                self._found.images.append(self._image(token, tokens[index + 1 : index + 2]))
            elif token.type == "html_inline":
                start = self._seek(token.content)
                html = token.content.translate(_BRACKETS)
                self._found.html.append(Html(html, self._block.span(start, self._at)))
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
        target = str(opening.attrs.get("href", "")).translate(_BRACKETS)
        text = " ".join(_plain(inside).translate(_BRACKETS).split())
        return Link(target, text, self._block.span(start, self._at))

    def _image(self, token: Token, following: Sequence[Token]) -> Image:
        start = self._seek("![", marker=True)
        if token.content:
            self._seek(token.content)
        self._skip_target()
        alt = _plain(token.children or ()).translate(_BRACKETS)
        marked = any(each.type == "text" and is_decorative(each.content) for each in following)
        target = str(token.attrs.get("src", "")).translate(_BRACKETS)
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
