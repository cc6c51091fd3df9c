"""Translations of a module: what lies in `i18n/LANGUAGE/` becomes a module of that language. Pure.

The original rules: which steps there are, their order and ids, what a quiz is for. A translation brings words: lessons
and quizzes under the same relative paths, and a `module.yml` with title, summary, audience and objectives. What it
lacks is shown in the original's language. Module uid and question ids are the same, so progress is too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from chapbook.model.fence_decoder import decode_fence
from chapbook.model.module import Module, Quiz, Step
from chapbook.model.module_decoder import decode_lesson, decode_quiz
from chapbook.model.question import MultipleChoice, Question, SingleChoice
from chapbook.model.question_hash import question_hash
from chapbook.model.subject import Subject
from chapbook.source.document import Document
from chapbook.tree.tree import RelPath
from chapbook.workspace.load import LoadedModule

FOLDER = "i18n"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WORDED = ("text", "cloze", "match", "order")
"""Types whose answers hang on words, so that an answer given in one language says nothing in another."""


def translated_path(path: str, language: str) -> RelPath:
    """Give the path at which the translation of a file lies."""
    return RelPath(f"{FOLDER}/{language}/{path}")


def original_path(path: str) -> str:
    """Give the path of the original of a file: its own when it is no translation."""
    parts = path.split("/", 2)
    return parts[2] if parts[0] == FOLDER and len(parts) == 3 else path


def languages_of(subject: Subject) -> tuple[str, ...]:
    """List the languages of which a module has a translated lesson, quiz or title, sorted."""
    if subject.module is None:
        return ()
    wanted = {step.path for step in (*subject.module.steps, *subject.module.unlisted_quizzes)} | {
        "module.yml"
    }
    found = set()
    for path in (*subject.documents, *subject.outlines):
        parts = path.split("/", 2)
        if parts[0] == FOLDER and len(parts) == 3 and parts[2] in wanted and _TAG.fullmatch(parts[1]):
            found.add(parts[1])
    return tuple(sorted(found - {subject.module.language}))


def translated(loaded: LoadedModule, language: str) -> LoadedModule:
    """Give a module as it is in another language, under the address `MODULE/LANGUAGE`."""
    original = loaded.subject.module
    if original is None:
        return loaded
    steps = tuple(_step(each, loaded.subject, language) for each in original.steps)
    rest = tuple(_step(each, loaded.subject, language) for each in original.unlisted_quizzes)
    module = replace(
        _with_words(original, loaded.subject.documents.get(translated_path("module.yml", language))),
        uid=original.uid or loaded.folder.key,
        language=language,
        listed=tuple(each.path for each in steps),
        steps=steps,
        unlisted_quizzes=tuple(each for each in rest if isinstance(each, Quiz)),
    )
    folder = replace(loaded.folder, key=f"{loaded.folder.key}/{language}")
    return replace(loaded, folder=folder, subject=replace(loaded.subject, module=module))


def _step(step: Step, subject: Subject, language: str) -> Step:
    path = translated_path(step.path, language)
    document = subject.documents.get(path)
    if isinstance(step, Quiz):
        if document is None:
            return step
        own = decode_quiz(document, path)[0]
        return replace(step, path=path, title=own.title, questions=own.questions)
    outline = subject.outlines.get(path)
    if outline is None or document is None:
        return step
    questions = [decode_fence(path, fence)[0] for fence in outline.quiz_fences]
    own_lesson = decode_lesson(document, path, tuple(each for each in questions if each))[0]
    return replace(step, path=path, title=own_lesson.title, questions=own_lesson.questions)


def _with_words(module: Module, document: Document | None) -> Module:
    """Lay the words of a translation's `module.yml` over the module; what is no text there is passed over."""
    data = document.data if document is not None and isinstance(document.data, dict) else {}
    listed = data.get("objectives")
    texts = {
        _text(each, "id"): _text(each, "text")
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
    }
    return replace(
        module,
        title=_text(data, "title") or module.title,
        summary=_text(data, "summary") or module.summary,
        audience=_text(data, "audience") or module.audience,
        objectives=tuple(replace(each, text=texts.get(each.id) or each.text) for each in module.objectives),
    )


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def shared_hashes(original: Module, translation: Module) -> Mapping[str, str]:
    """Give the hashes of the original's questions for those translated ones that an answer fits as well.

    Choices and ticks are kept as places. They hold in another language where the same places are right.
    """
    known = {question.id: question for question in original.questions() if question.id}
    found = {}
    for question in translation.questions():
        other = known.get(question.id)
        if other is not None and _shape(other) == _shape(question):
            found[question.id] = question_hash(other)
    return found


def _shape(question: Question) -> object:
    if question.type in _WORDED:
        return question_hash(question)
    if isinstance(question, SingleChoice | MultipleChoice):
        return question.type, tuple(option.correct for option in question.options)
    if question.type == "number":
        return question.type, getattr(question, "low", None), getattr(question, "high", None)
    return question.type, len(getattr(question, "items", ())), len(getattr(question, "rubric", ()))
