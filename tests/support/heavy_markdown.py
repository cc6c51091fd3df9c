"""Markdown made to be slow, deep or large: one text a construct, as long as asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isqrt

REPEATED = {
    "brackets": "[",
    "brackets closed": "[]",
    "link opened": "[a](",
    "link in link": "[a](b",
    "link titles": "[a](b 'c' ",
    "picture opened": "![",
    "picture titles": '![a](b "',
    "reference opened": "[a][",
    "reference": "[a][a] ",
    "footnote opened": "[^",
    "footnote": "[^a]",
    "quotes": "> ",
    "quotes of lists": "> - ",
    "callouts": "> [!TIP]\n> a\n\n",
    "bullets on a line": "- ",
    "numbers on a line": "1. ",
    "tasks": "- [ ] a\n",
    "stars": "*",
    "stars and words": "*a ",
    "words and stars": "a**b",
    "stars in threes": "***a ",
    "stars and lines": "*_",
    "emphasis mixed": "**a __b *c _d ",
    "lines below": "_",
    "backticks": "`",
    "backtick opened": "`a ",
    "code with language": "`#!python a` ",
    "fence opened": "```\n",
    "fences": "```python\nx\n```\n\n",
    "quiz fences": "```quiz\n",
    "tildes": "~",
    "definition opened": "[a]:\n",
    "definitions": "[a]: b 'c'\n",
    "pipes": "|",
    "cells": "|a",
    "div": "<div>",
    "less than": "<",
    "tag opened": "<a ",
    "attribute opened": "<a b='",
    "comment opened": "<!--",
    "instruction opened": "<?",
    "declaration opened": "<!a",
    "cdata opened": "<![CDATA[",
    "bold and paragraphs": "<b><p>",
    "cells in HTML": "<table><tr><td>",
    "HTML in lists": "- <div>\n",
    "entities": "&amp;",
    "ampersands": "&",
    "entity opened": "&#",
    "attribute lists": "*a*{: #a .b c=d }",
    "attribute list opened": "*a*{",
    "braces": "{",
    "abbreviation opened": "*[",
    "dollars": "$",
    "formula opened": "$a ",
    "formulas": "$a^2$ ",
    "formula in brackets": "\\(",
    "environment opened": "\\begin{a}",
    "definition list": "a\n: b\n",
    "headings": "# a\n",
    "headings underlined": "a\n=\n",
    "hashes": "#",
    "backslashes": "\\",
    "backslash and bracket": "\\[",
    "tabs": '=== "a"\n\n    b\n\n',
    "blank lines": "\n",
    "blanks": "\t ",
    "address opened": "<http:",
    "mail opened": "<a@",
    "bare addresses": "http://a.",
    "stash marks": "\x02klzzwxh:0001\x03",
    "accents": "\N{COMBINING ACUTE ACCENT}",
}
"""Pieces that are repeated."""

DEEPER = {
    "lists deeper": "- a",
    "notes deeper": "!!! note",
    "details deeper": '??? note "a"',
    "tabs deeper": '=== "a"\n',
    "definitions deeper": ":   a",
}
"""Lines that are repeated, each indented more."""


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _deeper(line: str) -> Callable[[int], str]:
    return lambda size: "\n".join("    " * depth + line for depth in range(isqrt(size // 2)))


def _lines(make: Callable[[int], str], at_least: int) -> Callable[[int], str]:
    """Give numbered lines until the size is reached; each has `at_least` so many characters."""

    def text(size: int) -> str:
        return "\n".join(map(make, range(size // at_least)))[:size]

    return text


MADE: Mapping[str, Callable[[int], str]] = {
    "brackets in pairs": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "backticks growing": lambda size: " ".join("`" * n for n in range(1, isqrt(2 * size))),
    "quotes growing": lambda size: "\n".join(">" * n + " a" for n in range(1, isqrt(2 * size) - 2)),
    "footnotes in a chain": _lines(lambda n: f"[^{n}]: a[^{n + 1}]\n", 16),
    "abbreviations": _lines(lambda n: f"*[A{n}]: b", 10),
    "table": lambda size: "|a" * 99 + "|\n" + "|-" * 99 + "|\n" + ("|b" * 99 + "|\n") * (size // 200 - 2),
    "table all wide": lambda size: "|a" * (size // 4) + "\n" + "|-" * (size // 4),
    "heading of marks": lambda size: "# a" + " #" * (size // 2 - 2),
    "heading of attributes": lambda size: "# a " + "{#a " * (size // 4 - 1),
    "fence with attributes": lambda size: "```" + "{.a " * (size // 4 - 1),
    "formula of fractions": lambda size: "$" + r"\frac{" * (size // 6 - 1) + "$",
    "formula nested": lambda size: "$" + "{" * (size // 2 - 1) + "}" * (size // 2 - 1) + "$",
    "formula of indices": lambda size: "$" + "a_{" * (size // 3 - 1) + "$",
    "python of brackets": lambda size: "```python\n" + "(" * (size - 15) + "\n```",
    "perl of braces": lambda size: "```perl\n" + "s{" * (size // 2 - 8) + "\n```",
    "one word": lambda size: "a" * size,
}

HEAVY: Mapping[str, Callable[[int], str]] = {
    **{name: _repeated(piece) for name, piece in REPEATED.items()},
    **{name: _deeper(line) for name, line in DEEPER.items()},
    **MADE,
}
"""By name, a function from a size in characters to a text of at most that size."""


def heavy_texts(size: int, names: Iterable[str] = HEAVY) -> dict[str, str]:
    """Give the texts of a size, by name."""
    return {name: HEAVY[name](size) for name in names}
