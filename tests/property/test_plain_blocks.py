"""A page is cut into plain blocks without a parser: what is found must be what the parser finds in the whole page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.lint.pages import page_names, read_base, read_page
from chapbook.source import markdown_reader
from chapbook.source.markdown_reader import read_outline
from chapbook.source.plain_blocks import Kind, PlainBlock, plain_blocks
from chapbook.source.text import split_front_matter

ROOT = Path(__file__).resolve().parents[2]
_BEGINNINGS = [
    "# ",
    "## ",
    "#",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    "    ",
    "  ",
    "\t",
    ":   ",
    "| ",
    "!!! note",
    "??? ",
]
_BEGINNINGS += [
    "```",
    "```py",
    "~~~",
    "---",
    "===",
    "***",
    '=== "Tab"',
    "<div>",
    "<!-- ",
    "-->",
    "<pre>",
    "</pre>",
    "",
]
_INSIDE = [
    "word",
    "a.b",
    "zwei Wörter",
    " ",
    "  ",
    "*x*",
    "**x**",
    "`x`",
    "[x](y)",
    "![x](y)",
    "[^1]",
    "<b>",
    "&amp;",
]
_INSIDE += [
    "\\",
    "#",
    "{#id}",
    "{.decorative}",
    "|",
    "$x$",
    "```",
    "~~~",
    ":",
    "[x]: /u",
    "[^1]: ",
    "\u00a0",
    "\x0b",
]
_INSIDE += ["\x1c", "\x85", "\u2028", "\r", "\0", "\ufdd0"]
_LINES = st.builds("".join, st.lists(st.sampled_from(_BEGINNINGS), max_size=2)).flatmap(
    lambda beginning: st.lists(st.sampled_from(_INSIDE), max_size=4).map(
        lambda inside: beginning + "".join(inside)
    )
)
PAGES = st.lists(_LINES, max_size=24).map("\n".join)


def as_a_whole(text: str, lines: Sequence[str]) -> Iterator[PlainBlock]:
    yield PlainBlock(Kind.OTHER, 0, len(lines))


def assert_read_as_the_parser_does(text: str) -> None:
    quick = read_outline("lesson.md", text, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_reader, "plain_blocks", as_a_whole)
        whole = read_outline("lesson.md", text, 7)
    assert repr(quick) == repr(whole)


@settings(max_examples=200)
@given(PAGES)
def test_any_page_is_read_as_the_parser_reads_it(text: str) -> None:
    assert_read_as_the_parser_does(text)


@pytest.mark.parametrize("folder", ["modules", "docs/pages", "toolkit/chapbook/services/scaffolds"])
def test_real_pages_are_read_as_the_parser_reads_them(folder: str) -> None:
    pages = sorted((ROOT / folder).rglob("*.md"))
    assert pages
    for path in pages:
        assert_read_as_the_parser_does(split_front_matter(path.read_text(encoding="utf-8")).body)


def test_the_pages_of_rules_are_read_as_the_parser_reads_them() -> None:
    for text in (read_base(), *(read_page(name.partition("-")[0]) for name in page_names())):
        assert_read_as_the_parser_does(text)


def test_ordinary_pages_are_cut() -> None:
    """Without this, the tests above would compare the parser with itself."""
    text = "# Tea\n\nPour.\nWait.\n\n```py\nx\n\ny\n```\n- one\n\n  two\n\nEnd.\n"
    assert list(plain_blocks(text, text.split("\n"))) == [
        PlainBlock(Kind.HEADING, 0, 1),
        PlainBlock(Kind.PARAGRAPH, 2, 4),
        PlainBlock(Kind.FENCE, 5, 10),
        PlainBlock(Kind.OTHER, 10, 14),
        PlainBlock(Kind.PARAGRAPH, 14, 15),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[x]: /u\n\n# [x]\n",
        "![A box, (quite) plain](../box_1.svg)\n\n![ a  b ](c)\n\n![_a_](b)\n",
        "Word\n:   Meaning\n\n    more\n",
        "```\nnever closed\n\n# no heading\n",
        "```\ncode\n ```\n\n# One\n",
        "<!-- from here\n\n# to here -->\n",
        "- a\n\n```\n# code\n```\n",
        "Two\nlines\n===\n\n1. a\n\n       code\n",
    ],
)
def test_what_reaches_on_is_left_to_the_parser(text: str) -> None:
    assert_read_as_the_parser_does(text)
