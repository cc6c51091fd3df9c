"""How large the search of a site of N modules is, how long its shards take, and what one query loads. No site is built.

A module has some 4,000 words: most drawn from one large vocabulary as languages have it (few words often, most of them
seldom), a third from a few hundred of the module's own subject. The words are those of the remarks and texts in
Python's own library: English, with names of things in between, as in lessons about computers.

    python benchmarks/search_sizes.py [N …]
"""

from __future__ import annotations

import gzip
import random
import re
import statistics
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from time import process_time
from typing import Any

from chapbook.site.search_shards import LEVELS, Terms, all_shards, changes_of, level_of, spliced, terms_of

PARTS, WORDS = 16, 250
QUERIES = ("contract", "the", "con", "string method", "how to read a file")


def vocabulary() -> tuple[list[str], list[int]]:
    """Give words and how often each comes; at least twice, so that slips do not count."""
    text = "\n".join(
        path.read_text("utf-8", "replace")
        for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*/*.py"))
    )
    counts = Counter(re.findall(r"[a-z]{2,20}", text.lower()))
    return zip(*((word, count) for word, count in counts.most_common() if count > 1), strict=True)  # type: ignore[return-value]


def modules(count: int) -> Iterator[tuple[str, list[list[Any]]]]:
    """Give keys and index entries, the same each time."""
    words, often = vocabulary()
    summed = list(accumulate(often))
    for number in range(count):
        dice = random.Random(number)
        subject = dice.sample(words, 300)
        entries: list[list[Any]] = []
        for part in range(PARTS):
            said = dice.choices(words, cum_weights=summed, k=WORDS * 2 // 3) + dice.choices(
                subject, k=WORDS // 3
            )
            dice.shuffle(said)
            heading = " ".join(dice.choices(words[:5_000], k=4))
            if not part % 3:
                entries.append([f"lessons/{part}/", heading, []])
            entries[-1][2].append([f"h{part}", heading, " ".join(said)])
        yield f"module-{number:05d}", entries


def packed(data: bytes) -> int:
    """Give the size as a host sends it."""
    return len(gzip.compress(data, 6))


def measured(count: int) -> str:
    """Give a line of the table, and lines about queries."""
    contributions: list[tuple[str, Terms]] = []
    spent = 0.0
    index_sizes: list[int] = []
    for key, entries in modules(count):
        start = process_time()
        contributions.append((key, terms_of(entries)))
        spent += process_time() - start
        if len(index_sizes) < 20:
            index_sizes.append(packed(repr(entries).encode()))
    level = level_of(count)
    start = process_time()
    shards = dict(all_shards(contributions, level))
    written = process_time() - start
    raw = sorted(map(len, shards.values()))
    sent = sorted(map(packed, shards.values()))
    distinct = statistics.mean(sum(len(words.split()) for words in terms) for _, terms in contributions)
    lines = [
        f"{count} modules: {len(shards)} shards, {sum(raw) / 1e6:.1f} MB ({sum(sent) / 1e6:.1f} MB compressed), "
        f"median {statistics.median(raw) / 1e3:.1f} kB ({statistics.median(sent) / 1e3:.1f}), "
        f"largest {raw[-1] / 1e3:.1f} kB ({sent[-1] / 1e3:.1f})",
        f"  {distinct:.0f} different words a module; words {spent / count * 1e3:.2f} ms a module, "
        f"all shards {written:.2f} s; an index {statistics.median(index_sizes) / 1e3:.1f} kB compressed",
    ]
    key, before = contributions[-1]
    after = [f"{before[0]} zzyzx zzyzy", *before[1:]]
    for name, new in (("three words", after), ("the whole module", None)):
        start = process_time()
        changes = changes_of([(key, before, new)], level)
        for uri, each in changes.items():
            spliced(shards[uri], each)
        lines.append(f"  splicing {name}: {len(changes)} shards, {(process_time() - start) * 1e3:.1f} ms")
    return "\n".join((*lines, *(f"  {line}" for line in queried(shards, level))))


def queried(shards: dict[str, bytes], level: int) -> Iterator[str]:
    """Say what the shards of some queries weigh."""
    letters = LEVELS[level].letters
    for query in QUERIES:
        wanted = set()
        for word in query.split():
            start = word[:letters]
            wanted |= set(changes_of([("", None, [start])], level))
        loaded = sum(packed(shards[uri]) for uri in wanted)
        yield f"“{query}”: {len(wanted)} shards, {loaded / 1e3:.1f} kB compressed"


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ("10", "100", "1000")):
        print(measured(size))
