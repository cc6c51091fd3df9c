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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from chapbook.source.block import Block
from chapbook.source.containers import SourceLine, dedented, find_containers
from chapbook.source.inline_reader import InlineReader, plain_words
from chapbook.source.note_marks import MARKED_NOTE, mark_notes, unmark
from chapbook.source.outline import Fence, Heading, Html, Image, Link, Outline, Paragraph
from chapbook.source.slug import UsedSlugs, slugify, split_heading_id

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_PARAGRAPH = 10_000
"""Characters of the longest paragraph or heading that is searched for links; a parser's time grows with its square."""
MAX_LINES = 40_000
"""Lines of a file that are read."""
MAX_CONTAINERS = 8
"""How deep containers may lie in each other."""

_NOTE_DEFINED = re.compile(r"^ {0,3}\[(\^[^\[\]\s]{1,100})\]:", re.MULTILINE)
_MARKUP = re.compile(r"[\\`*_\[\]<&]| \n|\n[ \t]")
"""Without one of these, the inside of a paragraph is words and line ends (CommonMark 0.31, section 6)."""
_WORDS = frozenset({"text", "softbreak"})
_READ = frozenset({"fence", "html_block", "inline"})
_TAG = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class _Found:
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
    return _parser().parse(mark_notes(text), env)


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
        if token.map is None or token.type not in _READ:
            continue
        block = Block(lines, *token.map)
        if token.type == "fence":
            found.fences.append(_fence(token, block))
        elif token.type == "html_block":
            text = unmark(token.content).rstrip("\n")
            found.html.append(Html(text, block.whole()))
        elif token.type == "inline":
            children = _inline(token, env)
            opening = tokens[index - 1]
            if opening.type == "heading_open" and token.content and "\n" not in token.content:
                found.headings.append(_heading(int(opening.tag[1]), children, block, notes))
            elif opening.type == "paragraph_open":
                found.paragraphs.append(_paragraph(token, children, block))
            if any(child.type not in _WORDS for child in children):
                found.add(InlineReader(block).read(children))


def _inline(token: Token, env: dict[str, Any]) -> list[Token]:
    """Give the tokens inside a paragraph or heading; those without markup as one token of words."""
    from markdown_it.token import Token

    children: list[Token] = []
    if not _MARKUP.search(token.content):
        return [Token("text", "", 0, content=token.content.replace("\n", " "))]
    if len(token.content) <= MAX_PARAGRAPH:
        parser = _parser()
        parser.inline.parse(token.content, parser, env, children)
    return children


def _fence(token: Token, block: Block) -> Fence:
    content = unmark(token.content)
    lines = tuple(content.split("\n")[:-1])
    source = block.lines[min(1, len(block.lines) - 1)]
    first = lines[0] if lines else ""
    inside = source.text.endswith(first) and bool(first)
    indent = len(source.text) - (len(first) if inside else len(source.text.lstrip(" \t>")))
    return Fence(
        info=unescape(unmark(token.info)).strip(),
        lines=lines,
        span=block.whole(),
        line=block.lines[0].line + 1,
        column=source.cut + indent + 1,
        closed=len(block.lines) - 1 > len(lines),
        info_column=_info_column(token, block.lines[0]),
    )


def _info_column(token: Token, opening: SourceLine) -> int:
    info = unmark(token.info).strip()
    before, marker, after = opening.text.partition(token.markup)
    blanks = len(after) - len(after.lstrip())
    if not info or not marker or unescape(info) != info or after[blanks : blanks + len(info)] != info:
        return 0
    return opening.cut + len(before) + len(marker) + blanks + 1


def _paragraph(token: Token, children: Sequence[Token], block: Block) -> Paragraph:
    inside = [each for each in children if each.type != "text" or each.content]
    ends = [index for index, each in enumerate(inside) if each.type == "strong_close"]
    strong = bool(inside) and inside[0].type == "strong_open" and ends == [len(inside) - 1]
    text = unmark(plain_words(children))
    source = unmark(token.content)
    return Paragraph(text, source, block.whole(), nested=token.level > 1, strong=strong)


def _heading(
    level: int, children: Sequence[Token], block: Block, notes: frozenset[str]
) -> tuple[Heading, str | None]:
    """Give a heading whose `anchor` is still the text that its id is made from."""
    text, own_id = split_heading_id(plain_words(children))
    text = MARKED_NOTE.sub(lambda note: "" if note[1] in notes else note[0], text)
    text = " ".join(unmark(text).split())
    return Heading(level, text, _math_as_shown(text), block.whole()), own_id


def _math_as_shown(text: str) -> str:
    if "$" not in text:
        return text
    from chapbook.source.maths import DOLLARS, tex_to_mathml  # reads a table of 2,000 signs

    return DOLLARS.sub(lambda tex: unescape(_TAG.sub("", tex_to_mathml(tex[1]) or tex[1])), text)
