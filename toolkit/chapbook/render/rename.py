"""What a rename changes: as a diff, and as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chapbook.render.diff import diff_lines
from chapbook.render.screen import Ink, harmless
from chapbook.services.rename import FilePlan, Renamed


def render_rename(renamed: Renamed, *, color: bool = False) -> str:
    """Give the changes as a unified diff, and what to do next; without a final newline."""
    ink = Ink(color)
    lines = [line for each in renamed.files for line in _file(each, ink)]
    count = f"{len(renamed.files)} {'file' if len(renamed.files) == 1 else 'files'}"
    what = f"the {renamed.kind} {renamed.old} to {renamed.new}"
    if renamed.written:
        return "\n".join([f"Renamed {what}.", *(f"  {_wrote(each)}" for each in renamed.files)])
    return "\n".join(
        [*lines, "", f"This renames {what} in {count}. Nothing was written yet; add --write to do it."]
    )


def _wrote(each: FilePlan) -> str:
    if each.old_path == each.new_path:
        return f"wrote {harmless(each.new_path)}"
    return f"moved {harmless(each.old_path)} to {harmless(each.new_path)}"


def _file(each: FilePlan, ink: Ink) -> Iterator[str]:
    if each.old_path != each.new_path:
        yield ink.strong(harmless(f"move {each.old_path} → {each.new_path}"))
    yield from diff_lines((each.old_path, each.new_path), each.before, each.after, ink)


def render_rename_json(renamed: Renamed) -> str:
    """Give one JSON object, in ASCII."""
    files = [
        {"path": each.old_path, "new_path": each.new_path, "changed": each.before != each.after}
        for each in renamed.files
    ]
    data = {
        "schema": 1,
        "kind": renamed.kind,
        "old": renamed.old,
        "new": renamed.new,
        "written": renamed.written,
        "files": files,
    }
    return json.dumps(data, indent=2)
