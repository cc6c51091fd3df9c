"""Did you mean …? The one place that guesses what a writer meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

_LONGEST_WORD = 120
_MOST_CANDIDATES = 500


_NEAR = 0.65
_CERTAIN = 0.8


def nearest(word: str, candidates: Iterable[str], likeness: float = _NEAR) -> str | None:
    """Give the candidate that `word` most likely stands for, or None.

    A difference in capitals alone always counts as near. Cost is bounded: long words and long lists are cut,
    since both may come from a hostile bundle.
    """
    known = list(islice((each for each in candidates if len(each) <= _LONGEST_WORD), _MOST_CANDIDATES))
    if not word or len(word) > _LONGEST_WORD:
        return None
    folded = {each.casefold(): each for each in reversed(known)}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=likeness)
    return folded[close[0]] if close else None


def certainly(word: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate that `word` stands for beyond doubt, so that it may be corrected without asking, or None."""
    known = list(islice(candidates, _MOST_CANDIDATES))
    best = nearest(word, known, _CERTAIN)
    others = [each for each in known if each != best]
    return best if best is None or nearest(word, others, _CERTAIN) is None else None


def nearest_path(path: str, candidates: Iterable[str]) -> str | None:
    """Give the path that `path` most likely stands for, or None: files are compared by name, not by folder or type."""
    known = list(islice(candidates, _MOST_CANDIDATES))
    folded = next((each for each in known if each.casefold() == path.casefold()), None)
    if folded is not None:
        return folded
    by_name = {_stem(each): each for each in reversed(known)}
    name = nearest(_stem(path), by_name)
    return by_name[name] if name is not None else None


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def did_you_mean(word: str, candidates: Iterable[str], otherwise: str = "") -> str:
    """Give the hint “Did you mean …?” when something is near enough, else `otherwise`."""
    best = nearest(word, candidates)
    return f"Did you mean “{best}”?" if best is not None and best != word else otherwise
