"""What a remix would write, as text and as plain data."""

from __future__ import annotations

from chapbook.render.screen import harmless
from chapbook.services.remix import RemixPlan
from chapbook.services.remix_text import VERSION


def render_remix(plan: RemixPlan) -> str:
    """Give what would be written and what to know, without a final newline."""
    origin = plan.new.origin
    by = f" by {', '.join(origin.authors)}" if origin.authors else ""
    lines = [
        f"Plan: {plan.folder}, made from {plan.key}.",
        f"  Original: “{origin.title}” {origin.version}{by}, {origin.license}.",
        f"  Remix: {VERSION}, a draft by {plan.new.author.name}, {plan.new.license}.",
        f"  Files: {len(plan.files)}.",
    ]
    lines += [f"  Note: {note.message}" for note in plan.notes]
    return "\n".join(harmless(line) for line in lines)


def remix_data(plan: RemixPlan) -> dict[str, object]:
    """Give the plan as plain values for JSON."""
    origin = plan.new.origin
    return {
        "id": plan.new.id,
        "uid": plan.new.uid,
        "folder": plan.folder,
        "version": VERSION,
        "author": plan.new.author.name,
        "license": plan.new.license,
        "origin": {
            "key": plan.key,
            "title": origin.title,
            "authors": list(origin.authors),
            "license": origin.license,
            "id": origin.id,
            "version": origin.version,
            "release": origin.release,
            "content": origin.content,
        },
        "files": list(plan.files),
        "notices": [{"code": note.code, "message": note.message} for note in plan.notes],
    }
