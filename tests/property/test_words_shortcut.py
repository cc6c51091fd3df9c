"""Paragraphs without markup are read by a shortcut: it must find what the parser finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.source import markdown_reader
from chapbook.source.markdown_reader import read_outline

_PIECES = [
    "word",
    "zwei",
    "a.b",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "- ",
    "# ",
    "> ",
    "1. ",
    "!",
    "?",
    ":",
    "=",
    "~",
]
_PIECES += [
    "*",
    "_",
    "`",
    "[x]",
    "](y)",
    "<b>",
    "&amp;",
    "\\",
    "![",
    "[^1]",
    "{#id}",
    "|",
    "http://x.y",
    "\u00a0",
    "\x0b",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_the_shortcut_reads_as_the_parser_does(text: str) -> None:
    short = read_outline("lesson.md", text)
    paragraphs = short.paragraphs
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_reader, "_MARKUP", ("",))
        long = read_outline("lesson.md", text)
        assert (repr(long), long.paragraphs) == (repr(short), paragraphs)


def test_the_shortcut_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the test above would compare the parser with itself."""
    parser = markdown_reader._parser()
    asked: list[str] = []

    def parse(self: object, text: str, *rest: object) -> None:
        asked.append(text)

    monkeypatch.setattr(type(parser.inline), "parse", parse)
    assert read_outline("lesson.md", "Plain words,\non two lines.\n\nWords with *stress*.\n").paragraphs
    assert asked == ["Words with *stress*."]
