"""Leave out of our scripts, styles and templates what only their readers need: remarks and indentation. Pure.

It works line by line and knows neither JavaScript nor HTML. So a remark must have its lines to itself (or follow the
code after ` // `), and no template literal may go over several lines; `tests/unit/site/test_weight.py` holds both.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_TAIL = re.compile(r"(?<=[;{}),>\]])[ \t]+//[ ][^\"'`\n]*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_EMPTY = re.compile(r"\n{2,}")


def slim_script(text: str) -> str:
    """Give a script of ours without remarks and indentation; every line of code stays a line."""
    return slim_style(_TAIL.sub("", _LINE.sub("", text)))


def slim_style(text: str) -> str:
    """Give a style sheet of ours without remarks and indentation."""
    return _EMPTY.sub("\n", _INDENT.sub("", _BLOCK.sub("", text))).lstrip("\n")


_TAGS_ONLY = re.compile(
    r"^((?:\{%(?!.?\s*(?:include|raw))(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})+)\n", re.DOTALL | re.MULTILINE
)
_BLOCKS = (
    "article|aside|base|body|dd|details|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|html|legend|li|link|main|meta|nav"
    "|ol|option|p|script|section|style|summary|table|title|ul"
)
_BEFORE_BLOCK = re.compile(rf"\n+(?=</?(?:{_BLOCKS})[\s>])")
_AS_WRITTEN = re.compile(r"<(?:pre|textarea)\b|\{%-?\s*raw\b")


def slim_template(text: str) -> str:
    """Give a template without indentation, so that pages have none; what a reader sees of them stays the same.

    Lines of nothing but Jinja's tags vanish, as do line breaks before elements that stand on lines of their own anyway.
    Other line breaks stay: a browser shows them as blanks. Templates in which blanks matter are left as they are.
    """
    if _AS_WRITTEN.search(text):
        return text
    return _BEFORE_BLOCK.sub("", _TAGS_ONLY.sub(r"\1", _INDENT.sub("", text)))
