"""Sentences, paragraphs and headings that read like a lesson's, drawn from a seeded generator.

Words are drawn with the frequencies of ordinary text (few often, many seldom), so that pages compress as real ones do.
"""

from __future__ import annotations

import random
from itertools import accumulate


def _words(text: str) -> list[str]:
    return text.split()


PLAIN = _words(
    "price scope client invoice offer deposit reminder margin estimate project week answer question reason change "
    "contract clause version commit branch review result lesson example number table picture value risk promise hour "
    "day month letter meeting draft budget plan step list page folder file record rule habit mistake choice goal limit "
    "sample test report summary note detail order delivery payment account balance tax rent cost share profit loss "
    "market product service feature problem solution method tool machine kitchen garden season harvest recipe bread "
    "water light colour sound voice story chapter author reader teacher student class group team member visitor guest "
    "street town region country language sentence grammar accent history map route journey ticket station"
)
DEEDS = _words(
    "shows explains keeps changes names counts checks compares covers helps needs follows replaces settles measures "
    "describes supports delays improves protects repeats divides joins holds opens closes marks carries limits doubles"
)
KINDS = _words(
    "clear small early late simple written common useful open fair short honest careful single second final fixed "
    "missing careless cheap costly modest plain quiet rough steady sudden usual weekly whole wide"
)
JOINS = ("because", "although", "while", "before", "after", "unless", "whenever", "once", "and", "but")
STARTS = ("Then", "In practice", "At first", "Most of the time", "For a start", "In the end", "Without it")


def _weights(count: int) -> list[float]:
    """Give cumulated weights that fall as 1/rank, as those of words do."""
    return list(accumulate(1 / (rank + 3) for rank in range(count)))


_OF = {len(words): _weights(len(words)) for words in (PLAIN, DEEDS, KINDS)}


def _pick(dice: random.Random, words: list[str]) -> str:
    return dice.choices(words, cum_weights=_OF[len(words)])[0]


def _thing(dice: random.Random) -> str:
    """Give a noun with its article, sometimes with an adjective, seldom marked up."""
    noun, luck = _pick(dice, PLAIN), dice.random()
    if luck < 0.03:
        return f"the *{noun}*"
    if luck < 0.05:
        return f"the **{_pick(dice, KINDS)} {noun}**"
    if luck < 0.07:
        return f"the `{noun}_{dice.randint(1, 9)}`"
    if luck < 0.4:
        return f"the {_pick(dice, KINDS)} {noun}"
    return f"{dice.choice(('the', 'your', 'their', 'every', 'this'))} {noun}"


def _clause(dice: random.Random) -> str:
    return f"{_thing(dice)} {_pick(dice, DEEDS)} {_thing(dice)}"


def sentence(dice: random.Random, words: int = 0) -> str:
    """Give a sentence of about so many words, by default 6 to 18."""
    words = words or dice.randint(6, 18)
    text = _clause(dice)
    if words > 8 and dice.random() < 0.3:
        start = dice.choice(STARTS)
        text = f"{start}, {text}"
    while len(text.split()) < words - 3:
        text = f"{text}{', ' if dice.random() < 0.4 else ' '}{dice.choice(JOINS)} {_clause(dice)}"
    return f"{text[0].upper()}{text[1:]}."


def paragraph(dice: random.Random) -> str:
    """Give three to six sentences."""
    return " ".join(sentence(dice) for _ in range(dice.randint(3, 6)))


def heading(dice: random.Random) -> str:
    """Give a heading of three to six words."""
    form = dice.choice(
        ("The {k} {n} and the {m}", "How a {n} {d} a {m}", "One {k} {n}", "When the {n} {d} the {m}")
    )
    noun, other = dice.sample(PLAIN, 2)
    return form.format(k=_pick(dice, KINDS), n=noun, m=other, d=_pick(dice, DEEDS))
