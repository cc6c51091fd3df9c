"""Names that read alike, also where they are written with letters of other scripts: “Аna” with a Cyrillic A. Pure.

After the idea of Unicode's technical standard 39 (skeletons), for the three scripts whose letters share shapes, Latin,
Greek and Cyrillic, and for digits. It is a help and no proof: who is asked still has to look. Latin letters that
look alike among themselves, such as I and l, are left: too many honest names differ in nothing else.
"""

from __future__ import annotations

import re
import unicodedata

from chapbook.model.mapping import slugify

_SHAPES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗЬҮԚԜ" + "аеѕіјкорсухьһԁԛԝүӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "αβικνορτυχγηω" + "ıɑɡ01",
    "ABESIJKMHOPCTYX3bYQW" + "aesijkopcyxbhdqwyl" + "ABEZHIKMNOPTYX" + "aßikvoptuxynw" + "iagol",
)
_MARKS = re.compile("[\u0300-\u036f]")
"""Accents and dots. Signs of other scripts, such as vowels of Devanagari, tell names from each other."""


def read_alike(one: str, other: str) -> bool:
    """Say whether two names read alike; never for a name without letters."""
    return not forms(one).isdisjoint(forms(other))


def forms(name: str) -> frozenset[tuple[str, str]]:
    """Give what a name is compared by: names that read alike share one of these."""
    found = {"plain": slugify(name), "shapes": skeleton(name)}
    return frozenset((kind, form) for kind, form in found.items() if form)


def skeleton(name: str) -> str:
    """Give what is left of a name when scripts, accents, capitals and signs do not count."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", name)).translate(_SHAPES)
    folded = unicodedata.normalize("NFKC", plain).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LMN")


def other_letters(name: str, known: str) -> str:
    """Say in a sentence which letters of a name only look like those of a known one; empty when there are none."""
    found = [
        each for each in dict.fromkeys(name) if each not in known and each.isalpha() and ord(each) in _SHAPES
    ]
    if not found:
        return ""
    scripts = " and ".join(sorted({unicodedata.name(each).split()[0].capitalize() for each in found}))
    letters = ", ".join(f"“{each}”" for each in found[:5])
    return (
        f"Letters in that name only look the same: {letters} {'is' if len(found) == 1 else 'are'} {scripts}."
    )
