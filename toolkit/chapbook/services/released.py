"""Find the last release of a module: the newest of its bundles in `dist/` of the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chapbook.diag.errors import ChapbookError, OperationFailed, UsageProblem
from chapbook.model.module import Module
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.model.version import Version, parse_version
from chapbook.services.targets import Target, one_target
from chapbook.workspace.load import load_module

OUTPUT = "dist"
"""Folder of the workspace that bundles go to when no other is named."""
SUFFIX = ".chapbook.zip"


def with_release(subject: Subject, target: Target, named: Path | None = None) -> Subject:
    """Give the subject with its last release: the bundle `named`, else the newest in `dist/`; the same when none is.

    `ChapbookError` when a `named` bundle cannot be read. Bundles in `dist/` that cannot be are passed over, and
    imported modules have no releases here.
    """
    if named is not None:
        return replace(subject, released=_same_module(read_release(named), subject, named))
    if target.workspace is None or subject.module is None or is_imported(target):
        return subject
    names = [name for name in (subject.module.id, subject.module.renamed_from) if name]
    return replace(subject, released=last_release(target.workspace.root / OUTPUT, names))


def release_key(target: Target, names: Sequence[str]) -> str:
    """Give a text that changes when `with_release` would read other bundles for a module of these names."""
    if target.workspace is None or is_imported(target):
        return ""
    bundles = bundles_of(target.workspace.root / OUTPUT, names)
    return "\n".join(f"{each.name} {at.st_size} {at.st_mtime_ns}" for each in bundles for at in [each.stat()])


def is_imported(target: Target) -> bool:
    """Say whether a module is a peer's: it lies in `imported/` of its workspace."""
    if target.workspace is None:
        return False
    return target.folder.path.absolute().is_relative_to(target.workspace.imported.absolute())


def _same_module(released: Subject, subject: Subject, named: Path) -> Subject:
    old, new = released.module, subject.module
    if old and new and old.uid != new.uid and old.id not in (new.id, new.renamed_from):
        message = f"{named} holds the module {old.id}, which is not an earlier {new.id}."
        raise UsageProblem("another-module", message, "Name a bundle that was packed from this module.")
    return released


def last_release(folder: Path, names: list[str]) -> Subject | None:
    """Give the module in the newest readable bundle of `folder` that is called like one of `names`."""
    for path in bundles_of(folder, names):
        try:
            return read_release(path)
        except ChapbookError:
            continue
    return None


def bundles_of(folder: Path, names: Sequence[str]) -> list[Path]:
    """Give the bundles in `folder` by their names, the highest version first."""
    found: list[tuple[Version, Path]] = []
    try:
        listed = sorted(each.name for each in folder.iterdir())
    except OSError:
        return []
    for entry in listed:
        for name in names:
            is_its = entry.startswith(f"{name}-") and entry.endswith(SUFFIX)
            version = parse_version(entry[len(name) + 1 : -len(SUFFIX)]) if is_its else None
            if version is not None:
                found.append((version, folder / entry))
    return [path for _, path in sorted(found, key=lambda each: each[0], reverse=True)]


def read_release(path: Path) -> Subject:
    """Read the module in a bundle; `ChapbookError` when it is not there or not whole."""
    from chapbook.bundle.verify import open_bundle

    if path.is_dir():
        hint = "Name the file that chapbook pack wrote, such as dist/tea-1.0.0.chapbook.zip."
        raise UsageProblem("not-a-bundle", f"{path} is a folder, not a bundle.", hint)
    try:
        return open_bundle(path).subject
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise OperationFailed("cannot-read", message, "Look at the path and its permissions.") from error


def read_named(name: str, start: Path) -> Subject:
    """Read the module that a folder, an id of this workspace or a bundle names; `ChapbookError` when none is."""
    path = start / name
    if path.suffix == ".zip" and path.is_file():
        return read_release(path)
    target = one_target(name, start)
    return load_module(target.workspace, target.folder)


def readable(subject: Subject, name: str) -> Module:
    """Give the module; `OperationFailed` when its `module.yml` cannot be read."""
    if subject.module is None:
        message = f"The {MODULE_FILE} of {name} is missing or cannot be read."
        raise OperationFailed("module-unreadable", message, f"See what is wrong: chapbook check {name}")
    return subject.module
