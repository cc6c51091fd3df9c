"""What a word may be completed to, and where the thing that it names stands. Pure but for the look at folders."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from chapbook.diag.diagnostic import Span
from chapbook.editor.buffers import OpenModule
from chapbook.editor.context import Names, Word
from chapbook.model.module import Module, Step
from chapbook.model.reader import MODULE_FILE
from chapbook.workspace.workspace import imported_modules, own_modules

TOP = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Offer:
    """One completion: the text to write and what it stands for."""

    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where something stands."""

    path: Path
    span: Span = TOP


def offers(opened: OpenModule, path: str, word: Word) -> tuple[Offer, ...]:
    """Give what may stand at a word of the module's file `path`; the editor narrows it by what is typed."""
    module = opened.subject.module
    match word.names:
        case Names.OBJECTIVE:
            return tuple(Offer(each.id, each.text) for each in module.objectives) if module else ()
        case Names.MODULE:
            return tuple(Offer(id_, about) for id_, about in sorted(_modules(opened).items()))
        case Names.LESSON_OF_MODULE:
            known = (opened.subject.neighbours or {}).get(word.module)
            return tuple(Offer(each) for each in known.lessons) if known else ()
        case Names.STEP_FILE:
            return tuple(Offer(each, _title(module, each)) for each in _step_files(opened))
        case Names.LESSON:
            return tuple(Offer(each.id, each.title) for each in module.lessons) if module else ()
        case Names.QUIZ:
            return tuple(Offer(each.id, each.title) for each in module.quizzes) if module else ()
        case Names.FILE:
            return (*_files(opened, path), Offer("module:", "another module"))


def definition(opened: OpenModule, path: str, word: Word) -> Target | None:
    """Give where the thing that a word names stands; None when there is no such thing."""
    module = opened.subject.module
    match word.names:
        case Names.OBJECTIVE:
            return _objective(opened, word.whole)
        case Names.MODULE:
            folder = _folder(opened, word.whole)
            return Target(folder / MODULE_FILE) if folder else None
        case Names.LESSON_OF_MODULE:
            folder = _folder(opened, word.module)
            known = (opened.subject.neighbours or {}).get(word.module)
            return (
                Target(folder / known.lessons[word.whole])
                if folder and known and word.whole in known.lessons
                else None
            )
        case Names.LESSON | Names.QUIZ:
            steps: tuple[Step, ...] = (*module.lessons, *module.quizzes) if module else ()
            return next((Target(opened.root / each.path) for each in steps if each.id == word.whole), None)
        case Names.STEP_FILE:
            return _file(opened, word.whole)
        case Names.FILE:
            near = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(word.whole)))
            return _file(opened, near)


def _objective(opened: OpenModule, name: str) -> Target | None:
    document = opened.subject.documents.get(MODULE_FILE)
    listed = document.data.get("objectives") if document and isinstance(document.data, dict) else None
    for number, each in enumerate(listed if isinstance(listed, list) else ()):
        if document and isinstance(each, dict) and each.get("id") == name:
            return Target(opened.root / MODULE_FILE, document.spans["objectives", number, "id"])
    return None


def _file(opened: OpenModule, path: str) -> Target | None:
    return Target(opened.root / path) if path in opened.subject.tree.paths() else None


def _modules(opened: OpenModule) -> dict[str, str]:
    return {each.id: each.title for each in (opened.subject.neighbours or {}).values() if each.id}


def _folder(opened: OpenModule, name: str) -> Path | None:
    module = opened.subject.module
    if module is not None and module.id == name:
        return opened.root
    if opened.workspace is None:
        return None
    folders = (*own_modules(opened.workspace), *imported_modules(opened.workspace))
    return next((each.path for each in folders if each.slug == name), None)


def _step_files(opened: OpenModule) -> Iterator[str]:
    for path in opened.subject.tree.paths():
        if (posixpath.dirname(path), posixpath.splitext(path)[1]) in (
            ("lessons", ".md"),
            ("quizzes", ".yml"),
        ):
            yield path


def _title(module: Module | None, path: str) -> str:
    return next((step.title for step in module.steps if step.path == path), "") if module else ""


def _files(opened: OpenModule, path: str) -> Iterator[Offer]:
    folder = posixpath.dirname(path)
    for each in opened.subject.tree.paths():
        if each != path and each.startswith(("assets/", "lessons/")) and each != "assets/credits.yml":
            relative = os.path.relpath(each, folder or ".").replace(os.sep, "/")
            yield Offer(relative.replace(" ", "%20"), _title(opened.subject.module, each))
