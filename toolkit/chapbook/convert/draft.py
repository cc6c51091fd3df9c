"""A module in the making: what every converter gives and the emitter writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chapbook.convert.notes import Note
from chapbook.model.module import Purpose
from chapbook.model.question import Question

Body = tuple[str | Question, ...]
"""A lesson's content in order: Markdown, and questions between it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the source says about itself; empty where it says nothing. `license` is an SPDX expression."""

    title: str = ""
    summary: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    license: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLesson:
    """A lesson. `origin` is its file in the source, from where its links start; `name` is what its id is made of."""

    title: str
    body: Body
    origin: str
    name: str = ""
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuiz:
    """A quiz file. Ids of its questions are wishes, and may be empty."""

    title: str
    questions: tuple[Question, ...]
    origin: str
    name: str = ""
    purpose: Purpose = Purpose.PRACTICE
    shuffled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A module without ids. Objectives are sentences; a lesson names those that it serves by their words."""

    facts: Facts
    steps: tuple[DraftLesson | DraftQuiz, ...]
    objectives: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A whole module, and what became of the source."""

    files: Mapping[str, bytes]
    title: str
    kept: tuple[Note, ...] = field(default=())
    changed: tuple[Note, ...] = field(default=())
    lost: tuple[Note, ...] = field(default=())
