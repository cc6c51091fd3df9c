"""Objectives: how many, how said, and whether questions serve them (P601-P605)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.places import inside, value_at
from chapbook.lint.practice import exercises
from chapbook.lint.thresholds import Thresholds
from chapbook.lint.wordlists import WordList, words
from chapbook.model.module import Bloom, Module, Objective
from chapbook.model.question import Card, MultipleChoice, Question, SingleChoice
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.model.wordcount import count_words

_DOING = (Bloom.APPLY, Bloom.ANALYZE, Bloom.EVALUATE, Bloom.CREATE)
_SENTENCE = re.compile(r"[.?!:…][\s\"'”’»)]+(?=\S)|[。？！：](?=\S)")
_SITUATION_WORDS = 20
"""A stem this long describes a case; of the corpora's plain recall questions most have about ten words."""
_GOES_ON = re.compile(r"[\w-]")
_SUGGESTED = 4


def number_of_objectives(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """P601: no objective, or more than one module can keep."""
    number = len(module.objectives)
    place = Place(path=MODULE_FILE, data_path=("objectives",), key=True)
    listed = value_at(subject.documents.get(MODULE_FILE), "objectives")
    if number > thresholds.objectives_max:
        most = thresholds.objectives_max
        message = f"The module has {number} objectives; with more than {most} it is several modules."
        hint = "Join objectives that one question would show, or make a second module."
        yield Finding(code="P601", message=message, place=place, hint=hint)
    elif number == 0 and isinstance(listed, list) and listed:
        message = "None of the objectives can be used, so nobody knows what learners can do at the end."
        yield Finding(code="P601", message=message, place=place, hint="Give each an id and a text.")


def unobservable_verb(subject: Subject, module: Module) -> Iterator[Finding]:
    """P602: an objective begins with a verb that nobody can see somebody do."""
    listed = words(module.language)
    for objective, place in _objectives(subject, module):
        verb = _leading_verb(objective.text, listed)
        if verb:
            message = f"The objective “{objective.id}” says “{verb}”, which nobody can see a learner do."
            yield Finding(
                code="P602", message=message, place=inside(place, "text"), hint=_suggest(objective, listed)
            )


def _leading_verb(text: str, listed: WordList) -> str:
    """Give the unobservable verb that a text begins with; in languages with the verb last, that it ends with."""
    plain = " ".join(text.casefold().replace(",", " ").split()).strip(" .")
    for opening in listed.openings:
        plain = plain.removeprefix(opening.replace(",", "") + " ")
    if listed.knowing_how and re.match(listed.knowing_how, plain):
        return ""
    verbs = [
        verb
        for verb in listed.unobservable_verbs
        if (plain.startswith(verb) and not _GOES_ON.match(plain, len(verb)))
        or (listed.verb_last and plain.endswith(" " + verb))
    ]
    return max(verbs, key=len, default="")


def _suggest(objective: Objective, listed: WordList) -> str:
    verbs = listed.verbs or {}
    level = objective.bloom or Bloom.UNDERSTAND
    suggested = ", ".join(verbs.get(level.value, ())[:_SUGGESTED])
    of_level = f" For the level “{level.value}”: {suggested}." if suggested else ""
    return f"Say what they will do, so that a question can show it.{of_level}"


def objective_without_question(subject: Subject, module: Module) -> Iterator[Finding]:
    """P603: no question and no exercise shows whether an objective was reached."""
    served = {question.objective for question in module.questions()}
    served.update(
        name
        for lesson in module.lessons
        if any(exercises(subject, module, lesson))
        for name in lesson.objectives
    )
    for objective, place in _objectives(subject, module):
        if objective.id not in served:
            message = f"No question serves the objective “{objective.id}”: learners never see whether they can do it."
            hint = (
                f"Ask for it, and write objective={objective.id} at the question; or take the objective out."
            )
            yield Finding(code="P603", message=message, place=inside(place, "id"), hint=hint)


def question_without_objective(subject: Subject, module: Module) -> Iterator[Finding]:
    """P604: a question that serves no objective."""
    if not module.objectives:
        return
    known = ", ".join(each.id for each in module.objectives[:8])
    for question in module.questions():
        if not question.objective:
            message = f"The question “{question.id}” names no objective, so it is not clear what it shows."
            hint = f"Name one: {known}. If none fits, the question or an objective is missing its purpose."
            yield Finding(code="P604", message=message, place=inside(question.place, "id"), hint=hint)


def only_recalled(subject: Subject, module: Module) -> Iterator[Finding]:
    """P605: an objective wants doing, and all its questions ask to recognise or recall."""
    asked: dict[str, list[Question]] = {}
    for question in module.questions():
        asked.setdefault(question.objective, []).append(question)
    for objective, place in _objectives(subject, module):
        questions = asked.get(objective.id, [])
        if objective.bloom in _DOING and questions and all(map(_is_recall, questions)):
            message = (
                f"The objective “{objective.id}” is to {objective.bloom.value}, "
                "but all its questions only ask to recognise the answer."
            )
            hint = (
                "Add one in which learners do it: a case to decide, a number, an order, a text, a reflection."
            )
            yield Finding(code="P605", message=message, place=inside(place, "bloom"), hint=hint)


def _is_recall(question: Question) -> bool:
    """Say whether a question can be answered by recognising: a card, or a choice without a case to work on."""
    if isinstance(question, Card):
        return True
    if not isinstance(question, SingleChoice | MultipleChoice):
        return False
    stem = question.stem.strip()
    has_case = "```" in stem or "](" in stem or _SENTENCE.search(stem) is not None
    return not has_case and count_words(stem) < _SITUATION_WORDS


def _objectives(subject: Subject, module: Module) -> Iterator[tuple[Objective, Place]]:
    """Give each objective with its place in `module.yml`; those that share an id share the first's."""
    listed = value_at(subject.documents.get(MODULE_FILE), "objectives")
    at: dict[object, int] = {}
    for n, each in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            at.setdefault(each["id"], n)
    for objective in module.objectives:
        path = ("objectives", at[objective.id]) if objective.id in at else ("objectives",)
        yield objective, Place(path=MODULE_FILE, data_path=path)
