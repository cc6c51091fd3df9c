"""A module at a glance: its steps with minutes and words, its questions by objective. Pure, from a subject."""

from __future__ import annotations

from dataclasses import dataclass

from chapbook.model.compare import called, prose_of
from chapbook.model.compare_questions import text_of
from chapbook.model.minutes import Time, minutes, step_time
from chapbook.model.module import Module, Step
from chapbook.model.question import Question
from chapbook.model.subject import Subject
from chapbook.model.wordcount import count_words


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One lesson or quiz. `headings` are (level, text); `words` are those to read, `asked` those of its questions.

    `time` says what the minutes go to.
    """

    kind: str
    id: str
    title: str
    path: str
    minutes: int
    time: Time
    words: int
    asked: int
    pictures: int
    headings: tuple[tuple[int, str], ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A module's steps in order, quizzes that are not listed last."""

    module: Module
    steps: tuple[StepFacts, ...]

    @property
    def minutes(self) -> int:
        """Give the computed minutes of all steps."""
        return sum(step.minutes for step in self.steps)

    @property
    def time(self) -> Time:
        """Give what all steps take, part by part."""
        return sum((step.time for step in self.steps), Time())

    @property
    def words(self) -> int:
        """Give the words to read, without those of questions."""
        return sum(step.words for step in self.steps)

    @property
    def asked(self) -> int:
        """Give the words of all questions."""
        return sum(step.asked for step in self.steps)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Give all questions in order."""
        return tuple(question for step in self.steps for question in step.questions)

    def without_question(self) -> tuple[str, ...]:
        """Give the ids of objectives that no question serves."""
        served = {question.objective for question in self.questions}
        return tuple(each.id for each in self.module.objectives if each.id not in served)


def overview(subject: Subject, module: Module) -> Overview:
    """Look over a module."""
    steps = (*module.steps, *module.unlisted_quizzes)
    return Overview(module=module, steps=tuple(_facts(subject, step) for step in steps))


def _facts(subject: Subject, step: Step) -> StepFacts:
    outline = subject.outlines.get(step.path)
    time = step_time(subject, step)
    return StepFacts(
        kind=called(step),
        id=step.id,
        title=step.title,
        path=step.path,
        minutes=minutes(time.total),
        time=time,
        words=count_words(prose_of(subject, step.path)),
        asked=sum(count_words(text_of(question)) for question in step.questions),
        pictures=len(outline.images) if outline else 0,
        headings=tuple((each.level, each.text) for each in outline.headings) if outline else (),
        questions=step.questions,
    )
