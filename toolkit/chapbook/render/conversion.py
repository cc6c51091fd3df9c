"""What a conversion would write and what became of the source, as text and as plain data."""

from __future__ import annotations

from chapbook.convert.notes import Note
from chapbook.services.convert import Plan


def render_plan(plan: Plan) -> str:
    """Give the plan and the three lists, without a final newline."""
    lines = [f"Plan: the module “{plan.made.title}” in {plan.folder}/ (read as {plan.dialect})"]
    lines += [f"  {name}" for name in plan.files]
    for word, notes in (("Kept", plan.made.kept), ("Changed", plan.made.changed), ("Lost", plan.made.lost)):
        lines += ["", f"{word}:" if notes else f"{word}: nothing."]
        lines += [f"  {note}" for note in notes]
    return "\n".join(lines)


def plan_data(plan: Plan) -> dict[str, object]:
    """Give the plan as plain values for JSON."""
    return {
        "id": plan.id,
        "title": plan.made.title,
        "format": plan.dialect,
        "folder": plan.folder,
        "files": list(plan.files),
        "kept": [_note(each) for each in plan.made.kept],
        "changed": [_note(each) for each in plan.made.changed],
        "lost": [_note(each) for each in plan.made.lost],
    }


def _note(note: Note) -> dict[str, object]:
    return {"text": note.text, "path": note.path, "line": note.line}
