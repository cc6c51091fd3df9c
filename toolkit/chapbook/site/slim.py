"""Leave out of our scripts and styles what only their readers need: remarks and indentation. Pure.

It works line by line and knows no JavaScript. So a remark must have its lines to itself (or follow the code after
` // `), and no template literal may go over several lines; `tests/unit/site/test_weight.py` holds both.
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
