"""The example question of each type, as a fence for a lesson or as an item for a quiz file."""

from __future__ import annotations

from collections.abc import Iterable

from chapbook.diag.errors import UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.model.module import Module
from chapbook.model.question_decoder import QUESTION_TYPES
from chapbook.model.yaml_text import yaml_text
from chapbook.services.scaffold import fill


def checked_type(kind: str) -> str:
    """Give `kind` when it is a type of question; `UsageProblem` with a suggestion when it is not."""
    if kind in QUESTION_TYPES:
        return kind
    message = f"There is no question type “{kind}”. Nothing was changed."
    hint = did_you_mean(kind, QUESTION_TYPES, otherwise=f"Choose one of {', '.join(QUESTION_TYPES)}.")
    raise UsageProblem("no-such-type", message, hint)


def fence_question(kind: str, identity: str, objective: str, language: str) -> str:
    """Give a quiz fence, without a line end after its last line; an empty `objective` is left out."""
    values = {"id": identity, "objective": f" objective={objective}" if objective else ""}
    return fill(f"questions/{kind}.md", values, language).rstrip("\n")


def file_question(kind: str, identity: str, objective: str, language: str) -> str:
    """Give an item of a quiz file's list, not indented: `- id: …` and its lines; it ends with a line end."""
    about = f"\n  objective: {yaml_text(objective)}" if objective else ""
    values = {"id": yaml_text(identity), "objective": about}
    return fill(f"questions/{kind}.yml", values, language)


def chosen_objective(module: Module, wanted: str, nearer: Iterable[str] = ()) -> str:
    """Give the objective that was asked for, else the first of `nearer`, else the module's first; may be empty."""
    known = [each.id for each in module.objectives]
    if wanted and wanted not in known:
        listed = f"It has: {', '.join(known)}." if known else "It has no objectives yet."
        message = f"The module {module.id} has no objective “{wanted}”. Nothing was changed."
        raise UsageProblem("no-such-objective", message, did_you_mean(wanted, known, otherwise=listed))
    return wanted or next((each for each in (*nearer, *known) if each in known), "")
