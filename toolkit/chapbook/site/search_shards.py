"""In which modules a word stands: the full text of a whole site, in many small files, for the search box. Pure.

A shard is a classic script, so that it loads from `file://` and under the content security policy. Its law:

    chapbook.searchWords(`
    WORD PLACES
    …
    `)

with a line a word, in the order of their code points. PLACES is a list of numbers: each stands for a module and a
weight, `code * 4 + weight`; they are in order, each is given by how much larger it is than the one before, and written
in digits of five bits from the lowest on, of which all but the last have a sixth bit set. Digits are those of base64
in addresses. The code of a module is a hash of its key: it never changes when others come and go. Two modules may
share one; then the list holds a number for each, the search box looks into both, and nobody has to settle who is first.

In which shard a word stands hangs on its first letters and the level of the site alone, so an edit changes only the
shards of words that came or went. All shards of a level exist, empty or not: a file that is missing is a failure, not
an answer.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import Any

from chapbook.site.search_words import is_run, words_of

Terms = list[str]
"""What a module brings: its words by weight from 0 to 3, sorted, with blanks between. A word stands in one of them."""
Change = tuple[int, bool]
"""A place that comes into (True) a line of a shard or goes."""
Changes = Mapping[str, Mapping[str, list[Change]]]
"""By shard, by word."""

FOLDER = "search/words"
_OFTEN = 3
"""Parts of a module, from heading to heading, in which a word stands to weigh more than one said by the way."""
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_NUMBERS = re.compile("[g-z0-9_-]*[A-Za-f]")
"""A number ends with one of the first 32 digits."""
_START, _END = b"chapbook.searchWords(`\n", b"`)\n"


@dataclass(frozen=True, slots=True)
class Level:
    """How the words of a site of some size are spread: by so many first letters, over so many shards."""

    modules: int
    letters: int
    shards: int


LEVELS = (Level(8, 1, 1), Level(40, 2, 16), Level(400, 3, 128), Level(2_000, 3, 512), Level(0, 4, 4_096))
"""`modules` is the most for which a level is good; the last has no end."""


def level_of(modules: int) -> int:
    """Give the level of a site with so many modules."""
    return next((at for at, level in enumerate(LEVELS) if modules <= level.modules), len(LEVELS) - 1)


def described(level: int) -> dict[str, Any]:
    """Give what the search box must know to find the shard of a word."""
    return {"folder": f"{FOLDER}/{level}/", "letters": LEVELS[level].letters, "shards": LEVELS[level].shards}


def terms_of(entries: Iterable[list[Any]]) -> Terms:
    """Give the words of one module from the entries of its index. Its title weighs most, then titles and headings."""
    first, headings, text = set[str](), set[str](), Counter[str]()
    for at, (_, title, parts) in enumerate(entries):
        (headings if at else first).update(words_of(title))
        for _, heading, said, *keys in parts:
            headings |= words_of(" ".join((heading, *keys)))
            text.update(words_of(said))
    headings -= first
    often = {word for word, count in text.items() if count >= _OFTEN} - headings - first
    seldom = text.keys() - often - headings - first
    return [" ".join(sorted(words)) for words in (seldom, often, headings, first)]


def all_shards(contributions: Iterable[tuple[str, Terms]], level: int) -> Iterator[tuple[str, bytes]]:
    """Give all shards of a site from what its modules, by key, bring; in any order."""
    places: dict[str, array[int]] = {}
    for key, terms in contributions:
        for place, words in enumerate(terms, code_of(key) * 4):
            for word in words.split():
                try:
                    places[word].append(place)
                except KeyError:
                    places[word] = array("I", (place,))
    shards: list[list[str]] = [[] for _ in range(LEVELS[level].shards)]
    shard_of = _shards(level)
    for word in places:
        shards[shard_of(word)].append(word)
    for at, found in enumerate(shards):
        lines = [f"{word} {_written(sorted(places[word]))}\n" for word in sorted(found)]
        yield _uri(level, at), b"".join((_START, "".join(lines).encode(), _END))


def changes_of(edits: Iterable[tuple[str, Terms | None, Terms | None]], level: int) -> Changes:
    """Say which shards change with edited modules, and how; those that stay as they are do not stand in it.

    An edit is a key with the terms before and after; None where the module was not, or is no more.
    """
    shard_of = _shards(level)
    found: dict[str, dict[str, list[Change]]] = {}
    for key, old, new in edits:
        before, after = set(_places(key, old or ())), set(_places(key, new or ()))
        for comes, places in ((False, before - after), (True, after - before)):
            for word, place in places:
                found.setdefault(_uri(level, shard_of(word)), {}).setdefault(word, []).append((place, comes))
    return found


def spliced(shard: bytes, changes: Mapping[str, list[Change]]) -> bytes:
    """Give a shard after changes: byte for byte what `all_shards` gives for the modules as they are then.

    Raises ValueError for what is no whole shard, and when a place is to go that is not there: then the shard is not of
    the site that it is taken for.
    """
    if not (shard.startswith(_START) and shard.endswith(b"\n" + _END)):
        raise ValueError("this is no whole shard")
    lines = shard[len(_START) : -len(_END)].split(b"\n")
    for word, each in changes.items():
        start = f"{word} ".encode()
        at = bisect_left(lines, start, hi=len(lines) - 1)
        known = lines[at].startswith(start)
        places = _read(lines[at][len(start) :].decode()) if known else []
        for place, comes in sorted(each):
            if comes:
                places.append(place)
            else:
                places.remove(place)
        line = [start + _written(sorted(places)).encode()] if places else []
        lines[at : at + known] = line
    return b"".join((_START, b"\n".join(lines), _END))


def code_of(key: str) -> int:
    """Give the code of a module: 16 bits of its key's hash."""
    return _hash(key) & 0xFFFF


def _hash(text: str) -> int:
    """Give FNV-1a of the code points, its upper half folded over its lower."""
    value = 0x811C9DC5
    for sign in text:
        value = (value ^ ord(sign)) * 0x01000193 & 0xFFFFFFFF
    return value ^ value >> 16


def _places(key: str, terms: Iterable[str]) -> Iterator[tuple[str, int]]:
    for place, words in enumerate(terms, code_of(key) * 4):
        for word in words.split():
            yield word, place


def _shards(level: int) -> Callable[[str], int]:
    """Give the function that tells the number of a word's shard; it remembers what it told."""
    letters, shards = LEVELS[level].letters, LEVELS[level].shards

    @lru_cache(maxsize=1 << 16)
    def by_start(start: str) -> int:
        return _hash(start[:1] if is_run(start) else start) % shards

    return lambda word: by_start(word[:letters])


def _uri(level: int, shard: int) -> str:
    return f"{FOLDER}/{level}/{shard:x}.js"


def _written(places: list[int]) -> str:
    return "".join(map(_digits, map(sub, places, [0, *places])))


@lru_cache(maxsize=1 << 14)
def _digits(number: int) -> str:
    digits = ""
    while number > 31:
        digits += _DIGITS[number & 31 | 32]
        number >>= 5
    return digits + _DIGITS[number]


def _read(written: str) -> list[int]:
    return list(accumulate(map(_number, _NUMBERS.findall(written))))


@lru_cache(maxsize=1 << 14)
def _number(digits: str) -> int:
    return sum((_DIGITS.index(digit) & 31) << 5 * at for at, digit in enumerate(digits))
