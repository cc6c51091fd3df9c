"""Add a question of any type to a lesson (a fence at its end) or to a quiz file (the last item of its list)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.model.mapping import free_id
from chapbook.model.module import Lesson, Step
from chapbook.services.edit_list import CannotEdit, insert_item
from chapbook.services.edits import Added, ModuleEdit
from chapbook.services.question_text import checked_type, chosen_objective, fence_question, file_question
from chapbook.services.scaffold import checked_id
from chapbook.services.targets import one_target, targets_of


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOptions:
    """What to add. `target` is a file or MODULE/LESSON-ID; empty `id` = a free one, empty `objective` = the first."""

    start: Path
    target: str
    type: str = "single"
    id: str = ""
    objective: str = ""


def new_question(options: QuestionOptions) -> Added:
    """Add the question. `UsageProblem`, `OperationFailed` leave everything as it was."""
    kind = checked_type(options.type)
    edit, step = _resolve(options.target, options.start)
    nearer = step.objectives if isinstance(step, Lesson) else ()
    objective = chosen_objective(edit.module, options.objective, nearer)
    identity = _identity(edit, step, options.id)
    language = edit.module.language
    if isinstance(step, Lesson):
        text = _with_fence(edit.text(step.path), fence_question(kind, identity, objective, language))
    else:
        text = _with_item(edit, step, file_question(kind, identity, objective, language))
    edit.put(step.path, text)
    _look_again(edit, step, identity)
    return Added(id=identity, path=edit.shown(step.path), files=edit.write())


def _resolve(name: str, start: Path) -> tuple[ModuleEdit, Step]:
    if os.path.lexists(start / name):
        target = targets_of([name], start)[0]
        edit = ModuleEdit(target, start)
        found = [step for step in edit.steps() if step.path == target.only]
        if not found:
            raise _not_a_step(edit, name, target.only)
        return edit, found[0]
    module, slash, identity = name.rstrip("/").rpartition("/")
    if not slash:
        edit = ModuleEdit(one_target(identity, start), start)
        raise _not_a_step(edit, name, "")
    edit = ModuleEdit(one_target(module, start), start)
    known = {step.id: step for step in edit.steps()}
    if identity not in known:
        message = (
            f"The module {edit.name} has no lesson or quiz with the id “{identity}”. Nothing was changed."
        )
        raise UsageProblem("no-such-step", message, did_you_mean(identity, known, otherwise=_listed(edit)))
    return edit, known[identity]


def _not_a_step(edit: ModuleEdit, name: str, only: str) -> UsageProblem:
    if not only:
        message = (
            f"{name} is a whole module; a question goes into one lesson or quiz of it. Nothing was changed."
        )
    else:
        message = f"{name} is not a lesson or quiz that module.yml lists. Nothing was changed."
    return UsageProblem("not-a-step", message, _listed(edit))


def _listed(edit: ModuleEdit) -> str:
    names = [f"{edit.name}/{step.id}" for step in edit.steps()]
    return (
        f"Name one of: {', '.join(names)}"
        if names
        else f'Add a lesson first: chapbook new lesson {edit.name} "…"'
    )


def _identity(edit: ModuleEdit, step: Step, wanted: str) -> str:
    if not wanted:
        return free_id(f"{step.id}-question", edit.question_ids())
    if checked_id(wanted, "question") in edit.question_ids():
        message = f"The module {edit.name} already has a question “{wanted}”. Nothing was changed."
        raise UsageProblem(
            "id-taken", message, f"Choose another id, such as {free_id(wanted, edit.question_ids())}."
        )
    return wanted


def _with_fence(text: str, fence: str) -> str:
    ending = "\r\n" if "\r\n" in text else "\n"
    return text.rstrip() + (f"\n\n{fence}\n").replace("\n", ending)


def _with_item(edit: ModuleEdit, step: Step, item: str) -> str:
    data = edit.subject.documents[step.path].data
    listed = data.get("questions") if isinstance(data, dict) else None
    count = len(listed) if isinstance(listed, list) else 0
    try:
        return insert_item(edit.text(step.path), "questions", count, item)
    except CannotEdit as error:
        message = f"{edit.shown(step.path)} cannot be edited safely: {error.reason}. Nothing was changed."
        hint = f'Add the question by hand, or start a new quiz: chapbook new quiz {edit.name} "…"'
        raise OperationFailed("cannot-edit-list", message, hint) from error


def _look_again(edit: ModuleEdit, step: Step, identity: str) -> None:
    """See that the file as it will be has its questions as before, and the new one."""
    changed = edit.tried().module
    steps = (*changed.steps, *changed.unlisted_quizzes) if changed else ()
    questions = next((each.questions for each in steps if each.path == step.path), ())
    if questions[:-1] != step.questions or questions[-1].id != identity:
        message = f"A question cannot be added to {edit.shown(step.path)} safely. Nothing was changed."
        hint = "Something in it may not be closed: a code block, a comment or raw HTML at its end."
        raise OperationFailed("cannot-add", message, hint)
