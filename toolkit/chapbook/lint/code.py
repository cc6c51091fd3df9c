"""Blank out code and comments in Markdown, so that rules about prose do not look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^\n]*)")
_RUN = re.compile(r"`+")
_NOT_LINES = re.compile(r"[^\n]")
_PARAGRAPH_END = re.compile(r"\n[ \t]*(?=\n)")


@lru_cache(maxsize=64)
def without_code(text: str) -> str:
    """Give a text of the same length and lines, with blanks for code blocks and code spans; questions stay.

    A dozen rules ask for the same texts one after the other.
    """
    if "`" not in text and "~~~" not in text:
        return text
    prose = "\n".join(_without_blocks(text))
    return "".join(_without_spans(prose)) if "`" in prose else prose


def without_comments(text: str) -> str:
    """Give a text of the same length and lines, with blanks for HTML comments; those in code stay."""
    if "<!--" not in text:
        return text
    prose, pieces, position = without_code(text), [], 0
    while (start := prose.find("<!--", position)) >= 0 and (end := prose.find("-->", start)) >= 0:
        end += len("-->")
        pieces += [text[position:start], _NOT_LINES.sub(" ", text[start:end])]
        position = end
    return "".join((*pieces, text[position:]))


def _without_blocks(text: str) -> Iterator[str]:
    """Give the lines; as everywhere here they end with a line feed only, while `splitlines` knows more ends."""
    quiz = code = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if code:
            code = "" if _closes(fence, code) else code
            yield _blank(line)
        elif quiz and _closes(fence, quiz):
            quiz = ""
            yield _blank(line)
        elif fence is None or (fence[1][0] == "`" and "`" in fence[2]):
            yield line
        elif not quiz and fence[2].split()[:1] == ["quiz"]:
            quiz = fence[1]
            yield _blank(line)
        else:
            code = fence[1]
            yield _blank(line)


def _closes(fence: re.Match[str] | None, opened: str) -> bool:
    return fence is not None and fence[1].startswith(opened) and not fence[2].strip()


def _blank(line: str) -> str:
    body = line.rstrip("\r")
    return " " * len(body) + line[len(body) :]


def _without_spans(text: str) -> Iterator[str]:
    """Blank out each run of backticks up to the next run of the same length in its paragraph."""
    start = 0
    for end in [*(match.end() for match in _PARAGRAPH_END.finditer(text)), len(text)]:
        paragraph = text[start:end]
        if "`" in paragraph:
            yield from _without_spans_in(paragraph)
        else:
            yield paragraph
        start = end


def _without_spans_in(paragraph: str) -> Iterator[str]:
    position = 0
    for start, end, _ in code_spans(paragraph):
        yield paragraph[position:start]
        yield re.sub(r"[^\r\n]", " ", paragraph[start:end])
        position = end
    yield paragraph[position:]


def code_spans(paragraph: str) -> Iterator[tuple[int, int, int]]:
    """Give start, end and number of backticks of each code span of a paragraph."""
    runs = list(_RUN.finditer(paragraph))
    partner: dict[int, int] = {}
    next_of_length: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = len(runs[index][0])
        if length in next_of_length:
            partner[index] = next_of_length[length]
        next_of_length[length] = index
    index = 0
    while index < len(runs):
        if index in partner:
            yield runs[index].start(), runs[partner[index]].end(), len(runs[index][0])
            index = partner[index]
        index += 1
