"""Short cuts for Python-Markdown: what is plainly plain goes past the processors that would look at it in vain.

Each block is shown to twenty processors, each text to twenty patterns; a heading is rendered for its id as if it were a
page, and a code block makes a style sheet that nobody reads. Here stands what decides at a glance, and nothing else:
the result is the same without this extension, which `tests/property/test_quick_markdown.py` holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER, STX, AtomicString, Registry
from pymdownx.highlight import Highlight, HighlightExtension

from chapbook.source.slug import UsedSlugs

_PARAGRAPH = re.compile(rf"[^\W\d_][^\n]*(?:\n[^\W\d_][^\n]*)*|{HTML_PLACEHOLDER % '[0-9]+'}")
"""A block of lines that all begin with a letter at the margin: whatever else a block can be begins with a sign.

Or a block of code that was put aside: what stands for it is a paragraph.
"""
_INLINE = re.compile(r"[\\`*_\[\]<&$]|  \n")
"""What every pattern for the inside of a line needs."""
_NEEDS = {
    "backtick": "`",
    "arithmatex-inline": "\\",
    "chapbook-dollars": "$",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
"""What a text must hold for a pattern to match it: a look for a sign costs a tenth of trying the pattern."""
_ODD_BLANKS = ("\t", "\r", " \n", STX, ETX)
_HEADING = re.compile(r"h[1-6]")
_NOT_PLAIN = re.compile(r"[<>&\x02]")


class QuickExtension(Extension):
    """Named by its path in `markup.EXTENSIONS`, behind all others."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.parser.blockprocessors.register(_Paragraph(md.parser), "chapbook-paragraph", 110)
        md.treeprocessors.register(_PlainTexts(md), "chapbook-plain-texts", 20.5)
        md.parser.blockprocessors = _InOrder(md.parser.blockprocessors)
        md.preprocessors.register(_Blanks(md), "normalize_whitespace", 30)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
        contents = md.treeprocessors["toc"]
        assert isinstance(contents, TocTreeprocessor)
        md.treeprocessors.register(_HeadingIds(md, contents), "toc", 5)
        for extension in md.registeredExtensions:
            if isinstance(extension, HighlightExtension):
                extension.get_pymdownx_highlighter = _highlighter


class _Paragraph(BlockProcessor):
    """Paragraphs, before anything else is tried."""

    def test(self, parent: Element, block: str) -> bool:
        return _PARAGRAPH.fullmatch(block) is not None and not self.parser.state.isstate("list")

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = blocks.pop(0)


class _InOrder(Registry[BlockProcessor]):
    """The processors of blocks in an order that is not worked out for each block. None comes or goes any more."""

    def __init__(self, original: Registry[BlockProcessor]) -> None:
        self.__dict__.update(original.__dict__)
        self._in_order = (*original,)

    def __iter__(self) -> Iterator[BlockProcessor]:
        return iter(self._in_order)


class _Blanks(NormalizeWhitespace):
    """Tabs, ends of lines and blank lines, where there is anything to be done about them."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines) + "\n"
        if any(sign in source for sign in _ODD_BLANKS):
            return super().run(lines)
        return f"{source}\n".split("\n")


class _Inline(InlineTreeprocessor):
    """Tries each pattern on those texts only that hold the sign which it needs. None comes or goes any more."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        signs = {id(md.inlinePatterns[name]): sign for name, sign in _NEEDS.items()}
        self._signed = [(signs.get(id(each), ""), each) for each in md.inlinePatterns]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Take the place of a method whose name Python has made longer, since it is private."""
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for at, (sign, pattern) in enumerate(self._signed[patternIndex:], patternIndex):
            start, matched = 0, sign in data
            while matched:
                data, matched, start = apply(pattern, data, at, start)
        return data


class _Unescape(UnescapeTreeprocessor):
    """Signs that were escaped, in texts that hold any."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _PlainTexts(Treeprocessor):
    """Mark texts that no pattern can match as done."""

    def run(self, root: Element) -> None:
        abbreviations = self.md.treeprocessors["abbr"]
        assert isinstance(abbreviations, AbbrTreeprocessor)
        if abbreviations.abbrs:
            return  # which are looked for in texts that are not done
        for element in root.iter():
            if element.text and not _INLINE.search(element.text):
                element.text = AtomicString(element.text)
            if element.tail and not _INLINE.search(element.tail):
                element.tail = AtomicString(element.tail)


class _HeadingIds(TocTreeprocessor):
    """Ids and their links, as the extension `toc` gives them; a table of contents only where a page asks for one."""

    def __init__(self, md: Markdown, original: TocTreeprocessor) -> None:
        Treeprocessor.__init__(self, md)
        self.__dict__.update(original.__dict__)

    def run(self, doc: Element) -> None:
        headings = [each for each in doc.iter() if _HEADING.fullmatch(each.tag)]
        if any(len(each) or _NOT_PLAIN.search(each.text or "") for each in headings) or self._is_asked_for(
            doc
        ):
            super().run(doc)
            return
        used = UsedSlugs(each.attrib["id"] for each in doc.iter() if "id" in each.attrib)
        for heading in headings:
            if "id" not in heading.attrib:
                words = " ".join((heading.text or "").split())
                heading.attrib["id"] = used.unique(self.slugify(words, self.sep))
            self.add_permalink(heading, heading.attrib["id"])

    def _is_asked_for(self, doc: Element) -> bool:
        return any(self.marker in each.text for each in doc.iter() if each.text)


class _NoStyle:
    """Stands for a style of Pygments: the style sheet is the theme's, so no colours are looked up for each block."""

    background_color = highlight_color = line_number_color = line_number_background_color = ""
    line_number_special_color = line_number_special_background_color = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(())


class _Highlight(Highlight):  # type: ignore[misc]
    """Code blocks without a style sheet; the name of a language is looked up once."""

    def __init__(self, md: Markdown, **options: Any) -> None:
        super().__init__(md, **options)
        self.pygments_style = _NO_STYLE

    def get_lexer(self, src: str, language: str, inline: bool, stripnl: bool) -> tuple[object, str]:
        """Give a new lexer each time, since some remember what they have read."""
        kind, name = _lexer(language)
        return kind(stripnl=stripnl), name


_NO_STYLE = _NoStyle()


@lru_cache(maxsize=64)
def _lexer(language: str) -> tuple[Callable[..., object], str]:
    lexer, name = Highlight(None).get_lexer("", language, False, True)
    return type(lexer), name


def _highlighter() -> type[Highlight]:
    return _Highlight
