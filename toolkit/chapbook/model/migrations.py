"""From the formats of earlier Chapbooks to the present one: a table of pure functions, text to text.

A file says its format in `format:`. A row of the table lifts one sort of file by one number, and writes that number; a
file that is several behind passes through several rows. Texts are edited, never written anew from data: notes, order
and layout are the author's. Format 1 is the first, so the table is empty; what a row must do is under test with a
format that never was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chapbook.model.module import FORMAT
from chapbook.source.yaml_reader import parse_yaml

MODULE, QUIZ = "module", "quiz"


class CannotMigrate(Exception):
    """A text cannot be lifted; `reason` completes “module.yml …”, `hint` says what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """Lifts files of one sort from format `source` to the next. `doc` says in a sentence what it changes."""

    source: int
    sort: str
    doc: str
    apply: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """A text in the format `target`; `steps` say what was changed on the way."""

    text: str
    source: int
    target: int
    steps: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = ()


def format_of(text: str) -> int | None:
    """Give the number under `format:`; None when there is none, or the text cannot be read: the check says why."""
    document, _ = parse_yaml("", text.replace("\r\n", "\n").removeprefix("\ufeff"))
    number = document.data.get("format") if document and isinstance(document.data, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def lift(
    text: str, sort: str, table: Sequence[Migration] = MIGRATIONS, target: int = FORMAT
) -> Lifted | None:
    """Lift a text to `target`; None when it is there already or names no format.

    `CannotMigrate` when no way leads there.
    """
    source = number = format_of(text)
    if source is None or number is None or source == target:
        return None
    if source > target:
        reason = f"is in format {source}, newer than format {target}, which this chapbook writes"
        raise CannotMigrate(reason, "Install a newer chapbook: pip install --upgrade chapbook")
    steps = []
    while number < target:
        row = next((each for each in table if (each.source, each.sort) == (number, sort)), None)
        if row is None:
            reason = f"is in format {number}, and nothing is known that leads from there to {number + 1}"
            raise CannotMigrate(reason, f"Formats begin with 1: look whether format: {FORMAT} is meant.")
        text = row.apply(text)
        number += 1
        steps.append(row.doc)
        if format_of(text) != number:
            reason = f"could not be changed to format {number} without damage"
            raise CannotMigrate(reason, "This is a slip of Chapbook; please report it.")
    return Lifted(text=text, source=source, target=number, steps=tuple(steps))
