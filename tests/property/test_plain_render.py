"""Texts without marks are rendered by a shortcut: it must give what the renderer gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.source import markup, sanitize
from chapbook.source.markup import render_inline, render_markdown

_PIECES = [
    "word",
    "Été",
    "3",
    "x2",
    "10",
    " ",
    " ",
    ", ",
    ". ",
    "; ",
    "? ",
    "! ",
    "-",
    "'",
    "’",
    "–",
    "/",
    "%",
    "€",
]
_PIECES += [
    " (",
    ") ",
    ")",
    ".",
    "?",
    "!",
    "  ",
    "\n",
    "*",
    "_",
    "<b>",
    "&",
    "$",
    "#",
    ":",
    "1. ",
    "\u00a0",
    "ﬁ",
    "www.",
]
_NEVER = re.compile(r"(?!)")


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join))
def test_the_shortcut_gives_what_the_renderer_gives(text: str) -> None:
    short = render_markdown(text), render_inline(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_PLAIN", _NEVER)
        assert (render_markdown(text), render_inline(text)) == short


def test_the_shortcut_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the test above would compare the renderer with itself."""
    monkeypatch.setattr(markup, "_render", lambda *_: pytest.fail("the renderer was asked"))
    assert (
        render_markdown("Ask for half of it first. Then begin!")
        == "<p>Ask for half of it first. Then begin!</p>"
    )


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
