"""A page is cut into plain blocks without a parser: what is found must be what the parser finds in the whole page."""

from __future__ import annotations

import re
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
        patch.setattr(markdown_reader, "_MAY_HOLD_MORE", re.compile(""))  # nothing is put off
        whole = read_outline("lesson.md", text, 7)
    assert repr(quick) == repr(whole)
    before = repr(whole)
    assert quick.paragraphs == whole.paragraphs
    assert repr(quick) == before  # what was put off held nothing but paragraphs


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


def test_words_are_read_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """And once: rules ask for them again and again."""
    added: list[str] = []
    add = markdown_reader._Page._add_paragraph

    def spy(page: object, content: str, *rest: object, **more: bool) -> None:
        added.append(content)
        add(page, content, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(markdown_reader._Page, "_add_paragraph", spy)
    read = read_outline("lesson.md", "Plain *words*.\n\nA [link](x).\n\n- listed\n\n- `code`\n")
    assert added == ["A [link](x)."]
    assert [each.text for each in read.paragraphs] == ["Plain words.", "A link.", "listed", "code"]
    assert len(read.paragraphs) == len(added) == 4


@pytest.mark.parametrize(
    "text",
    [
        "[x]: /u\n\n# [x]\n",
        "Head\r\n---\r\n",
        "- Head\r  ===\r",
        "> Head\n> ---\n\n- Head\n  ===\n",
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
