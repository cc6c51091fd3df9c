"""The tables of the format: which keys a file may have, of which kind. The decoder reads by them.

A key's row is the one place that knows its name, kind and meaning; editor schemas come from the same tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from chapbook.model.module import Bloom, Feedback, Kind, Level, Purpose, Status
from chapbook.model.program import LANGUAGES
from chapbook.model.question import Scoring


class Shape(Enum):
    """What a value must look like."""

    PROSE = auto()
    """A sentence for people; checked for what YAML would misread or cut."""
    WORD = auto()
    """A short text with a form of its own (version, language, licence, address)."""
    ID = auto()
    """Kebab-case ASCII: `first-commit`."""
    CHOICE = auto()
    INTEGER = auto()
    """A whole number, 0 or more."""
    NUMBER = auto()
    BOOLEAN = auto()
    PROSES = auto()
    """A list of sentences."""
    WORDS = auto()
    """A list of short texts."""
    IDS = auto()
    INTEGERS = auto()
    NUMBERS = auto()
    MAPPING = auto()
    MAPPINGS = auto()
    """A list of mappings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key. `choices` for CHOICE; `fields` for MAPPING(S); `also` = a word accepted instead of the shape.

    `count` is how many items a list must have, when that is fixed.
    """

    name: str
    shape: Shape
    doc: str
    required: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    also: str = ""
    count: int = 0


def _field(name: str, shape: Shape, doc: str, *, required: bool = False, also: str = "") -> Field:
    return Field(name=name, shape=shape, doc=doc, required=required, also=also)


def _choice(name: str, choices: type[Enum] | tuple[str, ...], doc: str, *, required: bool = False) -> Field:
    words = choices if isinstance(choices, tuple) else tuple(str(each.value) for each in choices)
    return Field(name=name, shape=Shape.CHOICE, doc=doc, required=required, choices=words)


def _nested(name: str, shape: Shape, fields: tuple[Field, ...], doc: str, *, required: bool = False) -> Field:
    return Field(name=name, shape=shape, doc=doc, required=required, fields=fields)


_FORMAT = _field("format", Shape.INTEGER, "The format's number; 1.", required=True)
_RENAMED = _field("renamed_from", Shape.ID, "The id before a rename, so that learners keep their progress.")

_AUTHOR = (
    _field("name", Shape.PROSE, "Name as it is shown.", required=True),
    _field("url", Shape.WORD, "A page about the author."),
    _field("email", Shape.WORD, "An address that may be public."),
)
_ORIGIN = (
    _field("title", Shape.PROSE, "Title of the work this was made from.", required=True),
    _field("authors", Shape.PROSES, "Its authors."),
    _field("url", Shape.WORD, "Where it is."),
    _field("license", Shape.WORD, "Its licence, an SPDX expression."),
    _field("changes", Shape.PROSE, "What was changed."),
    _field("id", Shape.WORD, "Its id, when it is a Chapbook module."),
    _field("version", Shape.WORD, "Its version."),
    _field("release", Shape.WORD, "Digest of its bundle's manifest: which release it was."),
    _field("content", Shape.WORD, "Digest of its files."),
)
_CREDIT = (
    _field("file", Shape.WORD, "The file, seen from assets/: harbour.jpg.", required=True),
    _field("title", Shape.PROSE, "What the work is called.", required=True),
    _field("author", Shape.PROSE, "Who made it.", required=True),
    _field("source", Shape.WORD, "Where you found it.", required=True),
    _field("license", Shape.WORD, "Its licence, an SPDX expression.", required=True),
    _field("changes", Shape.PROSE, "What you changed, such as: cropped."),
)
_OBJECTIVE = (
    _field("id", Shape.ID, "Stable id.", required=True),
    _field("text", Shape.PROSE, "Completes “By the end you can …”.", required=True),
    _choice("bloom", Bloom, "Level of the revised taxonomy."),
    _RENAMED,
)
_REQUIREMENT = (
    _field("text", Shape.PROSE, "What a learner needs, in words."),
    _field("module", Shape.WORD, "Id of another module."),
    _field("range", Shape.WORD, "Versions that will do, such as >=1,<3."),
    _field("optional", Shape.BOOLEAN, "Good to have, not needed."),
)
_COMPLETION = (
    _field("lessons", Shape.IDS, "Ids of the lessons that count, or all.", also="all"),
    _nested(
        "quiz",
        Shape.MAPPING,
        (
            _field("id", Shape.ID, "Id of the quiz.", required=True),
            _field("pass", Shape.INTEGER, "Pass mark in per cent."),
        ),
        "The quiz that counts.",
    ),
)

MODULE_FIELDS: tuple[Field, ...] = (
    _FORMAT,
    _field("id", Shape.ID, "Kebab-case ASCII, equal to the folder's name.", required=True),
    _field("uid", Shape.WORD, "A UUID, minted once; progress and lineage hang on it.", required=True),
    _field("title", Shape.PROSE, "What the module is called.", required=True),
    _field("summary", Shape.PROSE, "One or two sentences for the catalogue.", required=True),
    _field("language", Shape.WORD, "BCP 47 tag, such as en or pt-BR.", required=True),
    _field("version", Shape.WORD, "Semantic version: major = learners should retake it.", required=True),
    _choice("status", Status, "Where the module is in its life."),
    _choice("kind", Kind, "What sort of module it is."),
    _choice("level", Level, "For whom."),
    _field("audience", Shape.PROSE, "Who it is for, in words."),
    _field("minutes", Shape.INTEGER, "Minutes, or auto to compute them.", also="auto"),
    _field("tags", Shape.WORDS, "Words to find it by."),
    _nested("authors", Shape.MAPPINGS, _AUTHOR, "Who made it.", required=True),
    _field("license", Shape.WORD, "SPDX expression, such as CC-BY-4.0.", required=True),
    _nested("derived_from", Shape.MAPPINGS, _ORIGIN, "Works it was made from."),
    _nested("objectives", Shape.MAPPINGS, _OBJECTIVE, "What learners can do at the end.", required=True),
    _nested("requires", Shape.MAPPINGS, _REQUIREMENT, "What they need before."),
    _field("lessons", Shape.WORDS, "Lesson and quiz files in order.", required=True),
    _nested("completion", Shape.MAPPING, _COMPLETION, "What counts as done."),
    _nested(
        "review",
        Shape.MAPPING,
        (_field("after_days", Shape.INTEGERS, "Days after which to ask again."),),
        "Spaced review.",
    ),
    _RENAMED,
)

CREDITS_FIELDS: tuple[Field, ...] = (
    _nested("credits", Shape.MAPPINGS, _CREDIT, "Other people's works among the assets.", required=True),
)

LESSON_FIELDS: tuple[Field, ...] = (
    _field("id", Shape.ID, "Stable id.", required=True),
    _field("title", Shape.PROSE, "Title of the lesson.", required=True),
    _field("objectives", Shape.IDS, "Ids of the objectives it serves."),
    _RENAMED,
)

_OPTION = (
    _field("text", Shape.PROSE, "What learners choose.", required=True),
    _field("correct", Shape.BOOLEAN, "True for a right option."),
    _field("feedback", Shape.PROSE, "Shown when it was chosen."),
    _choice("pin", ("last",), "Keeps it last when options are shuffled."),
)
_WRONG = (
    _field("answer", Shape.PROSE, "A wrong answer that one expects.", required=True),
    _field("feedback", Shape.PROSE, "What to say to it."),
)
_PAIR = (
    _field("left", Shape.PROSE, "One side.", required=True),
    _field("right", Shape.PROSE, "What belongs to it.", required=True),
)

QUESTION_COMMON: tuple[Field, ...] = (
    _field("id", Shape.ID, "Stable id; learners' progress hangs on it.", required=True),
    _field("type", Shape.CHOICE, "Which type of question.", required=True),
    _field("objective", Shape.ID, "The objective it assesses."),
    _field("stem", Shape.PROSE, "The question."),
    _field("explanation", Shape.PROSE, "Shown after the answer."),
    _field("hints", Shape.PROSES, "Shown one by one."),
    _field("points", Shape.INTEGER, "Weight in the score."),
    _field("attempts", Shape.INTEGER, "Tries; 0 = unlimited."),
    _field("review", Shape.BOOLEAN, "Asked again in spaced review."),
    _field("shuffle", Shape.BOOLEAN, "Whether options change places."),
    _field("difficulty", Shape.WORD, "Your own word for it."),
    _field("source", Shape.PROSE, "Where it comes from."),
    _RENAMED,
)
_SCORING = _choice("scoring", Scoring, "How several right options are counted.")
_OPTIONS = _nested("options", Shape.MAPPINGS, _OPTION, "What to choose from.", required=True)
QUESTION_FIELDS: dict[str, tuple[Field, ...]] = {
    "single": (_OPTIONS,),
    "multiple": (_OPTIONS, _SCORING),
    "text": (
        _field("accept", Shape.PROSES, "Answers that are right."),
        _field("pattern", Shape.WORD, "A regular expression for the whole answer."),
        _nested("wrong", Shape.MAPPINGS, _WRONG, "Wrong answers that one expects."),
        _choice(
            "run",
            tuple(LANGUAGES),
            "Language of the one block of code in the stem whose output is the answer.",
        ),
    ),
    "number": (
        _field("answer", Shape.NUMBER, "The right number."),
        _field("tolerance", Shape.NUMBER, "How far off is still right."),
        Field(name="between", shape=Shape.NUMBERS, doc="Lowest and highest right number.", count=2),
        _field("unit", Shape.WORD, "Unit, such as km."),
    ),
    "cloze": (_field("text", Shape.PROSE, "Prose with [[answer|alternative]] blanks.", required=True),),
    "match": (_nested("pairs", Shape.MAPPINGS, _PAIR, "What belongs together.", required=True),),
    "order": (_field("items", Shape.PROSES, "Items in the right order.", required=True),),
    "reflect": (
        _field("model_answer", Shape.PROSE, "An answer to compare with."),
        _field("rubric", Shape.PROSES, "What a good answer has."),
    ),
    "card": (
        _field("front", Shape.PROSE, "What is asked.", required=True),
        _field("back", Shape.PROSE, "What to recall.", required=True),
    ),
    "checklist": (_field("items", Shape.PROSES, "Points to tick for one's own work.", required=True),),
}
STEMLESS = frozenset({"card", "cloze"})
"""Types of question that need no stem."""

ONE_OF: dict[str, tuple[str, ...]] = {"text": ("accept", "pattern"), "number": ("answer", "between")}
"""Types of question that need at least one of these keys."""

QUIZ_FIELDS: tuple[Field, ...] = (
    _FORMAT,
    _field("id", Shape.ID, "Stable id.", required=True),
    _field("title", Shape.PROSE, "Title of the quiz.", required=True),
    _choice("purpose", Purpose, "What it is for."),
    _choice("feedback", Feedback, "When feedback comes: after each question, or at the end of all."),
    _nested(
        "shuffle",
        Shape.MAPPING,
        (
            _field("questions", Shape.BOOLEAN, "Whether questions change places."),
            _field("options", Shape.BOOLEAN, "Whether options change places."),
        ),
        "What changes places.",
    ),
    _field("draw", Shape.INTEGER, "Questions drawn at random; 0 = all."),
    _field("attempts", Shape.INTEGER, "Tries; 0 = unlimited."),
    _nested("questions", Shape.MAPPINGS, (), "The questions.", required=True),
    _RENAMED,
)
