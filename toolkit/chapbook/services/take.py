"""Take a module's questions: what is asked in which order, what a typed line means, what it came to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from chapbook.diag.errors import UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.lint.answers import compiled, matches
from chapbook.model.answers import Answer, State, Verdict, cloze_blanks, judge
from chapbook.model.module import Module, Step
from chapbook.model.question import (
    Checklist,
    Cloze,
    Match,
    MultipleChoice,
    Order,
    Question,
    SingleChoice,
)
from chapbook.services.released import read_named, readable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[^\s,;]+")
_PAIR = re.compile(r"(\d+)\s*[:=-]?\s*([a-z])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a sitting. `order`: which right or item stands at each place shown; empty for other types."""

    number: int
    total: int
    step: Step
    question: Question
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What one question came to; `verdict` None when it was left out."""

    asked: Asked
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What is to be asked."""

    module: Module
    asked: tuple[Asked, ...]


def sit(name: str, start: Path, step: str = "") -> Sitting:
    """Gather the questions of a module, or of one lesson or quiz of it; `UsageProblem` when there are none."""
    module = readable(read_named(name, start), name)
    steps = [*module.steps, *module.unlisted_quizzes]
    if step:
        known = [each.id for each in steps]
        steps = [each for each in steps if step in (each.id, each.path)]
        if not steps:
            message = f"{module.id} has no lesson or quiz “{step}”."
            raise UsageProblem(
                "no-such-step", message, did_you_mean(step, known, f"It has: {', '.join(known)}.")
            )
    questions = [(each, question) for each in steps for question in each.questions]
    if not questions:
        message = f"{step or module.id} has no questions to answer."
        raise UsageProblem("no-questions", message, f"Add one with: chapbook new question {module.id}/…")
    asked = tuple(
        Asked(number=n, total=len(questions), step=each, question=question, order=shown_order(question))
        for n, (each, question) in enumerate(questions, 1)
    )
    return Sitting(module=module, asked=asked)


def shown_order(question: Question) -> tuple[int, ...]:
    """Mix what is to be put in order, the same way each time, and never so that it is right already."""
    count = len(question.pairs) if isinstance(question, Match) else 0
    count = len(question.items) if isinstance(question, Order) else count
    order = list(range(count))
    Random(question.id).shuffle(order)
    if count > 1 and order == sorted(order):
        order = [*order[1:], order[0]]
    return tuple(order)


def read_line(asked: Asked, line: str) -> Answer | None:
    """Give the answer that a typed line means; None when it means none."""
    question = asked.question
    if isinstance(question, SingleChoice | MultipleChoice):
        chosen = _places(line, len(question.options))
        one = isinstance(question, SingleChoice) and chosen is not None and len(chosen) != 1
        return None if one else chosen
    if isinstance(question, Checklist):
        return _places(line, len(question.items)) or ()
    if isinstance(question, Cloze):
        words = tuple(each.strip() for each in line.split("|"))
        return words if len(words) == len(cloze_blanks(question.text)) else None
    if isinstance(question, Match):
        pairs = {int(left) - 1: right for left, right in _PAIR.findall(line)}
        if pairs:
            line = " ".join(pairs.get(n, "") or "?" for n in range(len(question.pairs)))
        return _mixed(asked, line)
    return _mixed(asked, line) if isinstance(question, Order) else line


def _mixed(asked: Asked, line: str) -> Answer | None:
    """Read letters or numbers of mixed things as places in the right order; each exactly once."""
    places = _places(line, len(asked.order))
    if places is None or sorted(places) != list(range(len(asked.order))):
        return None
    return tuple(asked.order[each] for each in places)


def _places(line: str, count: int) -> tuple[int, ...] | None:
    """Read “1 3”, “1,3” or “a c” as numbers from 0; None when one is not among `count`."""
    places = []
    for word in _WORD.findall(line.lower()):
        place = int(word) - 1 if word.isascii() and word.isdigit() and len(word) < 4 else _letter(word)
        if not 0 <= place < count:
            return None
        places.append(place)
    return tuple(places) or None


def _letter(word: str) -> int:
    return _LETTERS.index(word) if len(word) == 1 and word in _LETTERS else -1


def verdict_on(asked: Asked, answer: Answer) -> Verdict:
    """Judge an answer. A pattern that could take for ever is not tried."""
    return judge(asked.question, answer, _fits)


def _fits(pattern: str, answer: str) -> bool | None:
    ready = compiled(pattern)
    return False if isinstance(ready, str) else matches(ready, answer)


@dataclass(frozen=True, slots=True)
class Score:
    """Points of graded questions: got, and possible."""

    points: float
    possible: int

    @property
    def percent(self) -> int:
        """Give whole per cent, rounded down; 0 when nothing gives points."""
        return int(self.points * 100 / self.possible + 1e-9) if self.possible else 0


def score(answered: Sequence[Answered]) -> Score:
    """Count points. What was left out counts as wrong; what only the learner can judge does not count."""
    counted = [
        each
        for each in answered
        if each.asked.question.graded and (each.verdict is None or each.verdict.state is not State.OPEN)
    ]
    points = sum(each.verdict.score * each.asked.question.points for each in counted if each.verdict)
    return Score(points, sum(each.asked.question.points for each in counted))


def passed(sitting: Sitting, answered: Sequence[Answered]) -> tuple[Score, int] | None:
    """Give the score of the quiz that completes the module and the per cent it needs; None when it was not taken."""
    completion = sitting.module.completion
    if completion is None or not completion.quiz:
        return None
    its = [each for each in answered if each.asked.step.id == completion.quiz]
    return (score(its), completion.pass_percent) if its else None
