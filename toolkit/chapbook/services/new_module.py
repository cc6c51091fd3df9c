"""Start a module: a folder that passes the check as a draft, with what its author must write marked."""

from __future__ import annotations

import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.diag.errors import UsageProblem
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.module import Kind
from chapbook.model.reader import read_module
from chapbook.model.yaml_text import yaml_text
from chapbook.services.scaffold import (
    checked_id,
    clean_text,
    fill,
    id_of_title,
    names_below,
    title_of_id,
)
from chapbook.services.schemas import schema_line
from chapbook.services.shown import shown_path
from chapbook.services.targets import require_workspace
from chapbook.services.writing import refuse_existing
from chapbook.source.text import decode_utf8
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.tree import MemoryTree
from chapbook.tree.write import write_tree
from chapbook.workspace.settings import read_settings
from chapbook.workspace.workspace import Workspace

DEFAULT_LICENSE = "CC-BY-4.0"
DEFAULT_LANGUAGE = "en"
NO_AUTHOR = "TODO: your name"
_GIT_PATIENCE = 5
"""Seconds to wait for `git config`; it reads one file."""

PLAN = "plan.yml"
"""The part of `module.yml` that differs from kind to kind: objectives, lessons, what counts as done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleOptions:
    """What a new module is to be. An empty text takes its default: see `module_defaults`."""

    start: Path
    id: str = ""
    title: str = ""
    author: str = ""
    license: str = DEFAULT_LICENSE
    language: str = ""
    kind: Kind = Kind.STANDARD


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleDefaults:
    """What a workspace suggests for a new module; `author` is empty when nobody is known."""

    author: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewModule:
    """A module that was written. `folder` and `files` are as messages show them."""

    id: str
    title: str
    folder: str
    files: tuple[str, ...]


def module_defaults(start: Path) -> ModuleDefaults:
    """Look up author (publisher, then Git's user) and language (mkdocs.yml). `UsageProblem` outside a workspace."""
    workspace = require_workspace(start)
    publisher = read_settings(workspace).publisher
    author = publisher.name if publisher else git_user(workspace.root)
    return ModuleDefaults(author=author, language=_site_language(workspace))


def git_user(folder: Path) -> str:
    """Give the name that Git would sign a commit with; empty when there is none, or no Git."""
    command = ["git", "config", "--get", "user.name"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=_GIT_PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return " ".join(done.stdout.decode("utf-8", "replace").split()) if done.returncode == 0 else ""


def _site_language(workspace: Workspace) -> str:
    try:
        text, _ = decode_utf8("mkdocs.yml", workspace.mkdocs_config.read_bytes())
    except OSError:
        return DEFAULT_LANGUAGE
    document, _ = parse_yaml("mkdocs.yml", text) if text is not None else (None, ())
    data = document.data if document else None
    theme = data.get("theme") if isinstance(data, dict) else None
    language = theme.get("language") if isinstance(theme, dict) else None
    return language if isinstance(language, str) and language else DEFAULT_LANGUAGE


def chosen_id(options: ModuleOptions) -> str:
    """Give the id that the options ask for. `UsageProblem` when it is no id, or there is nothing to make one of."""
    if options.id:
        return checked_id(options.id, "module")
    if not options.title:
        hint = 'For example: chapbook new module price-a-project --title "Price a project"'
        raise UsageProblem("no-id", "A new module needs an id or a title. Nothing was changed.", hint)
    return id_of_title(clean_text(options.title, "title"), "module", "“chapbook new module ID”")


def refuse_taken(identity: str, start: Path) -> None:
    """Raise `UsageProblem` when there is already something at the folder of a module called `identity`."""
    folder = require_workspace(start).modules / identity
    hint = f'Choose another id, or add to it with: chapbook new lesson {identity} "…"'
    refuse_existing(folder, start, hint)


def new_module(options: ModuleOptions) -> NewModule:
    """Write a new module below `modules/`. `UsageProblem`, `OperationFailed`: nothing was changed."""
    identity = chosen_id(options)
    refuse_taken(identity, options.start)
    folder = require_workspace(options.start).modules / identity
    tree, title = _tree(options, identity, folder)
    _refuse_errors(tree, identity)
    write_tree(tree, folder)
    shown = shown_path(folder, options.start)
    files = ("module.yml", *(name for name in tree.paths() if name != "module.yml"))
    return NewModule(id=identity, title=title, folder=shown, files=tuple(f"{shown}/{name}" for name in files))


def _tree(options: ModuleOptions, identity: str, folder: Path) -> tuple[MemoryTree, str]:
    defaults = module_defaults(options.start)
    title = clean_text(options.title, "title") if options.title else title_of_id(identity)
    author = clean_text(options.author, "author") if options.author else defaults.author or NO_AUTHOR
    language = clean_text(options.language, "language") if options.language else defaults.language
    values = {
        "id": identity,
        "yaml_id": yaml_text(identity),
        "uid": str(uuid.uuid4()),
        "title": yaml_text(title),
        "author": yaml_text(author),
        "license": yaml_text(clean_text(options.license, "licence")),
        "language": yaml_text(language),
        "kind": options.kind.value,
    }
    own = f"kinds/{options.kind.value}"
    texts = {name: fill(f"{own}/{name}", values, language) for name in names_below(own)}
    texts["module.yml"] = fill("module.yml", {**values, "plan": texts.pop(PLAN).rstrip("\n")}, language)
    root = require_workspace(options.start).root
    return MemoryTree(
        {name: (_schema_line(root, folder, name) + text).encode() for name, text in texts.items()}
    ), title


def _schema_line(root: Path, folder: Path, name: str) -> str:
    """Give a file's line for editors; only YAML files have one."""
    of_folder = {"quizzes": "quiz", "assets": "credits"}
    schema = of_folder.get(name.partition("/")[0], "module") if name.endswith(".yml") else ""
    return schema_line(root, folder / name, schema) if schema else ""


def _refuse_errors(tree: MemoryTree, identity: str) -> None:
    """Let the checker judge what the user typed: a licence, a language, an id that the site needs itself."""
    report = run(read_module(tree, name=identity), LintConfig(profile=Profile.DRAFT))
    for problem in report.diagnostics:
        if problem.severity is Severity.ERROR:
            raise UsageProblem("not-valid", f"{problem.message} Nothing was changed.", problem.hint)
