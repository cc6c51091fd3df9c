"""How long a learner needs: a simple estimate from words, pictures and questions.

238 words a minute is the mean silent reading rate of adults for English non-fiction: M. Brysbaert, "How many words
do we read per minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109 (2019).
"""

from __future__ import annotations

import math
import re

from chapbook.model.module import Module, Step
from chapbook.model.question import Question
from chapbook.model.subject import Subject

WORDS_PER_MINUTE = 238
SECONDS_PER_PICTURE = 12
"""What most published estimates grant a picture; a convention, not a measurement."""

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
"""Time to read and answer one question; conventions, to be replaced by measured times."""

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def reading_seconds(body: str, pictures: int = 0) -> float:
    """Give the seconds that reading a Markdown body takes; markup is not counted closely."""
    return len(_WORD.findall(body)) * 60 / WORDS_PER_MINUTE + pictures * SECONDS_PER_PICTURE


def question_seconds(question: Question) -> float:
    """Give the seconds that answering one question takes."""
    return SECONDS_BY_TYPE.get(question.type, 30)


def minutes(seconds: float) -> int:
    """Round to whole minutes, so that a module's lessons add up to about what it takes; never less than one."""
    return max(1, math.floor(seconds / 60 + 0.5))


def step_minutes(subject: Subject, step: Step) -> int:
    """Estimate the minutes that one lesson or quiz takes."""
    seconds = sum(question_seconds(question) for question in step.questions)
    outline = subject.outlines.get(step.path)
    if outline is not None:
        fenced = {
            line for fence in outline.quiz_fences for line in range(fence.span.line, fence.span.end_line + 1)
        }
        lines = enumerate(outline.body.splitlines(), start=outline.body_line)
        prose = "\n".join(text for line, text in lines if line not in fenced)
        seconds += reading_seconds(prose, len(outline.images))
    return minutes(seconds)


def module_minutes(subject: Subject, module: Module) -> int:
    """Estimate the minutes that all pages of a module take, whatever it says itself."""
    return sum(step_minutes(subject, step) for step in (*module.steps, *module.unlisted_quizzes))
