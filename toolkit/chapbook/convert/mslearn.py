"""A module of Microsoft Learn: index.yml, units with their content in included Markdown, knowledge checks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from chapbook.convert.draft import Draft, DraftLesson, DraftQuiz
from chapbook.convert.mslearn_markdown import common_markdown
from chapbook.convert.notes import Log
from chapbook.convert.question_values import choice
from chapbook.convert.sources import (
    facts_of,
    one_line,
    page,
    people,
    plain,
    read_yaml,
    spdx,
    split_title,
    title_of_path,
)
from chapbook.model.question import Option, Question
from chapbook.source.document import YamlValue
from chapbook.tree.tree import Tree

KIND = r"^### YamlMime: ?Module\s*$"
_INCLUDE = re.compile(r"\[!include\s*\[[^\]\n]*\]\s*\(\s*<?([^()<>\n]+?)>?\s*\)\s*\]", re.IGNORECASE)
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
        objectives=tuple(map(plain, _items(_text(index.get("abstract"))))),
        requires=tuple(map(plain, _items(_text(index.get("prerequisites"))))),
    )


def _is_index(path: str) -> bool:
    return posixpath.basename(path).lower() in ("index.yml", "index.yaml")


def _text(value: YamlValue) -> str:
    if isinstance(value, list):
        return "\n".join(f"- {_text(each)}" for each in value)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _items(text: str) -> list[str]:
    """Give the items of a list in a text; a text without a list is one item, “None” is nothing."""
    items = [match[1] for line in text.split("\n") if (match := _ITEM.match(line))]
    items = items or [text]
    return [each for each in items if each.strip().strip(".").lower() not in ("", "none")]


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
    for left, _ in found.values():
        log.lose("This unit is not listed in index.yml, so it was left out.", left)


def _unit(tree: Tree, path: str, unit: dict[str, YamlValue], log: Log) -> Iterator[DraftLesson | DraftQuiz]:
    title = one_line(unit.get("title")) or title_of_path(path)
    for key in unit:
        if key not in _CLERICAL:
            log.lose(f"“{one_line(key, 60)}” of this unit has no place: Chapbook runs nothing.", path)
    if one_line(unit.get("durationInMinutes")):
        log.change(f"{one_line(unit.get('durationInMinutes'))} minutes: Chapbook counts them anew.", path)
    content, origin = _content(tree, path, _text(unit.get("content")), log)
    if content.strip():
        yield DraftLesson(title=title, body=(content,), origin=origin, name=title_of_path(path))
    quiz = unit.get("quiz")
    if isinstance(quiz, dict):
        name = one_line(quiz.get("title")) or title
        listed = quiz.get("questions")
        questions = tuple(_questions(listed if isinstance(listed, list) else [], path, log))
        yield DraftQuiz(title=name, questions=questions, origin=path, name=title_of_path(path))


def _content(tree: Tree, path: str, text: str, log: Log) -> tuple[str, str]:
    """Give a unit's Markdown, and the file that it mostly stands in: links start there."""
    parts: list[str] = []
    origin, end = path, 0
    for match in _INCLUDE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        name = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1].strip()))
        read = page(tree, name, log) if name in set(tree.paths()) else None
        if read is None:
            log.lose(f"“{one_line(match[1])}” is included, but it is not in the source.", path)
            continue
        origin = str(name) if origin == path else origin
        parts.append(split_title(read[1])[1])
    markdown = "\n\n".join(each for each in (*parts, text[end:]) if each.strip())
    return common_markdown(markdown, origin, log), origin


def _questions(listed: list[YamlValue], path: str, log: Log) -> Iterator[Question]:
    for number, item in enumerate(listed, 1):
        values = item if isinstance(item, dict) else {}
        choices = values.get("choices")
        options = tuple(
            Option(
                text=_text(each.get("content")),
                correct=each.get("isCorrect") is True,
                feedback=_text(each.get("explanation")),
            )
            for each in (choices if isinstance(choices, list) else [])
            if isinstance(each, dict)
        )
        stem = common_markdown(_text(values.get("content")), path, log)
        if options and stem:
            yield choice(options, id="", stem=stem)
        else:
            log.lose(f"Question {number} was left out: it has no text, or nothing to choose from.", path)
