"""Markdown to an outline: headings, links, pictures, fences and raw HTML, each with its place in the file.

A CommonMark parser (markdown-it-py, imported here only) says what is code, what is a link and which line a block starts
on, but for blocks that are plainly headings, fences or paragraphs (plain_blocks.py: a lesson of 5 kB then takes 0.25 ms
instead of 0.70). The column is found by searching the block's text in order, and is the block's start where that fails.
What the built page shows differently is followed here: containers (containers.py), notes `[^1]`, ids of headings.

Limits, against text made to be slow: blocks nested deeper than 20 and containers deeper than 8 are not read, nor is the
inside of a paragraph longer than `MAX_PARAGRAPH`, nor what stands below `MAX_LINES`. 64 KiB of the worst text known
takes 3 seconds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from chapbook.source.block import Block, MarginBlock
from chapbook.source.containers import SourceLine, dedented, find_containers
from chapbook.source.found import Found
from chapbook.source.inline_reader import InlineReader, plain_words
from chapbook.source.note_marks import MARKED_NOTE, mark_notes, unmark
from chapbook.source.outline import Fence, Heading, Html, Image, Outline, Paragraph
from chapbook.source.plain_blocks import Kind, heading_parts, plain_blocks
from chapbook.source.slug import split_heading_id

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
_MARKUP = ("[", "*", "`", "_", "<", "&", "\\", "]")
_BREAKS = (" \n", "\n ", "\n\t")
"""Without one of these, the inside of a paragraph is words and line ends (CommonMark 0.31, section 6)."""
_PICTURE = re.compile(r"!\[(?P<alt>[A-Za-z0-9 ,.:;?()'’–-]+)\]\((?P<target>[A-Za-z0-9_./-]+)\)")
"""A paragraph that is one picture, without any sign in it that could mean something else."""
_MAY_HOLD_MORE = re.compile(r"[\[<#\r]|```|~~~|^[ \t>]*(?:-+|=+)[ \t]*$", re.MULTILINE)
"""What a stretch of lines holds that may have more in it than paragraphs: links, raw HTML, fences, headings."""
_WORDS = frozenset({"text", "softbreak"})
_READ = frozenset({"fence", "html_block", "inline"})
_TAG = re.compile(r"<[^>]*>")


def read_outline(path: str, body: str, body_line: int = 1) -> Outline:
    """Read Markdown: a lesson's body, or a text field of a YAML file.

    Lines in `body` end with `\\n`; its first one is line `body_line` of the file. Never raises on any text.
    """
    texts = body.split("\n", MAX_LINES)[:MAX_LINES]
    page = _Page(body)
    for kind, first, after in plain_blocks(body, texts):
        line = body_line + first
        if kind is Kind.OTHER:
            inside = texts[first:after] if after == len(texts) else [*texts[first:after], ""]
            page.add_other([SourceLine(text, n, 0) for n, text in enumerate(inside, line)])
        else:
            page.add_plain(kind, MarginBlock(texts[first:after], line))
    return page.found.outline(path, body, body_line, page.paragraphs)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms, and not every command reads Markdown

    parser = MarkdownIt("commonmark", {"maxNesting": 20})
    parser.disable(["inline", "text_join"])  # paragraphs are read one by one, with a limit
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # `javascript:` must be seen
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as written
    return parser


class _Page:
    """One page while it is read."""

    def __init__(self, body: str) -> None:
        self.found = Found()
        self._markup = [sign for sign in _MARKUP if sign in body]
        self._notes = frozenset(_NOTE_DEFINED.findall(body)) if "^" in body else frozenset()
        self._env: dict[str, Any] = {"references": {}}
        self._blocks: list[Block] = []
        self._stretches: list[Sequence[SourceLine]] = []
        self._paragraphs: tuple[Paragraph, ...] | None = None

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Give the paragraphs: reads what was put off since nothing else can stand in it."""
        if self._paragraphs is None:
            for block in self._blocks:
                self._add_paragraph(mark_notes(block.text.strip()), block)
            for lines in self._stretches:
                self.read(lines, MAX_CONTAINERS)
            self._paragraphs = self.found.in_order()
        return self._paragraphs

    def add_other(self, lines: Sequence[SourceLine]) -> None:
        """Add a stretch of lists, quotations, tables, containers and whatever else."""
        if _MAY_HOLD_MORE.search("\n".join([line.text for line in lines])):
            self.read(lines, MAX_CONTAINERS)
        else:
            self._stretches.append(lines)

    def read(self, lines: Sequence[SourceLine], depth: int) -> None:
        """Read lines as a document of their own, and the containers in it likewise."""
        tokens = self._parse(lines)
        containers = find_containers(lines, _opaque(tokens)) if depth else []
        if containers:
            inside = {index for each in containers for index in each}
            outer = [
                SourceLine("", line.line, line.cut) if i in inside else line for i, line in enumerate(lines)
            ]
            self._collect(self._parse(outer), outer)
            for each in containers:
                inner = dedented(lines[each.start : each.stop], lines[each.start - 1])
                self.read(inner, depth - 1)
        else:
            self._collect(tokens, lines)

    def add_plain(self, kind: Kind, block: Block) -> None:
        """Add a block that was found without the parser."""
        text = block.text
        if kind is Kind.PARAGRAPH and (picture := _PICTURE.fullmatch(text)):
            span = block.whole()
            self.found.paragraphs.append(Paragraph("", text, span))
            self.found.images.append(Image(picture["target"], picture["alt"], False, span))
        elif kind is Kind.PARAGRAPH and "[" not in text and "<" not in text:
            self._blocks.append(block)
        elif kind is Kind.PARAGRAPH:
            self._add_paragraph(mark_notes(text.strip()), block)
        elif kind is Kind.HEADING:
            level, content = heading_parts(text)
            self._add_heading(level, mark_notes(content), block)
        else:
            first, *inside, _ = text.split("\n")
            info = first.lstrip(first[0])
            self._add_fence(first[: len(first) - len(info)], info, tuple(inside), block)

    def _parse(self, lines: Sequence[SourceLine]) -> list[Token]:
        text = "\n".join(line.text for line in lines)
        text += "" if text.endswith("\n") else "\n"
        return _parser().parse(mark_notes(text), self._env)

    def _collect(self, tokens: Sequence[Token], lines: Sequence[SourceLine]) -> None:
        for index, token in enumerate(tokens):
            if token.map is None or token.type not in _READ:
                continue
            block = Block(lines, *token.map)
            if token.type == "fence":
                inside = tuple(unmark(token.content).split("\n")[:-1])
                self._add_fence(token.markup, unmark(token.info), inside, block)
            elif token.type == "html_block":
                self.found.html.append(Html(unmark(token.content).rstrip("\n"), block.whole()))
            elif (opening := tokens[index - 1]).type == "paragraph_open":
                self._add_paragraph(token.content, block, nested=token.level > 1)
            else:
                self._add_heading(int(opening.tag[1]), token.content, block)

    def _add_paragraph(self, content: str, block: Block, *, nested: bool = False) -> None:
        children = self._inline(content)
        if children is None:
            text = unmark(content.replace("\n", " "))
            self.found.paragraphs.append(Paragraph(text, unmark(content), block.whole(), nested))
            return
        text, strong = unmark(plain_words(children)), _is_strong(children)
        self.found.paragraphs.append(Paragraph(text, unmark(content), block.whole(), nested, strong))
        self._add_pieces(children, block)

    def _add_heading(self, level: int, content: str, block: Block) -> None:
        """Add a heading whose `anchor` is still the text that its id is made from."""
        children = self._inline(content)
        if content and "\n" not in content:
            text, own_id = split_heading_id(content if children is None else plain_words(children))
            text = MARKED_NOTE.sub(lambda note: "" if note[1] in self._notes else note[0], text)
            text = " ".join(unmark(text).split())
            self.found.headings.append((Heading(level, text, _math_as_shown(text), block.whole()), own_id))
        if children:
            self._add_pieces(children, block)

    def _add_pieces(self, children: Sequence[Token], block: Block) -> None:
        if any(child.type not in _WORDS for child in children):
            self.found.add(InlineReader(block).read(children))

    def _add_fence(self, marker: str, info: str, lines: tuple[str, ...], block: Block) -> None:
        there = block.first(2)
        source = there[-1]
        first = lines[0] if lines else ""
        inside = source.text.endswith(first) and bool(first)
        indent = len(source.text) - (len(first) if inside else len(source.text.lstrip(" \t>")))
        fence = Fence(
            info=unescape(info).strip(),
            lines=lines,
            span=block.whole(),
            line=there[0].line + 1,
            column=source.cut + indent + 1,
            closed=len(block) - 1 > len(lines),
            info_column=_info_column(marker, info.strip(), there[0]),
        )
        self.found.fences.append(fence)

    def _inline(self, content: str) -> list[Token] | None:
        """Give the tokens inside a paragraph or heading; None when it is nothing but words."""
        if not (self._markup and any(sign in content for sign in self._markup)) and not _has_breaks(content):
            return None
        children: list[Token] = []
        if len(content) <= MAX_PARAGRAPH:
            parser = _parser()
            parser.inline.parse(content, parser, self._env, children)
        return children


def _opaque(tokens: Sequence[Token]) -> frozenset[int]:
    kinds = {"fence", "code_block", "html_block"}
    return frozenset(i for token in tokens if token.type in kinds and token.map for i in range(*token.map))


def _has_breaks(content: str) -> bool:
    """Say whether a line ends or begins with a blank: there it may break. First by one look, which mostly does."""
    flat = content.replace("\n", " ")
    return ("  " in flat or "\t" in flat) and any(sign in content for sign in _BREAKS)


def _info_column(marker: str, info: str, opening: SourceLine) -> int:
    before, there, after = opening.text.partition(marker)
    blanks = len(after) - len(after.lstrip())
    if not info or not there or unescape(info) != info or after[blanks : blanks + len(info)] != info:
        return 0
    return opening.cut + len(before) + len(there) + blanks + 1


def _is_strong(children: Sequence[Token]) -> bool:
    """Say whether all of a paragraph is bold."""
    inside = [each for each in children if each.type != "text" or each.content]
    ends = [index for index, each in enumerate(inside) if each.type == "strong_close"]
    return bool(inside) and inside[0].type == "strong_open" and ends == [len(inside) - 1]


def _math_as_shown(text: str) -> str:
    if "$" not in text:
        return text
    from chapbook.source.maths import DOLLARS, tex_to_mathml  # reads a table of 2,000 signs

    return DOLLARS.sub(lambda tex: unescape(_TAG.sub("", tex_to_mathml(tex[1]) or tex[1])), text)
