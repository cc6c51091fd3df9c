"""A learning module as a frozen value: what `module.yml`, lessons and quiz files say (format.md).

Decoding never stops at a problem, so text fields may be empty where a finding was reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from chapbook.diag.diagnostic import Place
from chapbook.model.question import NOWHERE, Question
from chapbook.tree.tree import RelPath

FORMAT = 1
"""The format this version reads and writes; a newer number is refused."""


class Status(StrEnum):
    """Where a module is in its life."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    DEPRECATED = "deprecated"


class Kind(StrEnum):
    """What sort of module it is."""

    STANDARD = "standard"
    CONCEPT = "concept"
    EXERCISE = "exercise"
    PROJECT = "project"
    WRAPPER = "wrapper"


class Level(StrEnum):
    """For whom it is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Purpose(StrEnum):
    """What a quiz is for."""

    PRETEST = "pretest"
    PRACTICE = "practice"
    SUMMATIVE = "summative"
    REVIEW = "review"


class Feedback(StrEnum):
    """When a quiz says what was right: after each question, or when all were handed in (ADR 0009)."""

    EACH = "each"
    END = "end"


class Bloom(StrEnum):
    """Levels of the revised taxonomy (Anderson and Krathwohl, 2001)."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYZE = "analyze"
    EVALUATE = "evaluate"
    CREATE = "create"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author."""

    name: str
    url: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Completes "By the end you can …"."""

    id: str
    text: str
    bloom: Bloom | None = None
    renamed_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A work that this module was made from: its attribution. `release` and `content` are digests (`sha256:…`)."""

    title: str
    authors: tuple[str, ...] = ()
    url: str = ""
    license: str = ""
    changes: str = ""
    id: str = ""
    version: str = ""
    release: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Somebody else's work among the assets. `file` is relative to `assets/`."""

    file: str
    title: str
    author: str
    source: str
    license: str
    changes: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What a learner needs before: words (`text`) or another module."""

    text: str = ""
    module: str = ""
    range: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson file; `questions` are its quiz fences in order."""

    path: RelPath
    id: str
    title: str
    objectives: tuple[str, ...] = ()
    renamed_from: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """One quiz file. `draw` 0 = all questions; `attempts` 0 = unlimited."""

    path: RelPath
    id: str
    title: str
    purpose: Purpose = Purpose.PRACTICE
    feedback: Feedback = Feedback.EACH
    shuffle_questions: bool = False
    shuffle_options: bool = True
    draw: int = 0
    attempts: int = 0
    renamed_from: str = ""
    questions: tuple[Question, ...] = ()


Step = Lesson | Quiz
"""One entry of `lessons:`, in the learner's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What counts as done: lessons (`None` = all) and a quiz with its pass mark in per cent."""

    lessons: tuple[str, ...] | None = None
    quiz: str = ""
    pass_percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One learning module. `minutes` None = computed; `steps` are the listed files that could be read."""

    id: str
    uid: str = ""
    title: str = ""
    summary: str = ""
    language: str = "en"
    version: str = ""
    status: Status = Status.DRAFT
    kind: Kind = Kind.STANDARD
    level: Level | None = None
    audience: str = ""
    minutes: int | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    license: str = ""
    derived_from: tuple[Origin, ...] = ()
    credits: tuple[Credit, ...] = ()
    objectives: tuple[Objective, ...] = ()
    requires: tuple[Requirement, ...] = ()
    listed: tuple[RelPath, ...] = ()
    steps: tuple[Step, ...] = ()
    unlisted_quizzes: tuple[Quiz, ...] = ()
    completion: Completion | None = None
    review_after_days: tuple[int, ...] = ()
    renamed_from: str = ""
    extra: tuple[tuple[str, object], ...] = field(default=(), compare=False)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Give the lessons in order."""
        return tuple(step for step in self.steps if isinstance(step, Lesson))

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        """Give all quizzes, listed ones first."""
        return tuple(step for step in self.steps if isinstance(step, Quiz)) + self.unlisted_quizzes

    def questions(self) -> tuple[Question, ...]:
        """Give every question of the module, in the learner's order."""
        inside = [question for step in self.steps for question in step.questions]
        return (*inside, *(question for quiz in self.unlisted_quizzes for question in quiz.questions))
