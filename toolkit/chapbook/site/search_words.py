"""The words of a text as the search box has them: folded, without accents and capitals. Pure.

The law is that of `search-core.js`; `tests/browser/test_search_words.py` holds the two together, sign by sign. Scripts
that write words without blanks give pairs of signs instead, and each run's last sign, so that one sign finds it too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

LONGEST = 32
"""Signs of a word that count. No query is that long, and a module of a stranger may hold words without end."""

_ASCII = "".join(chr(at).lower() if chr(at).isalnum() else " " for at in range(128))
_SIGNS = (
    "\u0e01-\u0e3a\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b"
    "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9fe\uaa60-\uaa7f\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Chinese and Japanese."""
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ",
    "ى": "ي", "ة": "ه",
}  # fmt: skip


def words_of(text: str) -> set[str]:
    """Give the different words of a text."""
    if text.isascii():
        found = set(text.translate(_ASCII).split())
    else:
        text = unicodedata.normalize("NFKD", text).lower()
        text = text.translate({ord(sign): _folded(sign) for sign in set(text)})
        runs = _runs().findall(text)
        found = set((_runs().sub(" ", text) if runs else text).split())
        for run in runs:
            found.update(map("".join, pairwise(run)), run[-1])
    if max(map(len, found), default=0) > LONGEST:
        return {word[:LONGEST] for word in found}
    return found


def is_run(word: str) -> bool:
    """Say whether a word is of a script that writes no blanks."""
    return not word.isascii() and _runs().match(word) is not None


@lru_cache(maxsize=1)
def _runs() -> re.Pattern[str]:
    """Give the pattern of such runs: it takes long to compile, and many sites have none."""
    return re.compile(f"[{_SIGNS}]+")


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    """Give what a small letter becomes; a blank for what stands in no word."""
    if _ACCENTS.match(sign):
        return ""
    if _runs().match(sign) or unicodedata.category(sign)[0] in "LNM":
        return _LETTERS.get(sign, sign)
    return " "
