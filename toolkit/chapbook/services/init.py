"""Make a workspace: settings, a folder for modules. What is there already is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.model.yaml_text import yaml_text
from chapbook.services.scaffold import MAX_TITLE, clean_text, fill, title_of_id
from chapbook.services.schemas import FOLDER, schema_files
from chapbook.services.shown import shown_path
from chapbook.services.writing import Change, write_changes
from chapbook.source.text import decode_utf8
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.together import finish
from chapbook.workspace.workspace import CONFIG_NAMES, Workspace, find_workspace, own_modules

DEFAULT_TITLE = "Learning modules"
WORKFLOW = ".github/workflows/site.yml"
EDITOR = ".vscode/settings.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions:
    """What workspace to make, and where. Empty texts take their defaults."""

    start: Path
    folder: str = "."
    title: str = ""
    author: str = ""
    language: str = "en"
    github_pages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialised:
    """What `init` did. Files are relative to `folder`; `notes` are sentences that the user should read."""

    folder: str
    title: str
    written: tuple[str, ...]
    kept: tuple[str, ...]
    notes: tuple[str, ...]
    has_modules: bool


def _root(start: Path, folder: str) -> Path:
    return Path(os.path.normpath(start / folder))


def suggested_title(start: Path, folder: str) -> str:
    """Make a title of the folder's name: `my-academy` → `My academy`."""
    return title_of_id(_root(start, folder).name)[:MAX_TITLE] or DEFAULT_TITLE


def is_new(start: Path, folder: str) -> bool:
    """Say whether the settings are still to be written, so that it makes sense to ask for them."""
    root = _root(start, folder)
    return not all(os.path.lexists(root / name) for name in CONFIG_NAMES)


def check_place(start: Path, folder: str) -> tuple[str, ...]:
    """Refuse a folder where modules live; give a note when it lies inside another workspace."""
    root = _root(start, folder)
    if os.path.lexists(root) and not root.is_dir():
        message = (
            f"{shown_path(root, start)} is a file, so it cannot become a workspace. Nothing was changed."
        )
        raise UsageProblem("not-a-folder", message, "Name a folder, or one that is still to be made.")
    outer = find_workspace(root.parent)
    if outer is None:
        return ()
    if any(root.is_relative_to(inside) for inside in (outer.modules, outer.imported)):
        message = f"{shown_path(root, start)} belongs to the workspace {outer.root}: modules live there."
        hint = "Start a module with: chapbook new module. Or make the new workspace elsewhere."
        raise UsageProblem("inside-modules", f"{message} Nothing was changed.", hint)
    return (
        f"This folder is inside another workspace, {outer.root}. That works: the two know nothing of each other.",
    )


def check_language(language: str) -> str:
    """Give a language tag that the theme has words for, the nearest one; `UsageProblem` for none at all.

    The theme stops a build when it has no file for its language, so `de-AT` becomes `de`.
    """
    tag = clean_text(language, "language").replace("_", "-")
    known = {each.lower(): each for each in _theme_languages()}
    parts = tag.lower().split("-")
    for count in range(len(parts), 0, -1):
        if found := known.get("-".join(parts[:count])):
            return found
    message = f"The site cannot speak “{language}”: the theme has no words in it. Nothing was changed."
    hint = f"Choose one of {', '.join(sorted(known.values()))}; each module names its own language besides."
    raise UsageProblem("no-such-language", message, hint)


def _theme_languages() -> list[str]:
    spec = find_spec("material")
    if spec is None or spec.origin is None:
        raise OperationFailed(
            "no-theme", "mkdocs-material is not installed.", "See what is missing: chapbook doctor"
        )
    folder = Path(spec.origin).parent / "templates" / "partials" / "languages"
    return [path.stem for path in folder.glob("*.html")]


def init(options: InitOptions) -> Initialised:
    """Write what is missing. `UsageProblem`, `OperationFailed`: nothing was changed."""
    root = _root(options.start, options.folder)
    notes = check_place(options.start, options.folder)
    title = clean_text(options.title or suggested_title(options.start, options.folder), "title")
    files = _files(options, title)
    finish(root)
    if own_modules(Workspace(root)):
        files.pop("modules/.gitkeep")
    kept = tuple(name for name in files if os.path.lexists(root / name) and not name.endswith(".gitkeep"))
    missing = {name: text for name, text in files.items() if not os.path.lexists(root / name)}
    notes += _notes_on_kept(root, kept)
    write_changes([Change(root / name, text.encode()) for name, text in missing.items()], root)
    return Initialised(
        folder=shown_path(root, options.start),
        title=title,
        written=tuple(missing),
        kept=kept,
        notes=notes,
        has_modules=bool(own_modules(Workspace(root))),
    )


def _files(options: InitOptions, title: str) -> dict[str, str]:
    language = check_language(options.language)
    values = {"title": yaml_text(title), "language": yaml_text(language), "publisher": _publisher(options)}
    templates = {
        "mkdocs.yml": "mkdocs.yml",
        "chapbook.yml": "chapbook.yml",
        ".gitignore": "gitignore",
        EDITOR: "editor-settings.json",
        ".vscode/extensions.json": "editor-extensions.json",
        **({WORKFLOW: "site.yml"} if options.github_pages else {}),
    }
    files = {name: _filled(template, values, language) for name, template in templates.items()}
    return {**files, **schema_files(), "modules/.gitkeep": ""}


def _filled(template: str, values: Mapping[str, str], language: str) -> str:
    return fill(f"workspace/{template}", values, language)


def _publisher(options: InitOptions) -> str:
    if not options.author:
        return fill("workspace/no-publisher.yml", {}, options.language)
    author = yaml_text(clean_text(options.author, "name"))
    return fill("workspace/publisher.yml", {"author": author}, options.language)


def _notes_on_kept(root: Path, kept: tuple[str, ...]) -> tuple[str, ...]:
    """Say what settings that were there before still need."""
    return (*_notes_on_site(root, kept), *_notes_on_editor(root, kept))


def _notes_on_editor(root: Path, kept: tuple[str, ...]) -> tuple[str, ...]:
    if EDITOR not in kept:
        return ()
    try:
        known = FOLDER.encode() in (root / EDITOR).read_bytes()
    except OSError:
        known = False
    if known:
        return ()
    return (
        f"{EDITOR} was kept as it is. For your editor to know the keys of older files too, name the schemas in"
        f" {FOLDER}/ under `yaml.schemas`; new files name theirs in the first line.",
    )


def _notes_on_site(root: Path, kept: tuple[str, ...]) -> tuple[str, ...]:
    if "mkdocs.yml" not in kept:
        return ()
    try:
        text, _ = decode_utf8("mkdocs.yml", (root / "mkdocs.yml").read_bytes())
    except OSError as error:
        message = f"{root / 'mkdocs.yml'} cannot be read: {error.strerror}. Nothing was changed."
        raise OperationFailed("cannot-read", message, "Look at its permissions.") from error
    document, _ = parse_yaml("mkdocs.yml", text) if text is not None else (None, ())
    data = document.data if document and isinstance(document.data, dict) else {}
    needs = []
    plugins = data.get("plugins")
    if not isinstance(plugins, dict | list) or "chapbook" not in _names(plugins):
        needs.append("`chapbook: {}` under `plugins:`")
    if data.get("docs_dir") != "modules":
        needs.append("`docs_dir: modules`")
    if not needs:
        return ()
    return (
        f"mkdocs.yml was kept as it is. For your modules to become pages it needs {' and '.join(needs)}.",
    )


def _names(plugins: object) -> set[str]:
    if isinstance(plugins, dict):
        return set(plugins)
    items = plugins if isinstance(plugins, list) else []
    return {name for each in items for name in (each if isinstance(each, dict) else [str(each)])}
