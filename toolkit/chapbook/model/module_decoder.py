"""`module.yml`, lesson headers and quiz files to frozen types; problems are collected, never raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from chapbook.diag.diagnostic import DataPath, Finding, Place
from chapbook.model.fields import CREDITS_FIELDS, LESSON_FIELDS, MODULE_FIELDS, QUIZ_FIELDS
from chapbook.model.mapping import MappingReader, Values
from chapbook.model.module import (
    FORMAT,
    Bloom,
    Completion,
    Credit,
    Feedback,
    Kind,
    Lesson,
    Level,
    Module,
    Objective,
    Origin,
    Person,
    Purpose,
    Quiz,
    Requirement,
    Status,
    Step,
)
from chapbook.model.question import Question
from chapbook.model.question_decoder import decode_questions
from chapbook.source.document import Document, YamlValue
from chapbook.tree.tree import RelPath, rel_path

RESERVED_IDS = frozenset({"assets", "imported", "search", "index", "javascripts", "stylesheets"})
"""Ids whose address in a built site is taken."""


def decode_lesson(
    document: Document, path: RelPath, questions: tuple[Question, ...]
) -> tuple[Lesson, list[Finding]]:
    """Read a lesson's front matter; the path's stem stands in for a missing id or title."""
    reader = MappingReader(document)
    values = reader.read(document.data or {}, (), LESSON_FIELDS, "the lesson")
    return Lesson(
        path=path,
        id=_text(values, "id") or _stem(path),
        title=_text(values, "title") or _stem(path),
        objectives=_texts(values.get("objectives")),
        renamed_from=_text(values, "renamed_from"),
        questions=questions,
    ), reader.findings


def decode_quiz(document: Document, path: RelPath) -> tuple[Quiz, list[Finding]]:
    """Read a quiz file; the path's stem stands in for a missing id or title."""
    reader = MappingReader(document)
    values = reader.read(document.data, (), QUIZ_FIELDS, "the quiz")
    _check_format(reader, values)
    shuffle = cast(Values, values.get("shuffle") or {})
    return Quiz(
        path=path,
        id=_text(values, "id") or _stem(path),
        title=_text(values, "title") or _stem(path),
        purpose=Purpose(_text(values, "purpose") or "practice"),
        feedback=Feedback(_text(values, "feedback") or "each"),
        shuffle_questions=shuffle.get("questions") is True,
        shuffle_options=shuffle.get("options") is not False,
        draw=_number(values, "draw"),
        attempts=_number(values, "attempts"),
        renamed_from=_text(values, "renamed_from"),
        questions=decode_questions(reader, values.get("questions"), ("questions",)),
    ), reader.findings


def decode_credits(document: Document) -> tuple[tuple[Credit, ...], list[Finding]]:
    """Read `assets/credits.yml`; entries without a file are left out."""
    reader = MappingReader(document)
    values = reader.read(document.data, (), CREDITS_FIELDS, "the credits file")
    found = tuple(
        _credit(each, Place(path=document.path, data_path=("credits", n, "file")))
        for n, each in enumerate(_mappings(values.get("credits")))
        if each.get("file")
    )
    return found, [_uncredited(each) for each in reader.findings]


def _uncredited(finding: Finding) -> Finding:
    """Say what is missing in an entry as what it is: a work whose owner is not named as the licence asks."""
    is_entry = finding.code == "M201" and len(finding.place.data_path) > 1
    return replace(finding, code="R702") if is_entry else finding


def listed_paths(document: Document) -> tuple[tuple[DataPath, str], ...]:
    """Give what stands under `lessons:`, as written, with the data path of each."""
    data = document.data if isinstance(document.data, dict) else {}
    listed = data.get("lessons")
    if not isinstance(listed, list):
        return ()
    return tuple((("lessons", n), item) for n, item in enumerate(listed) if isinstance(item, str))


def decode_module(
    document: Document, name: str | None, steps: Mapping[str, Step], unlisted: tuple[Quiz, ...]
) -> tuple[Module, list[Finding]]:
    """Read `module.yml`. `name` is the folder's name (None = not known); `steps` maps paths to what was read."""
    reader = MappingReader(document)
    values = reader.read(document.data, (), MODULE_FIELDS, "the module")
    _check_format(reader, values)
    _check_id(reader, values, name)
    written = [path for _, path in listed_paths(document)]
    return Module(
        id=_text(values, "id") or name or "",
        uid=_text(values, "uid"),
        title=_text(values, "title"),
        summary=_text(values, "summary"),
        language=_text(values, "language") or "en",
        version=_text(values, "version"),
        status=Status(_text(values, "status") or "published"),
        kind=Kind(_text(values, "kind") or "standard"),
        level=Level(level) if (level := _text(values, "level")) else None,
        audience=_text(values, "audience"),
        minutes=minutes if isinstance(minutes := values.get("minutes"), int) else None,
        tags=_texts(values.get("tags")),
        authors=tuple(_person(each) for each in _mappings(values.get("authors"))),
        license=_text(values, "license"),
        derived_from=tuple(_origin(each) for each in _mappings(values.get("derived_from"))),
        objectives=tuple(_objective(each) for each in _mappings(values.get("objectives")) if each.get("id")),
        requires=tuple(_requirement(each) for each in _mappings(values.get("requires"))),
        listed=tuple(path for each in written if (path := _path(each))),
        steps=tuple(steps[path] for path in dict.fromkeys(written) if path in steps),
        unlisted_quizzes=unlisted,
        completion=_completion(values.get("completion")),
        review_after_days=_days(values.get("review")),
        renamed_from=_text(values, "renamed_from"),
        extra=_extra(document.data),
    ), reader.findings


def _check_format(reader: MappingReader, values: Values) -> None:
    number = values.get("format")
    if isinstance(number, int) and number > FORMAT:
        message = f"This file is in format {number}; this chapbook reads formats up to {FORMAT}."
        reader.add("X807", ("format",), message, "Install a newer chapbook: pip install --upgrade chapbook")
    elif number == 0:
        reader.wrong(("format",), "There is no format 0.", f"Write format: {FORMAT}")


def _check_id(reader: MappingReader, values: Values, name: str | None) -> None:
    identity = values.get("id")
    if not isinstance(identity, str):
        return
    if identity in RESERVED_IDS:
        reader.wrong(
            ("id",),
            f"A module cannot be called “{identity}”: the site needs that address.",
            "Choose another id.",
        )
    elif name is not None and identity != name:
        message = f"The id is “{identity}”, but the folder is called “{name}”; links and addresses need both to agree."
        reader.wrong(("id",), message, f"Write id: {name}, or rename the folder to {identity}.")


def _path(text: str) -> RelPath | None:
    try:
        return rel_path(text)
    except ValueError:
        return None


def _stem(path: RelPath) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _text(values: Values, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _number(values: Values, key: str) -> int:
    value = values.get(key)
    return value if isinstance(value, int) else 0


def _texts(value: YamlValue) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _mappings(value: YamlValue) -> list[Values]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _person(values: Values) -> Person:
    return Person(name=_text(values, "name"), url=_text(values, "url"), email=_text(values, "email"))


def _origin(values: Values) -> Origin:
    return Origin(
        title=_text(values, "title"),
        authors=_texts(values.get("authors")),
        url=_text(values, "url"),
        license=_text(values, "license"),
        changes=_text(values, "changes"),
        id=_text(values, "id"),
        version=_text(values, "version"),
        release=_text(values, "release"),
        content=_text(values, "content"),
    )


def _credit(values: Values, place: Place) -> Credit:
    return Credit(
        file=_text(values, "file"),
        title=_text(values, "title"),
        author=_text(values, "author"),
        source=_text(values, "source"),
        license=_text(values, "license"),
        changes=_text(values, "changes"),
        place=place,
    )


def _objective(values: Values) -> Objective:
    bloom = _text(values, "bloom")
    return Objective(
        id=_text(values, "id"),
        text=_text(values, "text"),
        bloom=Bloom(bloom) if bloom else None,
        renamed_from=_text(values, "renamed_from"),
    )


def _requirement(values: Values) -> Requirement:
    return Requirement(
        text=_text(values, "text"),
        module=_text(values, "module"),
        range=_text(values, "range"),
        optional=values.get("optional") is True,
    )


def _completion(value: YamlValue) -> Completion | None:
    if not isinstance(value, dict):
        return None
    quiz = value.get("quiz")
    lessons = value.get("lessons")
    return Completion(
        lessons=None if lessons in (None, "all") else _texts(lessons),
        quiz=_text(quiz, "id") if isinstance(quiz, dict) else "",
        pass_percent=_number(quiz, "pass") if isinstance(quiz, dict) else 0,
    )


def _days(value: YamlValue) -> tuple[int, ...]:
    days = value.get("after_days") if isinstance(value, dict) else None
    return tuple(day for day in days if isinstance(day, int)) if isinstance(days, list) else ()


def _extra(data: YamlValue) -> tuple[tuple[str, object], ...]:
    """Give the author's own `x-…` keys, which survive every round trip."""
    return (
        tuple((key, value) for key, value in data.items() if key.startswith("x-"))
        if isinstance(data, dict)
        else ()
    )
