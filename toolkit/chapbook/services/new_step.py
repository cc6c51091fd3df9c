"""Add a lesson or a quiz to a module: one new file, one new line in `module.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.model.mapping import free_id
from chapbook.model.reader import MODULE_FILE
from chapbook.model.yaml_text import yaml_text
from chapbook.services.edit_list import CannotEdit, insert_item
from chapbook.services.edits import Added, ModuleEdit
from chapbook.services.question_text import chosen_objective, fence_question, file_question
from chapbook.services.scaffold import checked_id, clean_text, fill, id_of_title
from chapbook.services.schemas import schema_line
from chapbook.services.targets import one_target
from chapbook.services.writing import refuse_existing

LESSON, QUIZ = "lesson", "quiz"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOptions:
    """What to add. `module` is an id or folder; empty `id` = made of the title; empty `objective` = the first."""

    start: Path
    kind: str
    module: str
    title: str
    id: str = ""
    objective: str = ""


def new_step(options: StepOptions) -> Added:
    """Write the lesson or quiz and list it. `UsageProblem`, `OperationFailed` leave everything as it was."""
    target = one_target(options.module, options.start)
    edit = ModuleEdit(target, options.start)
    title = clean_text(options.title, "title")
    identity = (
        checked_id(options.id, options.kind) if options.id else id_of_title(title, options.kind, "--id")
    )
    path = f"lessons/{identity}.md" if options.kind == LESSON else f"quizzes/{identity}.yml"
    _refuse_taken(edit, identity, path, options.kind)
    objective = chosen_objective(edit.module, options.objective)
    values = {
        "id": identity,
        "yaml_id": yaml_text(identity),
        "module": edit.module.id,
        "title": yaml_text(title),
        "objectives": f"\nobjectives: [{yaml_text(objective)}]" if objective else "",
    }
    head = ""
    if options.kind == QUIZ and target.workspace is not None:
        head = schema_line(target.workspace.root, edit.folder / path, "quiz")
    edit.put(path, head + _content(edit, options.kind, values, objective))
    if path not in edit.module.listed:
        _list(edit, path, options.kind)
    edit.tried()
    return Added(id=identity, path=edit.shown(path), files=edit.write())


def _refuse_taken(edit: ModuleEdit, identity: str, path: str, kind: str) -> None:
    hint = "Choose another title, or give it an id of its own with --id."
    refuse_existing(edit.folder / path, edit.start, hint)
    if identity in {step.id for step in edit.steps()}:
        message = f"The module {edit.name} already has a lesson or quiz with the id “{identity}”. Nothing was changed."
        raise UsageProblem("id-taken", message, hint)


def _content(edit: ModuleEdit, kind: str, values: Mapping[str, str], objective: str) -> str:
    language = edit.module.language
    question = free_id(f"{values['id']}-question", edit.question_ids())
    if kind == LESSON:
        fence = fence_question("single", question, objective, language)
        return fill("lesson.md", {**values, "question": fence}, language)
    item = file_question("single", question, objective, language)
    indented = "".join(f"  {line}\n" if line else "\n" for line in item.splitlines())
    return fill("quiz.yml", {**values, "question": indented.rstrip("\n")}, language)


def _list(edit: ModuleEdit, path: str, kind: str) -> None:
    """Put the file into `lessons:` — a lesson after the last lesson, a quiz at the end."""
    data = edit.subject.documents[MODULE_FILE].data
    listed = data.get("lessons") if isinstance(data, dict) else None
    items = listed if isinstance(listed, list) else []
    lessons = [n for n, each in enumerate(items) if isinstance(each, str) and each.endswith(".md")]
    index = len(items) if kind == QUIZ else (lessons[-1] + 1 if lessons else 0)
    try:
        edit.put(MODULE_FILE, insert_item(edit.text(MODULE_FILE), "lessons", index, f"- {path}\n"))
    except CannotEdit as error:
        message = f"{edit.shown(MODULE_FILE)} cannot be edited safely: {error.reason}. Nothing was changed."
        hint = f"Add this line to its list of lessons, then run the same command again:  - {path}"
        raise OperationFailed("cannot-edit-list", message, hint) from error
