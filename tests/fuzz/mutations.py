"""Mutate bytes at random, the same way each time: what the tests use where no fuzzer is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random


def mutated(corpus: Sequence[bytes], words: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Give `count` mutations of what is in the corpus: bits flipped, words put in, pieces moved, cut or joined."""
    random = Random(seed)
    for _ in range(count):
        data = bytearray(random.choice(corpus))
        for _ in range(random.choice((1, 1, 1, 2, 4, 8))):
            _change(data, random, words, corpus)
        yield bytes(data)


def _change(data: bytearray, random: Random, words: Sequence[bytes], corpus: Sequence[bytes]) -> None:
    at = random.randrange(len(data) + 1)
    kind = random.randrange(6)
    if kind == 0 and at < len(data):
        data[at] ^= 1 << random.randrange(8)
    elif kind == 1 and at < len(data):
        data[at] = random.choice((0, 1, 0x20, 0x7F, 0x80, 0xFF, random.randrange(256)))
    elif kind == 2 and words:
        data[at : at + random.choice((0, 4))] = random.choice(words)
    elif kind == 3:
        del data[at : at + random.randrange(1, 64)]
    elif kind == 4:
        data[at:at] = data[at : at + random.randrange(1, 256)] * random.choice((1, 1, 2, 20))
    else:
        other = random.choice(corpus)
        start = random.randrange(len(other) + 1)
        data[at:at] = other[start : start + random.randrange(64)]
