"""The editor schemas by name, as text; where a workspace keeps them, and the line that leads an editor there.

Editors ask for a schema again and again, which needs no reader of YAML: what brings one is imported inside functions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from chapbook.diag.errors import UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.model.schema import (
    Schema,
    credits_schema,
    file_schema,
    lesson_schema,
    module_schema,
    quiz_schema,
)
from chapbook.tree.write import disk_errors

FOLDER = ".chapbook/schemas"
"""Hidden, so that it is never part of a module or a site."""


def workspace_schema() -> Schema:
    """Give the schema of `chapbook.yml`, which may be empty."""
    from chapbook.workspace.settings import SETTINGS_FIELDS

    schema = file_schema("Chapbook: chapbook.yml", SETTINGS_FIELDS)
    return {**schema, "type": ["object", "null"]}


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "module": module_schema,
    "quiz": quiz_schema,
    "lesson": lesson_schema,
    "credits": credits_schema,
    "workspace": workspace_schema,
}


def schema_text(name: str) -> str:
    """Give a schema as JSON, with a line end. `UsageProblem` for a name that there is none for."""
    if name not in SCHEMAS:
        message = f"There is no schema “{name}”."
        hint = did_you_mean(name, SCHEMAS, otherwise=f"Choose one of {', '.join(SCHEMAS)}.")
        raise UsageProblem("no-such-schema", message, hint)
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def schema_files() -> dict[str, str]:
    """Give all schemas by the path at which a workspace keeps them."""
    return {f"{FOLDER}/{name}.json": schema_text(name) for name in SCHEMAS}


def refresh(start: Path) -> tuple[str, ...]:
    """Write all schemas of the workspace anew; give those that changed. `OperationFailed`: nothing was changed."""
    from chapbook.services.targets import require_workspace
    from chapbook.services.writing import Change, write_changes

    root = require_workspace(start).root
    there = {name: _bytes(root / name) for name in schema_files()}
    new = {name: text.encode() for name, text in schema_files().items() if text.encode() != there[name]}
    write_changes([Change(root / name, content, there[name]) for name, content in new.items()])
    return tuple(new)


def _bytes(path: Path) -> bytes | None:
    with disk_errors(path):
        return path.read_bytes() if path.is_file() else None


def schema_line(root: Path, file: Path, name: str) -> str:
    """Give the line at the top of a file by which editors find its schema; empty when the workspace has none.

    The way is relative, so that the workspace may move.
    """
    if not file.is_relative_to(root) or not (root / FOLDER / f"{name}.json").is_file():
        return ""
    up = "../" * (len(file.relative_to(root).parts) - 1)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{name}.json\n"
