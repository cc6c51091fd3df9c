"""Convert a course in another format to a module: read, convert, check, plan; then write one new folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from chapbook.convert.dialects import DIALECTS, NAMES, Dialect, recognise
from chapbook.convert.draft import Converted, Draft, Facts
from chapbook.convert.emit import Wish, emit
from chapbook.convert.notes import Log
from chapbook.convert.seen import SeenTree
from chapbook.convert.sources import spdx
from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.model.mapping import slugify
from chapbook.model.module_decoder import RESERVED_IDS
from chapbook.services.license_option import standard_license
from chapbook.services.scaffold import checked_id, clean_text
from chapbook.services.shown import shown_path
from chapbook.services.targets import require_workspace
from chapbook.services.writing import refuse_existing
from chapbook.source.text import MAX_TEXT
from chapbook.tree.disk import MAX_FILE, DirTree
from chapbook.tree.tree import MemoryTree, Tree, rel_path
from chapbook.tree.write import write_tree

AUTO = "auto"
_LINK = re.compile(rb"(?:\]\(\s*<?|\b(?:src|href)\s*=\s*[\"'])([^\s()<>\"'#?]{1,300})")
_MOST_LINKS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertOptions:
    """What to convert. Empty texts take what the source says; empty `into` is `modules/ID` of the workspace."""

    start: Path
    dialect: str
    path: str
    into: str = ""
    id: str = ""
    title: str = ""
    author: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A module that can be written. `folder` is as messages show it."""

    id: str
    dialect: str
    folder: str
    target: Path
    made: Converted

    @property
    def files(self) -> tuple[str, ...]:
        """Give the files that would be written, sorted."""
        return tuple(sorted(self.made.files))


def plan(options: ConvertOptions) -> Plan:
    """Read and convert, and write nothing. `UsageProblem`, `OperationFailed` when that cannot be done."""
    _known(options.dialect)
    source, name = _source(options)
    tree = SeenTree(source)
    dialect = _dialect(options, tree)
    facts = Facts(
        title=clean_text(options.title, "title") if options.title else "",
        authors=(clean_text(options.author, "author"),) if options.author else (),
        license=_license(options.license),
    )
    log = Log()
    for path, reason in tree.irregular().items():
        log.lose(f"It was left out: {reason}.", path)
    draft = dialect.convert(tree, log)
    if not draft.steps:
        message = f"{options.path} holds nothing that could be read as {dialect.title}. Nothing was changed."
        why = f" {log.lost[0]}" if log.lost else ""
        raise UsageProblem("nothing-to-convert", message, f"Other formats: {', '.join(NAMES)}.{why}")
    title = facts.title or draft.facts.title or name
    identity, target = _target(options, title, name)
    wish = Wish(id=identity, dialect=dialect.title, facts=facts)
    made = emit(_titled(draft, title), tree, wish, log)
    return Plan(
        id=identity,
        dialect=dialect.name,
        folder=shown_path(target, options.start),
        target=target,
        made=made,
    )


def write(planned: Plan, start: Path) -> None:
    """Write the folder in one step; `UsageProblem` when something stands there by now."""
    refuse_existing(planned.target, start, "Choose another folder with --into.")
    write_tree(MemoryTree(planned.made.files), planned.target)


def _titled(draft: Draft, title: str) -> Draft:
    return draft if draft.facts.title else replace(draft, facts=replace(draft.facts, title=title))


def _known(name: str) -> None:
    if name != AUTO and name not in NAMES:
        listed = f"Choose one of {', '.join(sorted(NAMES))}, or {AUTO}."
        hint = did_you_mean(name, (*NAMES, AUTO), otherwise=listed)
        raise UsageProblem("no-such-format", f"“{name}” is not a format that can be converted.", hint)


def _dialect(options: ConvertOptions, tree: Tree) -> Dialect:
    found = recognise(tree) if options.dialect == AUTO else None
    if options.dialect == AUTO and found is None:
        message = f"{options.path} does not look like any format that can be converted. Nothing was changed."
        raise UsageProblem("not-recognised", message, f"Name the format: {', '.join(sorted(NAMES))}.")
    return found or next(each for each in DIALECTS if each.name == options.dialect)


def _license(text: str) -> str:
    if not text:
        return ""
    cleaned = clean_text(text, "licence")
    named = spdx(cleaned) if "-" not in cleaned else cleaned
    return standard_license(named or cleaned)


def _target(options: ConvertOptions, title: str, name: str) -> tuple[str, Path]:
    """Give the module's id and its folder, which must not exist."""
    if options.into:
        target = Path(os.path.abspath(options.start / options.into))  # noqa: PTH100 -- keeps symbolic links
        identity = checked_id(target.name, "module")
        if options.id and options.id != identity:
            message = f"The folder is called “{identity}”, but --id is “{options.id}”; both must agree."
            raise UsageProblem("id-and-folder", f"{message} Nothing was changed.", "Leave --id out.")
    else:
        identity = checked_id(options.id, "module") if options.id else slugify(title) or slugify(name)
        if not identity:
            message = "No id can be made of the title, since an id has only a–z, 0–9 and hyphens."
            raise UsageProblem("no-id-in-title", f"{message} Nothing was changed.", "Give one with --id.")
        target = require_workspace(options.start).modules / identity
    if identity in RESERVED_IDS:
        message = f"A module cannot be called “{identity}”: the site needs that address. Nothing was changed."
        raise UsageProblem("id-reserved", message, "Choose another with --id.")
    refuse_existing(target, options.start, "Choose another id with --id, or another folder with --into.")
    return identity, target


def _source(options: ConvertOptions) -> tuple[Tree, str]:
    """Give the source as a tree, and a name for it."""
    path = options.start / options.path
    try:
        if path.is_dir():
            return DirTree(path), path.resolve().name
        if path.is_file():
            return _one_file(path), path.stem
    except OSError as error:
        message = f"{options.path} cannot be read: {error.strerror or error}. Nothing was changed."
        raise OperationFailed("cannot-read", message, "Look at the path and its permissions.") from error
    message = f"There is no file or folder {options.path}. Nothing was changed."
    raise UsageProblem("no-such-source", message, "Look at the path: it is seen from where you stand.")


def _one_file(path: Path) -> Tree:
    """Give one file, with the files beside and below it that it links to."""
    if path.stat().st_size > MAX_TEXT:
        message = f"{path} is larger than {MAX_TEXT // 2**20} MiB. Nothing was changed."
        raise OperationFailed("file-too-large", message, "Split it, and convert the parts.")
    data = path.read_bytes()
    files = {path.name: data}
    for link in _LINK.findall(data)[:_MOST_LINKS]:
        name = unquote(link.decode("utf-8", "replace")).removeprefix("./")
        try:
            place = path.parent / rel_path(name)
            inside = place.resolve().is_relative_to(path.parent.resolve())
            if inside and place.is_file() and place.stat().st_size <= MAX_FILE // 16:
                files.setdefault(name, place.read_bytes())
        except (ValueError, OSError):
            continue
    return MemoryTree(files)
