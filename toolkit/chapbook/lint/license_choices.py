"""Licences joined by AND and OR: between what somebody may choose."""

from __future__ import annotations

import re
from itertools import product

LONGEST = 120
"""Characters of the longest licence that is looked at; it may come from a stranger."""
_TOKEN = re.compile(r"[()]|[^()\s]+")
_MOST = 64

Choices = tuple[tuple[str, ...], ...]


def choices(license_text: str) -> Choices:
    """Give each choice as the licences that then hold together; () when the text is too long or cannot be read.

    `A OR (B AND C)` gives A alone, and B with C. AND binds closer than OR. Names keep their blanks.
    """
    tokens = _TOKEN.findall(license_text) if len(license_text) <= LONGEST else []
    try:
        found, rest = _either(tokens)
    except (IndexError, ValueError):
        return ()
    return () if rest else found


def _either(tokens: list[str]) -> tuple[Choices, list[str]]:
    found, rest = _together(tokens)
    while rest and rest[0].upper() == "OR":
        more, rest = _together(rest[1:])
        found += more
    return found, rest


def _together(tokens: list[str]) -> tuple[Choices, list[str]]:
    found, rest = _one(tokens)
    while rest and rest[0].upper() == "AND":
        more, rest = _one(rest[1:])
        if len(found) * len(more) > _MOST:
            raise ValueError
        found = tuple((*a, *b) for a, b in product(found, more))
    return found, rest


def _one(tokens: list[str]) -> tuple[Choices, list[str]]:
    if tokens[0] == "(":
        found, rest = _either(tokens[1:])
        if rest[0] != ")":
            raise ValueError
        return found, rest[1:]
    end = next((n for n, each in enumerate(tokens) if each in "()" or each.upper() in ("AND", "OR")), None)
    name = " ".join(tokens[:end])
    if not name:
        raise ValueError
    return ((name,),), tokens[len(tokens) if end is None else end :]
