"""Questions: one class a type, the same whether they stand in a fence or in a quiz file (format.md).

Text fields hold Markdown. `place` says where the author wrote it; it does not count when questions are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from chapbook.diag.diagnostic import Place

NOWHERE = Place(path="")


class Scoring(StrEnum):
    """How a `multiple` question is scored."""

    ALL_OR_NOTHING = "all-or-nothing"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a choice; `pin` keeps it last when options are shuffled."""

    text: str
    correct: bool = False
    feedback: str = ""
    pin_last: bool = False
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """An answer that authors expect and know to be wrong, with what to say to it."""

    answer: str
    feedback: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One pair of a `match` question."""

    left: str
    right: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What all types share. `attempts` 0 = unlimited; `shuffle` None = as the quiz says."""

    type: ClassVar[str] = ""
    graded: ClassVar[bool] = True

    id: str
    objective: str = ""
    stem: str = ""
    explanation: str = ""
    hints: tuple[str, ...] = ()
    points: int = 1
    attempts: int = 0
    review: bool = False
    shuffle: bool | None = None
    difficulty: str = ""
    source: str = ""
    renamed_from: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(Question):
    """Exactly one option is right."""

    type: ClassVar[str] = "single"
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice(Question):
    """Several options may be right; `partial` gives right minus wrong, never below 0."""

    type: ClassVar[str] = "multiple"
    options: tuple[Option, ...] = ()
    scoring: Scoring = Scoring.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuestion(Question):
    """A short typed answer. Case and runs of blanks do not count; `pattern` is a regular expression for the whole.

    `run` is the language of the code in the stem whose output is the answer; empty when it is no such question.
    """

    type: ClassVar[str] = "text"
    accept: tuple[str, ...] = ()
    pattern: str = ""
    wrong: tuple[WrongAnswer, ...] = ()
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(Question):
    """A typed number. Right when `low <= answer <= high`; `answer` is what the solution shows, None for a range."""

    type: ClassVar[str] = "number"
    answer: float | None = None
    low: float = 0.0
    high: float = 0.0
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(Question):
    """Prose with blanks: `text` holds `[[answer|alternative]]`."""

    type: ClassVar[str] = "cloze"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Question):
    """Pairs to put together."""

    type: ClassVar[str] = "match"
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Question):
    """Items to bring into order; they are stored in the right order."""

    type: ClassVar[str] = "order"
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflect(Question):
    """An open question with a model answer and a rubric; never graded."""

    type: ClassVar[str] = "reflect"
    graded: ClassVar[bool] = False
    model_answer: str = ""
    rubric: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Question):
    """A retrieval card for spaced review; `stem` stays empty."""

    type: ClassVar[str] = "card"
    graded: ClassVar[bool] = False
    front: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Question):
    """Points that learners tick for their own work; never graded."""

    type: ClassVar[str] = "checklist"
    graded: ClassVar[bool] = False
    items: tuple[str, ...] = ()
