"""`META/attribution.txt`: who made a module and from what, for whoever opens a bundle with an unzip program.

The law: plain text, made of `module.yml` and `assets/credits.yml` alone, so that it can say nothing else. A reader
makes it anew and refuses a bundle where it differs; a bundle without it is whole. Lines end with a line feed. First the
module: its title, then lines indented by two blanks, of which those with nothing to say are left out:

- `Version:`, `By:` (names joined by `, `, an author's address in brackets), `Source:`, `Licence:`, `Changes:`.
- A module made from others has an empty line, the line `Made from`, and for each of `derived_from` an empty line, its
  title and such lines. `Source:` is the address; without one the id, and behind it the release.
- A module with credits has an empty line, the line `Works of others in it`, and for each an empty line, the title, the
  line `File:` and such lines.

In every value, in the form NFC, blanks and line ends are one blank; what moves, hides or reorders text is left out.
Works that would make the text longer than 60 KiB are counted in a last line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from chapbook.diag.errors import Refused
from chapbook.model.module import Credit, Module, Origin, Person

ATTRIBUTION_NAME = "META/attribution.txt"
_MOST = 60 * 1024
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Fixed here, not taken from the tables of a Python: every version must make the same text."""


def attribution_of(module: Module) -> bytes:
    """Make the text of a module."""
    parts = ["\n".join(_own(module))]
    works = [*_titled("Made from", module.derived_from), *_titled("Works of others in it", module.credits)]
    size, left = len(parts[0].encode()), 0
    for part in works:
        size += len(part.encode())
        if size > _MOST:
            left += 1
        else:
            parts.append(part)
    if left:
        parts.append(f"\nAnd {left} more; they are named in assets/credits.yml and module.yml.")
    return ("\n".join(parts) + "\n").encode()


def check_attribution(stated: bytes, module: Module) -> None:
    """Refuse a text that says something else than the module's own files."""
    if stated != attribution_of(module):
        raise Refused(
            "attribution-differs",
            f"{ATTRIBUTION_NAME} does not say what the module's own files say of authors and sources: it was changed.",
            "Do not use it. Get the bundle again from its author.",
        )


def _own(module: Module) -> Iterator[str]:
    yield _line(module.title)
    by = ", ".join(_person(each) for each in module.authors)
    yield from _rows((("Version", module.version), ("By", by), ("Licence", module.license)))


def _person(person: Person) -> str:
    return f"{person.name} ({person.url})" if person.url else person.name


def _titled(title: str, works: Sequence[Origin | Credit]) -> Iterator[str]:
    for n, work in enumerate(works):
        lines = ["", title] if n == 0 else []
        yield "\n".join([*lines, "", _line(work.title), *_rows(_facts(work))])


def _facts(work: Origin | Credit) -> tuple[tuple[str, str], ...]:
    last = (("Licence", work.license), ("Changes", work.changes))
    if isinstance(work, Credit):
        return (("File", f"assets/{work.file}"), ("By", work.author), ("Source", work.source), *last)
    source = work.url or f"{work.id} {work.release}".strip()
    return (("Version", work.version), ("By", ", ".join(work.authors)), ("Source", source), *last)


def _rows(facts: tuple[tuple[str, str], ...]) -> Iterator[str]:
    return (f"  {label}: {text}" for label, value in facts if (text := _line(value)))


def _line(text: str) -> str:
    return _UNSEEN.sub("", " ".join(unicodedata.normalize("NFC", text).split()))
