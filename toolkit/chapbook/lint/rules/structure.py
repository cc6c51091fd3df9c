"""Structure: what `module.yml` lists, what is there, ids and what refers to them (S…)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from chapbook.diag.diagnostic import Finding, Place
from chapbook.diag.suggest import did_you_mean, nearest_path
from chapbook.lint.code import without_code, without_comments
from chapbook.lint.places import LineMap, inside, strings, value_at
from chapbook.lint.signs import holds_any
from chapbook.lint.targets import unsafe_reason
from chapbook.model.module import Module
from chapbook.model.module_decoder import listed_paths
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject

_MARKER = re.compile(r"(?<!\w)(TODO:|[Ll]orem ipsum\b)[^\n]*")
_SIGNS = ("TODO:", "orem ipsum")
"""One of these is in every marker; most texts have none."""
_MOST_NAMES = 500
"""Names that a suggestion is looked for among."""
_TELLING = 40
"""Characters that tell one placeholder from another."""
_CONTENT = (".md", ".markdown", ".yml", ".yaml")


def listed_file_missing(subject: Subject) -> Iterator[Finding]:
    """S105: a step names a file that is not in the module."""
    document = subject.documents.get(MODULE_FILE)
    if document is None:
        return
    there = dict.fromkeys(map(str, subject.tree.paths()))
    candidates = [path for path in there if path.endswith(_CONTENT) and path != MODULE_FILE]
    for at, path in listed_paths(document):
        if path in there or path in subject.tree.irregular() or unsafe_reason(path):
            continue
        near = nearest_path(path, candidates)
        hint = f"Did you mean “{near}”?" if near else "Write that file, or take the line out of the list."
        message = f"“{path}” is listed as a step, but the module has no such file."
        yield Finding(code="S105", message=message, place=Place(path=MODULE_FILE, data_path=at), hint=hint)


def duplicate_id(subject: Subject, module: Module) -> Iterator[Finding]:
    """S107: two objectives, two steps or two questions share an id, or a file is listed twice."""
    yield from _repeated("objective", _objective_ids(subject))
    yield from _repeated("step", _step_ids(module))
    yield from _repeated("question", [(each.id, inside(each.place, "id")) for each in module.questions()])
    seen = set()
    for at, path in listed_paths(subject.documents[MODULE_FILE]):
        if path in seen:
            place = Place(path=MODULE_FILE, data_path=at)
            message = f"“{path}” is listed twice, so learners would meet it twice and progress would mix."
            yield Finding(code="S107", message=message, place=place, hint="Keep one of the two lines.")
        seen.add(path)


def _objective_ids(subject: Subject) -> list[tuple[str, Place]]:
    objectives = value_at(subject.documents.get(MODULE_FILE), "objectives")
    items = objectives if isinstance(objectives, list) else []
    return [
        (name, Place(path=MODULE_FILE, data_path=("objectives", n, "id")))
        for n, each in enumerate(items)
        if isinstance(each, dict) and isinstance(name := each.get("id"), str)
    ]


def _step_ids(module: Module) -> list[tuple[str, Place]]:
    steps = (*module.steps, *module.unlisted_quizzes)
    return [(each.id, Place(path=each.path, data_path=("id",))) for each in steps]


def _repeated(what: str, ids: list[tuple[str, Place]]) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for name, place in ids:
        if name and name in first:
            elsewhere = f", in {first[name].path}" if first[name].path != place.path else ""
            message = f"Another {what}{elsewhere} already has the id “{name}”; progress and links need ids that differ."
            hint = "Give the newer one another id. The older one keeps its id, since learners' progress hangs on it."
            yield Finding(code="S107", message=message, place=place, hint=hint)
        first.setdefault(name, place)


def unknown_reference(subject: Subject, module: Module) -> Iterator[Finding]:
    """S109: something names an objective, a lesson, a quiz or a module that is not there."""
    yield from _unknown_objectives(module)
    yield from _unknown_completion(subject, module)
    yield from _unknown_modules(subject, module)


def _unknown_objectives(module: Module) -> Iterator[Finding]:
    known = dict.fromkeys(each.id for each in module.objectives)
    if not known:
        return
    for lesson in module.lessons:
        for n, name in enumerate(lesson.objectives):
            if name not in known:
                yield _unknown("objective", name, known, Place(path=lesson.path, data_path=("objectives", n)))
    for question in module.questions():
        if question.objective and question.objective not in known:
            yield _unknown("objective", question.objective, known, inside(question.place, "objective"))


def _unknown_completion(subject: Subject, module: Module) -> Iterator[Finding]:
    completion = module.completion
    if completion is None:
        return
    unread = _unread(subject, module)
    quizzes = dict.fromkeys(each.id for each in module.quizzes)
    if completion.quiz and completion.quiz not in quizzes and completion.quiz not in unread:
        place = Place(path=MODULE_FILE, data_path=("completion", "quiz", "id"))
        yield _unknown("quiz", completion.quiz, quizzes, place)
    steps = dict.fromkeys(each.id for each in module.steps)
    for n, name in enumerate(completion.lessons or ()):
        if name not in steps and name not in unread:
            place = Place(path=MODULE_FILE, data_path=("completion", "lessons", n))
            yield _unknown("lesson", name, steps, place)


def _unread(subject: Subject, module: Module) -> frozenset[str]:
    """Give the probable ids of steps that are missing or could not be read; their file has a finding already."""
    read = {each.path for each in (*module.steps, *module.unlisted_quizzes)}
    quizzes = [path for path in subject.tree.paths() if path.startswith("quizzes/")]
    return frozenset(
        path.rpartition("/")[2].partition(".")[0]
        for path in (*module.listed, *quizzes)
        if path not in read and path.endswith(_CONTENT)
    )


def _unknown_modules(subject: Subject, module: Module) -> Iterator[Finding]:
    if subject.neighbours is None:
        return
    for n, each in enumerate(module.requires):
        if each.module and not each.optional and each.module not in subject.neighbours:
            place = Place(path=MODULE_FILE, data_path=("requires", n, "module"))
            yield _unknown("module", each.module, subject.neighbours, place)


def _unknown(what: str, name: str, known: Iterable[str], place: Place) -> Finding:
    names = list(islice(known, _MOST_NAMES))
    otherwise = f"Known: {', '.join(names[:8])}." if names else f"There is no {what} yet; add one first."
    hint = did_you_mean(name, names, otherwise)
    return Finding(code="S109", message=f"There is no {what} with the id “{name}”.", place=place, hint=hint)


def placeholder_left(subject: Subject) -> Iterator[Finding]:
    """S112: a marker that a scaffold wrote, or filler text, is still there; the first one of each line."""
    for path, text in subject.texts.items():
        if not holds_any(text, _SIGNS) or not _MARKER.search(text):
            continue
        prose = without_code(without_comments(text)) if path.endswith(_CONTENT) else text
        document = subject.documents.get(path)
        said = "\n".join(value for _, value in strings(document)) if document else ""
        outline = subject.outlines.get(path)
        yaml_end = len(text) - len(outline.body) if outline else len(text) if document else 0
        lines = LineMap(text)
        for match in _MARKER.finditer(prose):
            if match.start() < yaml_end and _in_yaml_comment(text, match, said):
                continue
            message = f"“{match[1]}” is a placeholder that learners would read."
            hint = "Write what belongs here, or delete it."
            place = Place(path=path, span=lines.span(match.start(), len(match[1])))
            yield Finding(code="S112", message=message, place=place, hint=hint)


def _in_yaml_comment(text: str, match: re.Match[str], said: str) -> bool:
    """Say whether a marker stands behind a `#` and in no value; `said` holds all values."""
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return "#" in before and match[0].rstrip()[:_TELLING] not in said
