"""Texts without marks are rendered by a shortcut: it must give what the renderer gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.source import markup, sanitize
from chapbook.source.markup import render_inline, render_markdown
from chapbook.source.plain_text import plain_paragraphs

_SIGNS = """\
word Été 3 x2 10 - ' ’ – / % € ( ) . ? ! , ; : " “ ” … = + @ ﬁ www. é́ ب 中 CODE
* ** *** _ ` `` ``` *w* **two* `x` `a[0]` `#! `::: <b> < > & &amp; $ # | { } [ ] [^1] [TOC] ![ \\ ~ ^ !!! ??? === -- ---
"""
_PIECES = [
    *_SIGNS.split(),
    *(" " for _ in range(16)),
    *("\n" for _ in range(4)),
    "\n\n",
    "  ",
    "\t",
    "\u00a0",
    "\u200b",
]
_PIECES += [
    "1. ",
    "2 ",
    "12",
    "3) ",
    "٣. ",
    "×",
    "→",
    "≤ ",
    ": ",
    "**two words**",
    "*two words*",
    "`two words`",
    "word ",
    "Word. ",
    "words, ",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join))
@settings(max_examples=600)
def test_the_shortcut_gives_what_the_renderer_gives(text: str) -> None:
    short = render_markdown(text), render_inline(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "plain_paragraphs", lambda _: None)
        assert (render_markdown(text), render_inline(text)) == short


_ANY_CODE = st.text(st.characters(max_codepoint=0x2FF), min_size=1, max_size=8).map(
    lambda text: f"Say `{text}`."
)


@given(
    _ANY_CODE | st.text(st.characters(max_codepoint=0x2FF), max_size=8).map(lambda text: f"Word{text}word")
)
def test_no_sign_is_taken_for_a_plain_one(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "plain_paragraphs", lambda _: None)
        slow = render_markdown(text)
    assert render_markdown(text) == slow


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ask for half of it first. Then begin!", "<p>Ask for half of it first. Then begin!</p>"),
        ("Option 2: say “no”. 1", "<p>Option 2: say “no”. 1</p>"),
        ("`a[0]` is *not*\n**b**.", "<p><code>a[0]</code> is <em>not</em>\n<strong>b</strong>.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    ],
)
def test_the_shortcut_is_taken(monkeypatch: pytest.MonkeyPatch, text: str, html: str) -> None:
    """Without this, the tests above would compare the renderer with itself."""
    monkeypatch.setattr(markup, "_render", lambda *_: pytest.fail("the renderer was asked"))
    assert render_markdown(text) == html


def test_the_shortcut_has_no_way_round_the_limits() -> None:
    assert plain_paragraphs("word " * 5_000 + "end") is None


_HTML = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "text",
    "<a href='x.md'>",
    "</a>",
    "<img SRC=a.png>",
    "<td",
    " href",
    "=y>",
    "&lt;",
    "<video poster=p>",
]


@given(st.lists(st.sampled_from(_HTML), min_size=1, max_size=10).map("".join))
def test_html_without_addresses_needs_no_pass_for_them(html: str) -> None:
    def link(target: str) -> str:
        return f"to-{target}"

    short = sanitize.clean_html(html, link=link)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sanitize, "_HAS_URL", re.compile(""))
        assert sanitize.clean_html(html, link=link) == short
