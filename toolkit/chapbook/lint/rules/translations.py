"""Translations in `i18n/LANGUAGE/` and the originals that they were made from (M207)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.places import value_at
from chapbook.model.subject import Subject
from chapbook.tree.tree import RelPath

KEY = "source_hash"
_DIGITS = re.compile(r"[0-9a-f]{8,64}")
_SHOWN = 12


def source_hash(text: str) -> str:
    """Give the hash that a translation notes: sha256 of the original as UTF-8 with line feeds, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def translation_outdated(subject: Subject) -> Iterator[Finding]:
    """M207: the original has changed since the translation noted its hash; without a note nothing is said."""
    for path, document in subject.documents.items():
        parts = path.split("/", 2)
        value = value_at(document, KEY)
        if parts[0] != "i18n" or len(parts) < 3 or value is None:
            continue
        # Digits alone are a number to YAML, and with an e among them even a float.
        noted = document.plain.get((KEY,), str(value)).strip().lower()
        place = Place(path=path, data_path=(KEY,))
        original = subject.texts.get(RelPath(parts[2]))
        if original is None:
            message = f"This is the translation of “{parts[2]}”, but the module has no such file any more."
            yield Finding(
                code="M207", message=message, place=place, hint="Move or delete the translation too."
            )
            continue
        present = source_hash(original)
        if not _DIGITS.fullmatch(noted) or not present.startswith(noted):
            message = (
                f"“{parts[2]}” has changed since this translation was made, so readers get an older text."
            )
            hint = f"Bring the translation up to date, then write: {KEY}: {present[:_SHOWN]}"
            yield Finding(code="M207", message=message, place=place, hint=hint)
