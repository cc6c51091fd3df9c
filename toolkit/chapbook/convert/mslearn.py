"""A module of Microsoft Learn: index.yml, units with their content in included Markdown, knowledge checks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from chapbook.convert.draft import Draft, DraftLesson, DraftQuiz
from chapbook.convert.mslearn_includes import INCLUDE, Includes
from chapbook.convert.mslearn_markdown import common_markdown
from chapbook.convert.notes import Log
from chapbook.convert.question_values import choice
from chapbook.convert.sources import (
    facts_of,
    one_line,
    people,
    plain,
    read_yaml,
    spdx,
    title_of_path,
)
from chapbook.model.question import Option, Question
from chapbook.source.document import YamlValue
from chapbook.tree.tree import Tree

KIND = r"^### YamlMime: ?Module\s*$"
_ITEM = re.compile(r"\s*[-*]\s+(.*)")
_CLERICAL = frozenset(
    {"uid", "metadata", "title", "content", "quiz", "durationInMinutes", "module", "azureSandbox"}
)
_KNOWN = frozenset(
    {
        "uid",
        "metadata",
        "title",
        "summary",
        "abstract",
        "prerequisites",
        "units",
        "durationInMinutes",
        "iconUrl",
    }
)
_MOST_UNITS = 200


def convert_mslearn(tree: Tree, log: Log) -> Draft:
    """Make a draft of the units in the order of index.yml; a knowledge check becomes a quiz behind its unit."""
    ordered = sorted(tree.paths(), key=lambda each: (each.count("/"), each))
    top = next((str(path) for path in ordered if _is_index(path)), "")
    index = read_yaml(tree, top, log) if top else {}
    for key in index:
        if key not in _KNOWN:
            log.lose(f"The setting “{one_line(key, 60)}” has no place in a module.", top)
    _note_metadata(index, top, log)
    about = index.get("metadata")
    facts = facts_of(tree, log)
    author = people(about.get("author")) if isinstance(about, dict) else ()
    steps: list[DraftLesson | DraftQuiz] = []
    for path, unit in _units(tree, top, index.get("units"), log):
        steps += _unit(tree, path, unit, log)
    facts = replace(
        facts,
        title=one_line(index.get("title")) or facts.title,
        summary=one_line(_prose(_text(index.get("summary"))), 2000),
        authors=facts.authors or author,
        license=facts.license or (spdx(about.get("license")) if isinstance(about, dict) else ""),
    )
    return Draft(
        facts=facts,
        steps=tuple(steps),
        objectives=tuple(map(plain, _items(_text(index.get("abstract")), top, log))),
        requires=tuple(map(plain, _items(_text(index.get("prerequisites")), top, log))),
    )


def _is_index(path: str) -> bool:
    return posixpath.basename(path).lower() in ("index.yml", "index.yaml")


def _text(value: YamlValue) -> str:
    if isinstance(value, list):
        return "\n".join(f"- {_text(each)}" for each in value)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _items(text: str, path: str, log: Log) -> list[str]:
    """Give the items of a list in a text; a text without a list is one item, “None” is nothing."""
    items: list[str] = []
    around: list[str] = []
    for line in text.split("\n"):
        if match := _ITEM.match(line):
            items.append(match[1])
        elif items and line.startswith((" ", "\t")) and line.strip():
            items[-1] += f" {line.strip()}"
        elif line.strip():
            around.append(line.strip())
    if items and around:
        log.change(f"The words around a list were left out: {one_line(' '.join(around), 500)}", path)
    items = items or [text]
    return [each for each in items if each.strip().strip(".").lower() not in ("", "none")]


def _note_metadata(values: dict[str, YamlValue], path: str, log: Log) -> None:
    about = values.get("metadata")
    keys = [key for key in about if key not in ("title", "author")] if isinstance(about, dict) else []
    if keys:
        listed = one_line(", ".join(map(str, keys)), 300)
        log.lose(f"What only the catalogue of Microsoft Learn reads has no place: {listed}.", path)


def _prose(text: str) -> str:
    return plain(" ".join(text.split()))


def _units(tree: Tree, top: str, listed: YamlValue, log: Log) -> Iterator[tuple[str, dict[str, YamlValue]]]:
    """Give the units in order. They are named by `uid`, which their files hold."""
    folder = posixpath.dirname(top)
    found: dict[str, tuple[str, dict[str, YamlValue]]] = {}
    for path in tree.paths():
        if posixpath.dirname(path) == folder and path.endswith((".yml", ".yaml")) and path != top:
            unit = read_yaml(tree, path, log)
            if "content" in unit or "quiz" in unit or "uid" in unit:
                found[one_line(unit.get("uid"), 300) or path] = (str(path), unit)
    named = [one_line(each, 300) for each in listed] if isinstance(listed, list) else list(found)
    for name in dict.fromkeys(named[:_MOST_UNITS]):
        if name in found:
            yield found.pop(name)
        else:
            log.lose(f"The unit “{name}” is listed, but it is not in the source.", top)
    if len(named) > _MOST_UNITS:
        log.lose(f"Only the first {_MOST_UNITS} units were read.", top)
    for left, _ in found.values():
        log.lose("This unit is not listed in index.yml, so it was left out.", left)


def _unit(tree: Tree, path: str, unit: dict[str, YamlValue], log: Log) -> Iterator[DraftLesson | DraftQuiz]:
    title = one_line(unit.get("title")) or title_of_path(path)
    for key in unit:
        if key not in _CLERICAL:
            log.lose(f"“{one_line(key, 60)}” of this unit has no place: Chapbook runs nothing.", path)
    if one_line(unit.get("durationInMinutes")):
        log.change(f"{one_line(unit.get('durationInMinutes'))} minutes: Chapbook counts them anew.", path)
    _note_metadata(unit, path, log)
    content, origin = _content(tree, path, _text(unit.get("content")), title, log)
    if content.strip():
        yield DraftLesson(title=title, body=(content,), origin=origin, name=title_of_path(path))
    quiz = unit.get("quiz")
    if isinstance(quiz, dict):
        name = one_line(quiz.get("title")) or title
        listed = quiz.get("questions")
        questions = tuple(_questions(listed if isinstance(listed, list) else [], path, log))
        yield DraftQuiz(title=name, questions=questions, origin=path, name=title_of_path(path))


def _content(tree: Tree, path: str, text: str, title: str, log: Log) -> tuple[str, str]:
    """Give a unit's Markdown, and the file that it mostly stands in: links start there."""
    includes = Includes(tree, log)
    first = next(iter(INCLUDE.findall(text)), "")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(path), first.strip())) if first else path
    origin = name if name in tree.paths() else path
    return includes.read(path, text, origin, title), origin


def _questions(listed: list[YamlValue], path: str, log: Log) -> Iterator[Question]:
    for number, item in enumerate(listed, 1):
        values = item if isinstance(item, dict) else {}
        choices = values.get("choices")
        options = tuple(
            Option(
                text=common_markdown(_text(each.get("content")), path, log),
                correct=_text(each.get("isCorrect")).lower() == "true" or each.get("isCorrect") is True,
                feedback=common_markdown(_text(each.get("explanation")), path, log),
            )
            for each in (choices if isinstance(choices, list) else [])
            if isinstance(each, dict)
        )
        stem = common_markdown(_text(values.get("content")), path, log)
        if options and stem:
            for key in values:
                if key not in ("content", "choices"):
                    log.lose(f"“{one_line(key, 60)}” of question {number} has no place.", path)
            yield choice(options, id="", stem=stem)
        else:
            words = one_line(stem, 500)
            log.lose(
                f"Question {number} was left out: it has no text, or nothing to choose from. {words}".rstrip(),
                path,
            )
