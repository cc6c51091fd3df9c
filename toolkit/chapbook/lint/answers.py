"""How answers are compared, and whether a regular expression is safe to try. Both come from strangers too."""

from __future__ import annotations

import re
import warnings
from unicodedata import normalize

_BLANKS = re.compile(r"\s+")
_EXACT = re.compile(r"(`[^`]*`|\$[^$\n]{1,500}\$)")
_SHORT_OPTION = 4
"""Characters: in units, keys and values of code such as `mW` or `True` a capital is the difference."""
_LONGEST_PATTERN = 500
_LONGEST_ANSWER = 64
_MOST_WAYS = 200_000

_ESCAPE = re.compile(r"\\.", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{)")
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")


def same_answer(text: str) -> str:
    """Give what two answers have in common when case and runs of blanks do not count."""
    return _BLANKS.sub(" ", text).strip().casefold()


def same_option(text: str) -> str:
    """Give what two options have in common for a reader; in code, formulas and short signs capitals count."""
    line = normalize("NFC", _BLANKS.sub(" ", text).strip())
    if len(line) <= _SHORT_OPTION:
        return line
    parts = _EXACT.split(line)
    return "".join(part if part.startswith(("`", "$")) else part.casefold() for part in parts)


def compiled(pattern: str) -> re.Pattern[str] | str:
    """Compile a pattern for whole answers, or say in the compiler's words why it cannot be."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"it is longer than {_LONGEST_PATTERN} characters"
    try:
        with warnings.catch_warnings():
            # Python foresees another meaning of “[[” and says so to whoever runs the check, not to the writer.
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)


def matches(pattern: re.Pattern[str], answer: str) -> bool | None:
    """Say whether a pattern fits a whole answer; None when trying it could take for ever.

    A pattern can be made that needs years for thirty characters, and `re` knows no time limit. So it is only tried
    when its structure bounds the number of ways to try: no repeated groups, no back references, few choices.
    """
    answer = _BLANKS.sub(" ", answer).strip()
    if len(answer) > _LONGEST_ANSWER or _ways(pattern.pattern, len(answer)) > _MOST_WAYS:
        return None
    return pattern.fullmatch(answer) is not None


def _ways(pattern: str, length: int) -> int:
    """Give an upper bound of the ways in which a backtracking matcher can go through a pattern."""
    if _BACK_REFERENCE.search(pattern):
        return _MOST_WAYS + 1
    bare = _CLASS.sub("c", _ESCAPE.sub("e", pattern))
    if _REPEATED_GROUP.search(bare):
        return _MOST_WAYS + 1
    repeats = sum(map(bare.count, "*+{"))
    choices = bare.count("?") + bare.count("|")
    return int((length + 2) ** min(repeats, 8) * 2 ** min(choices, 40))


def blanks(text: str) -> list[list[str]] | None:
    """Give the accepted answers of each `[[a|b]]` of a cloze text; None when a blank is never closed."""
    found: list[list[str]] = []
    position = text.find("[[")
    while position >= 0:
        end = text.find("]]", position + 2)
        if end < 0:
            return None
        found.append([each.strip() for each in text[position + 2 : end].split("|")])
        position = text.find("[[", end + 2)
    return found
