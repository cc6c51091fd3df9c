"""Texts that need no renderer: words, sentences, `code`, *stress* and **more stress**, one paragraph or several.

Most texts of questions are such. The renderer takes half a millisecond for one, since it looks for forty kinds of
markup. What is not certain to be plain is left to it. `tests/property/test_plain_render.py` holds both to one result.
"""

from __future__ import annotations

import re

_SIGNS = r"(?:[^\W_]|[ ,.;:?!()'\"’‘‚“”„«»–—…/%€£°+=@×÷·−±≈≠≤≥→-])"
"""Letters, digits and signs that mean nothing to Markdown or HTML behind the first letter or number of a line."""
_STRESSED = rf"(?! ){_SIGNS}++(?<! )"
_CODE = r"`(?!#!|:::| )[\w !-%'-;=?@[\]^{-~]++(?<! )`(?!`)"
_STRESS = rf"\*\*{_STRESSED}\*\*(?!\*)|\*{_STRESSED}\*(?!\*)"
_LINE = rf"(?=[^\W\d_`*]|\d++(?![.)])|`[^`]|\*\*?[^\W\d_])(?:{_SIGNS}|{_CODE}|{_STRESS})++(?<! )"
_PLAIN = re.compile(rf"{_LINE}(?:\n\n?{_LINE})*+")
_MARKED = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*")
_NAMES = ("", "code", "strong", "em")
_LONGEST = 20_000
"""Characters; what is longer goes the way that has limits."""


def plain_paragraphs(text: str) -> list[str] | None:
    """Give the inside of each paragraph as HTML; None when the text may be more than paragraphs of plain words."""
    if len(text) > _LONGEST or not _PLAIN.fullmatch(text):
        return None
    if "`" in text or "*" in text:
        text = _MARKED.sub(_element, text)
    return text.split("\n\n")


def _element(found: re.Match[str]) -> str:
    at = found.lastindex or 0
    return f"<{_NAMES[at]}>{found[at]}</{_NAMES[at]}>"
