"""How fast people read, and what all else takes: the one table that computed minutes come from.

Sources, and what is only our estimate:

- `SILENT`: M. Brysbaert, “How many words do we read per minute?”, Journal of Memory and Language 109 (2019): adults
  read 238 words of English non-fiction a minute, silently; most of them 175 to 300.
- `ALOUD`, `CHARACTERS_ALOUD`, `MEAN_ALOUD`, `LETTER_MILLISECONDS`: S. Trauzettel-Klosinski and K. Dietz, “Standardized
  Assessment of Reading Performance”, Investigative Ophthalmology & Visual Science 53 (2012), 5452-5461: the same texts
  in 17 languages, read aloud by 436 adults. The means are those of the abstract; the numbers of each language were
  compared with tables that quote the paper.
- That people read silently faster than aloud by the same factor in every language (238 : 228 in English) is our
  assumption. So is the speed of scripts without spaces other than Chinese and Japanese, for which no number was found.
- Pictures: as libraries that follow Medium's reading time count them; a convention. Code, tables, questions: our
  estimates.
"""

from __future__ import annotations

from functools import cache

SILENT = 238
"""Words of English a minute, silently."""

ALOUD = {
    "ar": ("Arabic", 138),
    "de": ("German", 179),
    "en": ("English", 228),
    "es": ("Spanish", 218),
    "fi": ("Finnish", 161),
    "fr": ("French", 195),
    "he": ("Hebrew", 187),
    "it": ("Italian", 188),
    "nl": ("Dutch", 202),
    "pl": ("Polish", 166),
    "pt": ("Portuguese", 181),
    "ru": ("Russian", 184),
    "sl": ("Slovenian", 180),
    "sv": ("Swedish", 199),
    "tr": ("Turkish", 166),
}
"""Words a minute, aloud, by language."""

MEAN_ALOUD = 184
"""Words a minute, the mean of 17 languages: for every language that is not in the table."""

CHARACTERS_ALOUD = {"zh": ("Chinese", 255), "ja": ("Japanese", 357)}
"""Characters a minute, aloud."""

LETTER_MILLISECONDS = 68
"""A letter aloud, the mean of 14 languages with an alphabet: for Thai, Lao, Khmer and Burmese, which have spaces only
between sentences."""

FIRST_PICTURE, NEXT_PICTURE, LAST_PICTURE = 12, 1, 3
"""Seconds for the first picture of a page, how much less each next one takes, and the least."""

CODE_LINE = 1.5
"""Seconds for a line of code, if its words do not take longer."""

TABLE_ROW = 1
"""Seconds for a row of a table, besides its words."""

SECONDS_BY_TYPE = {
    "single": 30,
    "multiple": 45,
    "text": 40,
    "number": 60,
    "cloze": 45,
    "match": 60,
    "order": 60,
    "reflect": 180,
    "card": 15,
    "checklist": 90,
}
"""Seconds to read and answer one question; estimates, to be replaced by measured times."""


@cache
def words_per_minute(language: str) -> int:
    """Give the silent speed for a BCP 47 tag: `pt-BR` reads as `pt`, an unknown language at the mean."""
    return _silent(ALOUD.get(primary(language), ("", MEAN_ALOUD))[1])


def han_per_minute(language: str) -> int:
    """Give the characters a minute of Chinese characters, which Japanese texts mix with kana."""
    return _silent(CHARACTERS_ALOUD["ja" if primary(language) == "ja" else "zh"][1])


def kana_per_minute() -> int:
    """Give the characters a minute of Japanese."""
    return _silent(CHARACTERS_ALOUD["ja"][1])


def letters_per_minute() -> int:
    """Give the letters a minute of scripts that have neither spaces nor a measured speed."""
    return _silent(60_000 / LETTER_MILLISECONDS)


def picture_seconds(earlier: int) -> int:
    """Give what a picture takes after so many others on its page."""
    return max(FIRST_PICTURE - NEXT_PICTURE * earlier, LAST_PICTURE)


def primary(language: str) -> str:
    """Give the language of a tag without script and region."""
    return language.lower().partition("-")[0]


def _silent(aloud: float) -> int:
    return round(aloud * SILENT / ALOUD["en"][1])
