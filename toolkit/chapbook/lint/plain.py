"""Texts as learners see them: for lengths and comparisons, never for showing."""

from __future__ import annotations

import re

_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_ATTRIBUTES = re.compile(r"\{[:.#][^{}\n]{0,200}\}")
_MARKS = re.compile(r"[*`]+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|\\(?=[^\w\s])")
_BLANKS = re.compile(r"\s+")
_SHOWN = 60
_LONGEST_SOUGHT = 300


def visible(text: str) -> str:
    """Give a short Markdown text without its markup: links by their words, emphasis and code without marks."""
    bare = _ATTRIBUTES.sub("", _TAG.sub("", _LINK.sub(r"\1", text)))
    return _BLANKS.sub(" ", _MARKS.sub("", bare)).strip()


def short(text: str) -> str:
    """Give a text in one line that fits into a message."""
    line = _BLANKS.sub(" ", text).strip()
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def holds(text: str, words: str) -> bool:
    """Say whether `words` (at most 300 characters) stand in `text` as whole words; capitals do not count."""
    text, words = text.casefold(), words.casefold()
    position = text.find(words) if 0 < len(words) <= _LONGEST_SOUGHT else -1
    while position >= 0:
        end = position + len(words)
        joined = words[0].isalnum() and text[position - 1 : position].isalnum()
        if not joined and not (words[-1].isalnum() and text[end : end + 1].isalnum()):
            return True
        position = text.find(words, position + 1)
    return False
