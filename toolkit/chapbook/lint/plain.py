"""Texts as learners see them: for lengths and comparisons, never for showing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chapbook.lint.code import code_spans

_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_ATTRIBUTES = re.compile(r"\{[:.#][^{}\n]{0,200}\}")
_MARKS = re.compile(r"[*`]+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|\\(?=[^\w\s])")
_MARKUP = re.compile(r"[\[<{*`_\\]")
"""Without one of these a text is shown as it is written."""
_BLANKS = re.compile(r"\s+")
_PLACE = re.compile("\ue000([0-9]+)\ue001")
_PLACE_SIGNS = re.compile("[\ue000\ue001]")
_SHOWN = 60
_LONGEST_SOUGHT = 300
_UNSPACED = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
"""Han, kana and Hangul: a word may begin and end between any two of them."""
_LETTER = f"[^\\W_{_UNSPACED}]"
_IS_LETTER = re.compile(_LETTER)


@lru_cache(maxsize=512)
def visible(text: str) -> str:
    """Give a short Markdown text without its markup: links by their words, emphasis and code without marks.

    Half a dozen rules ask for the same options and stems of a module.
    """
    if not _MARKUP.search(text):
        return " ".join(text.split())
    if "`" not in text:
        return _BLANKS.sub(" ", _without_markup(text)).strip()
    codes: list[str] = []
    bare = _without_markup("".join(_with_places(text, codes)))
    return _BLANKS.sub(" ", _PLACE.sub(lambda place: codes[int(place[1])], bare)).strip()


def _with_places(text: str, codes: list[str]) -> Iterator[str]:
    """Give the text with a sign for each code span, whose inside goes to `codes`: `<b>` in code is no tag."""
    text, position = _PLACE_SIGNS.sub("", text), 0
    for start, end, ticks in code_spans(text):
        yield f"{text[position:start]}\ue000{len(codes)}\ue001"
        codes.append(text[start + ticks : end - ticks])
        position = end
    yield text[position:]


def _without_markup(text: str) -> str:
    return _MARKS.sub("", _ATTRIBUTES.sub("", _TAG.sub("", _LINK.sub(r"\1", text))))


def short(text: str) -> str:
    """Give a text in one line that fits into a message."""
    line = _BLANKS.sub(" ", text).strip()
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def holds(text: str, words: str) -> bool:
    """Say whether `words` (at most 300 characters) stand in `text` as whole words; capitals do not count."""
    text, words = text.casefold(), words.casefold()
    if not 0 < len(words) <= _LONGEST_SOUGHT or words not in text:
        return False
    before = f"(?<!{_LETTER})" if _IS_LETTER.match(words[0]) else ""
    after = f"(?!{_LETTER})" if _IS_LETTER.match(words[-1]) else ""
    return re.search(f"{before}{re.escape(words)}{after}", text) is not None
