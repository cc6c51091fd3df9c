"""Files that no bundle carries: their names, types and sizes (X805, X806, X810). The law is in `chapbook/tree/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from chapbook.diag.diagnostic import Finding, Place
from chapbook.diag.errors import ChapbookError
from chapbook.model.reader import MODULE_FILE, is_read
from chapbook.model.subject import Subject
from chapbook.tree.content import (
    HEAD,
    FileProblem,
    headings_problem,
    size_problem,
    total_problem,
    type_problem,
)
from chapbook.tree.limits import DEFAULT_FILE_LIMITS
from chapbook.tree.names import MODULE_PREFIX, name_problems, shown
from chapbook.tree.tree import RelPath

_IN_MODULE = replace(
    DEFAULT_FILE_LIMITS,
    name_bytes=DEFAULT_FILE_LIMITS.name_bytes - len(MODULE_PREFIX),
    levels=DEFAULT_FILE_LIMITS.levels - 1,
)
"""What is left for a path in the module once a bundle has put its own folder before it."""
_LONGEST_PATH = 150
"""Characters; Windows opens at most 260, and the folders above a module need some."""

_RENAME = (
    "Rename the file, and correct the links to it: letters, digits, hyphens and points are safe everywhere."
)
_SHORTEN = "Give the file or its folders shorter names, or move it up."
_HINTS = {
    "name-clash": "Rename one of the two, and correct the links to it.",
    "name-file-and-folder": "Rename the file or the folder.",
    "name-not-normalised": "Rename the file, typing the name anew, so that an accent and its letter are one character.",
    "name-too-long": _SHORTEN,
    "name-too-deep": _SHORTEN,
}


def type_refused(subject: Subject) -> Iterator[Finding]:
    """X805: a file of a type that bundles do not carry, or that is not what its name says."""
    for path in subject.tree.paths():
        if _is_reported(subject, path):
            continue
        try:
            problem = type_problem(path, subject.tree.head(path, HEAD))
        except ChapbookError as error:
            problem = FileProblem(error.code, error.message, error.hint)
        if problem is not None:
            hint = _other_ending(path) if problem.code == "type-not-allowed" else ""
            yield Finding(
                code="X805", message=problem.message, place=Place(path=path), hint=hint or problem.hint
            )


def _is_reported(subject: Subject, path: RelPath) -> bool:
    """Say whether reading has said already that the file is too large or no text (X810)."""
    return is_read(path) and path not in subject.texts


def _other_ending(path: RelPath) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".markdown":
        return f"Rename it to {shown(path.rpartition('.')[0])}.md, and correct the links to it."
    return f"Rename it to {shown(path)}.txt if it is a text; if not, remove it." if not suffix else ""


def limit_exceeded(subject: Subject) -> Iterator[Finding]:
    """X806: a file, or the module as a whole, that is larger than bundles may be."""
    sizes = {path: subject.tree.size(path) for path in subject.tree.paths()}
    if problem := total_problem(sizes):
        yield _too_large(MODULE_FILE, problem)
    for path, size in sizes.items():
        found = None if _is_reported(subject, path) else size_problem(path, size)
        if found is not None:
            yield _too_large(path, found)
    for path, outline in subject.outlines.items():
        if problem := headings_problem(path, len(outline.headings)):
            yield _too_large(path, problem)


def _too_large(path: RelPath, problem: FileProblem) -> Finding:
    return Finding(code="X806", message=problem.message, place=Place(path=path), hint=problem.hint)


def unportable_name(subject: Subject) -> Iterator[Finding]:
    """X810: a name that some system cannot write, hides, or takes for another; one finding a name."""
    reported = set()
    for problem in name_problems(subject.tree.paths(), _IN_MODULE):
        reported.add(problem.name)
        message = f"The name “{shown(problem.name)}” {problem.what}."
        yield _unportable(problem.name, message, _HINTS.get(problem.code, _RENAME))
    for path in subject.tree.paths():
        if len(path) > _LONGEST_PATH and path not in reported:
            length = f"{len(path)} characters; some systems open at most {_LONGEST_PATH}"
            message = f"The path “{shown(path)}” has {length}."
            yield _unportable(path, message, _SHORTEN)


def _unportable(path: str, message: str, hint: str) -> Finding:
    return Finding(code="X810", message=message, place=Place(path=path), hint=hint)
