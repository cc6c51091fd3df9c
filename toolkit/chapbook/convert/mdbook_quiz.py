"""mdbook-quiz: TOML files of questions, alone or referred to by the pages of an mdBook."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from chapbook.convert.draft import Draft, DraftLesson, DraftQuiz
from chapbook.convert.links import outside_code
from chapbook.convert.markdown import pages, with_header
from chapbook.convert.mend import text_block
from chapbook.convert.notes import Log
from chapbook.convert.question_values import choice
from chapbook.convert.sources import (
    clean,
    facts_of,
    one_line,
    page,
    people,
    plain,
    read_text,
    split_title,
    title_of_path,
)
from chapbook.model.question import NumberQuestion, Option, Question, TextQuestion
from chapbook.tree.tree import RelPath, Tree

_REFERENCE = re.compile(r"^[ \t]*\{\{#quiz[ \t]+([^\s}]+)[ \t]*\}\}[ \t]*$\n*", re.MULTILINE)
_LISTED = re.compile(r"\]\(\s*<?([^()<>\n]+\.md)>?\s*\)")
_DRAFT = re.compile(r"^\s*[-*] *\[([^\]\n]+)\]\(\s*\)", re.MULTILINE)
_ENDLESS_NAME = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){65}""", re.ASCII
)
"""The reader of TOML takes time in the square of a name's parts; the longest name of a quiz has three."""
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*questions[ \t]*\]\]", re.MULTILINE)
_MOST_LINES = 100_000
_OF_ITEM = frozenset({"id", "type", "prompt", "answer", "context", "multipart"})
_OF_PROMPT = frozenset({"prompt", "distractors", "program", "answerIndex", "sortAnswers"})
_OF_ANSWER = frozenset({"answer", "alternatives", "doesCompile", "stdout", "lineNumber"})


def convert_mdbook_quiz(tree: Tree, log: Log) -> Draft:
    """Make a draft of a book's pages, each followed by its quizzes, and of the quizzes that no page names."""
    facts = facts_of(tree, log)
    if "book.toml" in tree.paths():
        book = _values(tree, "book.toml", log).get("book")
        about = book if isinstance(book, dict) else {}
        facts = replace(
            facts,
            title=facts.title or one_line(about.get("title")),
            authors=facts.authors or people(about.get("authors")),
            language=facts.language or _tag(about.get("language")),
            summary=one_line(about.get("description"), 2000),
        )
    quizzes = {path: quiz for path in tree.paths() if (quiz := _quiz(tree, path, log))}
    steps: list[DraftLesson | DraftQuiz] = []
    for path in _in_order(tree, log):
        read = page(tree, path, log)
        if read is None:
            continue
        header, body, _ = read
        facts = with_header(facts, header, log, path)
        title, body = split_title(body)
        named = [
            posixpath.normpath(posixpath.join(posixpath.dirname(path), each))
            for each in _REFERENCE.findall(body)
        ]
        body = _REFERENCE.sub("", body)
        _note_templates(body, path, log)
        steps.append(
            DraftLesson(
                title=title or title_of_path(path), body=(body,), origin=path, name=title_of_path(path)
            )
        )
        for each in named:
            if each in quizzes:
                steps.append(quizzes.pop(RelPath(each)))
                log.change("A quiz inside the page stands behind it.", path)
            else:
                log.lose(f"The quiz {each} is not in the source, or a page before has it.", path)
    steps += quizzes.values()
    if not facts.title and len(steps) == 1:
        facts = replace(facts, title=steps[0].title)
    return Draft(facts=facts, steps=tuple(steps))


def _tag(value: object) -> str:
    return (
        value if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) else ""
    )


def _in_order(tree: Tree, log: Log) -> list[str]:
    """Give the pages as SUMMARY.md lists them; the others are not part of the book."""
    summary = next((path for path in tree.paths() if path.lower().endswith("summary.md")), None)
    text = read_text(tree, summary, log) if summary else None
    if summary is None or text is None:
        return [str(path) for path in pages(tree)]
    for title in _DRAFT.findall(text):
        log.lose(f"The chapter “{one_line(plain(title), 80)}” is listed without a page.", summary)
    for title in re.findall(r"^# +(.+)$", text, re.MULTILINE):
        if plain(title).casefold() != "summary":
            log.lose(
                f"The part “{one_line(plain(title), 80)}” has no place: lessons stand in one row.", summary
            )
    folder = posixpath.dirname(summary)
    listed = dict.fromkeys(
        posixpath.normpath(posixpath.join(folder, unquote(each))) for each in _LISTED.findall(text)
    )
    for path in listed:
        if path not in tree.paths():
            log.lose(f"The page “{one_line(path, 80)}” is listed, but it is not in the source.", summary)
    return [path for path in listed if path in tree.paths()]


def _note_templates(body: str, path: str, log: Log) -> None:
    def look(part: str) -> str:
        for each in re.findall(r"\{\{#[^{}\n]{1,120}\}\}", part):
            log.lose(f"“{each}” stands as text: a module includes nothing.", path)
        return part

    outside_code(body, look)


def _values(tree: Tree, path: str, log: Log) -> dict[str, Any]:
    text = read_text(tree, path, log)
    if text is None:
        return {}
    if _ENDLESS_NAME.search(text):
        log.lose("This file could not be read as TOML: it holds a name of very many parts.", path)
        return {}
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        log.lose(f"This file could not be read as TOML: {one_line(str(error))}", path)
        return {}


def _quiz(tree: Tree, path: str, log: Log) -> DraftQuiz | None:
    if not path.endswith(".toml") or path.endswith("book.toml"):
        return None
    values = _values(tree, path, log)
    listed = values.get("questions")
    if not isinstance(listed, list):
        return None
    text = (read_text(tree, path, Log()) or "")[: _MOST_LINES * 80]
    lines = [text.count("\n", 0, match.start()) + 1 for match in _HEAD.finditer(text)]
    questions = tuple(_questions(listed, values.get("multipart"), lines, path, log))
    return DraftQuiz(title=title_of_path(path), questions=questions, origin=path)


def _questions(listed: list[Any], shared: Any, lines: list[int], path: str, log: Log) -> Iterator[Question]:
    for number, item in enumerate(listed):
        line = lines[number] if number < len(lines) else 0
        if isinstance(item, dict) and item.get("type") == "Informational":
            told = _told(item.get("prompt"))
            log.lose(f"A text between the questions of a quiz has no place: {told}", path, line)
            continue
        question = _question(item, shared, path, line, log) if isinstance(item, dict) else None
        if question is None:
            log.lose(
                f"A question was left out: its type or answer is not known. It reads: {_words(item)}",
                path,
                line,
            )
        else:
            yield question


def _told(prompt: Any) -> str:
    return one_line(_text(prompt.get("prompt") if isinstance(prompt, dict) else prompt), 1000)


def _words(item: Any) -> str:
    prompt = item.get("prompt") if isinstance(item, dict) else item
    words = prompt.get("prompt") or prompt.get("program") if isinstance(prompt, dict) else prompt
    return one_line(plain(_text(words)), 1000) or "(nothing)"


def _text(value: Any) -> str:
    """Give a text, or a number as it is written."""
    return (
        clean(str(value)).strip()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else ""
    )


def _texts(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [text for each in listed if (text := _text(each))]


def _question(item: dict[str, Any], shared: Any, path: str, line: int, log: Log) -> Question | None:
    prompt, answer = item.get("prompt"), item.get("answer")
    prompt = prompt if isinstance(prompt, dict) else {"prompt": prompt}
    answer = answer if isinstance(answer, dict) else {"answer": answer}
    stem = _text(prompt.get("prompt"))
    if isinstance(shared, dict) and isinstance(item.get("multipart"), str):
        stem = "\n\n".join(filter(None, (_text(shared.get(item["multipart"])), stem)))
        log.change("What several questions share is said in each of them.", path, line)
    said = _text(item.get("context"))
    common: dict[str, Any] = {"id": _readable_id(item.get("id")), "stem": stem, "explanation": said}
    if "answerIndex" in prompt or prompt.get("sortAnswers") is True:
        common["shuffle"] = False
    _note_keys(item, prompt, answer, path, line, log)
    if item.get("type") == "ShortAnswer":
        accept = tuple(
            dict.fromkeys(
                each.strip("`") for each in _texts(answer.get("answer")) + _texts(answer.get("alternatives"))
            )
        )
        return TextQuestion(accept=accept, **common) if accept and stem else None
    if item.get("type") == "MultipleChoice":
        right, wrong = _texts(answer.get("answer")), _texts(prompt.get("distractors"))
        several = isinstance(answer.get("answer"), list)
        return choice(_options(prompt, right, wrong), several=several, **common) if right and stem else None
    return _tracing(item, prompt, answer, common, path, line, log) if item.get("type") == "Tracing" else None


def _options(prompt: dict[str, Any], right: list[str], wrong: list[str]) -> tuple[Option, ...]:
    """Give the options: by their text, with the right ones at their place, or the right ones first."""
    options = [Option(text=each) for each in wrong]
    at = prompt.get("answerIndex")
    at = min(at, len(options)) if isinstance(at, int) and at >= 0 else 0
    options[at:at] = [Option(text=each, correct=True) for each in right]
    if prompt.get("sortAnswers") is True:
        options.sort(key=lambda each: each.text)
    return tuple(options)


def _note_keys(
    item: dict[str, Any], prompt: dict[str, Any], answer: dict[str, Any], path: str, line: int, log: Log
) -> None:
    for known, values in ((_OF_ITEM, item), (_OF_PROMPT, prompt), (_OF_ANSWER, answer)):
        for key in values:
            if key not in known:
                log.lose(f"The setting “{one_line(key, 60)}” of a question has no place.", path, line)


def _readable_id(value: Any) -> str:
    """Give an id that people wrote; the random ones that the tool makes are not kept."""
    text = _text(value)
    return "" if re.fullmatch(r"[0-9a-f-]{36}", text) else text


def _tracing(
    item: dict[str, Any], prompt: dict[str, Any], answer: dict[str, Any], common: dict[str, Any],
    path: str, line: int, log: Log,
) -> Question | None:  # fmt: skip
    program = _text(prompt.get("program"))
    if not program or not isinstance(answer.get("doesCompile"), bool):
        return None
    shown = text_block(program, "rust")
    printed, number = answer.get("stdout"), answer.get("lineNumber")
    if answer["doesCompile"] and isinstance(printed, str) and printed.strip():
        log.change("A program to trace asks for what it prints; that it compiles is said.", path, line)
        stem = f"This program compiles. What does it print?\n\n{shown}"
        return TextQuestion(accept=(" ".join(printed.split()),), **(common | {"stem": stem}))
    if not answer["doesCompile"] and isinstance(number, int) and 0 < number < 10**6:
        log.change(
            "A program to trace asks for the line that stops it; that it does not compile is said.",
            path,
            line,
        )
        stem = f"This program does not compile. Which line is the reason?\n\n{shown}"
        return NumberQuestion(answer=number, low=number, high=number, **(common | {"stem": stem}))
    log.change("A program to trace asks whether it compiles.", path, line)
    right = answer["doesCompile"]
    options = (
        Option(text="It compiles", correct=right),
        Option(text="It does not compile", correct=not right),
    )
    return choice(options, **(common | {"stem": f"Does this program compile?\n\n{shown}"}))
