"""Modules of a stranger, whose every place for text holds an attack of `support.vectors`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from support.sites import UID
from support.vectors import Vector, bodies, fields, one_line

PER_PAGE = 8
"""Attacks on a lesson's page: one that opens a comment takes those below it along, so they are few."""
SHORT = 150
LONGEST = 12
"""Lists and quizzes grow with each `SHORT` attacks, up to so many times, so that pages stay few."""

Files = dict[str, str]


class _Supply:
    """Hands out attacks one by one; harmless words when there are none left."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._left = list(reversed(vectors))

    def text(self) -> str:
        return self._left.pop().text if self._left else "word"

    def line(self) -> str:
        return one_line(self.text())

    def __len__(self) -> int:
        return len(self._left)


def hostile_modules(count: int) -> dict[str, Files]:
    """Give modules that hold `count` attacks, two thirds of them in Markdown, by their key in a workspace."""
    on_words = count // 3
    words, texts = _Supply(fields(on_words, count - on_words)), _Supply(bodies(count - on_words))
    found: dict[str, Files] = {}
    long = min(LONGEST, 1 + count // SHORT)
    while words or texts:
        slug = f"evil{len(found)}"
        found[f"imported/eve/{slug}"] = dict(_module(slug, len(found), long, words, texts))
    return found


def _module(slug: str, number: int, long: int, words: _Supply, texts: _Supply) -> Iterator[tuple[str, str]]:
    lessons = ["lessons/a.md", "lessons/b.md", f"lessons/{_file_name(words)}.md"]
    for path in lessons:
        body = "\n\n".join(texts.text() for _ in range(PER_PAGE))
        yield path, f"---\nid: {path[8:9]}\ntitle: {json.dumps(words.line())}\n---\n\n{body}\n"
    quizzes = ["quizzes/a.yml", "quizzes/b.yml"]
    for path in quizzes:
        asked = [question for at in range(long) for question in _questions(at, texts)]
        quiz = {"format": 1, "id": path[8:9], "title": words.line(), "questions": asked}
        yield path, json.dumps(quiz, ensure_ascii=False)
    yield (
        "module.yml",
        json.dumps(_facts(slug, number, long, words) | {"lessons": [*lessons, *quizzes]}, ensure_ascii=False),
    )
    translated = {
        "title": words.line(),
        "summary": words.line(),
        "objectives": [{"id": "o", "text": words.line()}],
    }
    yield "i18n/de/module.yml", json.dumps(translated, ensure_ascii=False)
    yield "i18n/de/lessons/a.md", f"---\nid: a\ntitle: {json.dumps(words.line())}\n---\n\n{texts.text()}\n"
    yield (
        "CHANGELOG.md",
        f"## 1.0.0 - 2026-11-20\n\n{texts.text()}\n\n## 0.9.0 - 2026-11-19\n\n{texts.text()}\n",
    )
    credit = {"file": "assets/a.txt", "title": words.line(), "author": words.line(), "url": words.line()}
    yield "assets/credits.yml", json.dumps({"format": 1, "credits": [credit | {"license": words.line()}]})
    yield "assets/a.txt", "<script>fired(0)</script>"


def _file_name(words: _Supply) -> str:
    return words.line().replace("/", " ").strip(" .")[:60].encode("ascii", "ignore").decode() or "c"


def _facts(slug: str, number: int, long: int, words: _Supply) -> dict[str, Any]:
    return {
        "format": 1,
        "id": slug,
        "uid": UID.format(0)[:-4] + f"{number:04x}",
        "title": words.line(),
        "summary": words.line(),
        "language": "en",
        "version": "1.0.0",
        "status": "published",
        "level": "beginner",
        "audience": words.line(),
        "tags": [words.line() for _ in range(2 * long)],
        "authors": [{key: words.line() for key in ("name", "url", "email")} for _ in range(long)],
        "license": words.line(),
        "objectives": [{"id": f"o{at or ''}", "text": words.line(), "bloom": "apply"} for at in range(long)],
        "requires": [{"text": words.line()} for _ in range(long)] + [{"module": words.line()}],
        "derived_from": [
            {key: words.line() for key in ("title", "url", "license", "changes", "version")}
            | {"authors": [words.line()]}
            for _ in range(long)
        ],
    }


def _questions(round_: int, texts: _Supply) -> Iterator[dict[str, Any]]:
    t = texts.text
    frame = {"explanation": t(), "hints": [t(), t()], "review": True}
    yield {"id": f"q{round_}0", "type": "card", "front": t(), "back": t()}
    options = [{"text": t(), "correct": True, "feedback": t()}, {"text": t(), "feedback": t()}]
    yield {"id": f"q{round_}1", "type": "single", "stem": t(), "options": options, **frame}
    yield {
        "id": f"q{round_}2",
        "type": "multiple",
        "stem": t(),
        "options": [*options, {"text": t(), "correct": True}],
    }
    yield {
        "id": "q3",
        "type": "match",
        "stem": t(),
        "pairs": [{"left": t(), "right": t()}, {"left": t(), "right": t()}],
    }
    yield {"id": f"q{round_}4", "type": "order", "stem": t(), "items": [t(), t(), t()]}
    yield {"id": f"q{round_}5", "type": "checklist", "stem": t(), "items": [t(), t()]}
    yield {"id": f"q{round_}6", "type": "reflect", "stem": t(), "model_answer": t(), "rubric": [t(), t()]}
    yield {
        "id": f"q{round_}7",
        "type": "cloze",
        "text": f"{t()} [[{texts.line().replace('[', '').replace(']', '')}]]",
    }
    wrong = [{"answer": texts.line(), "feedback": t()}]
    yield {"id": f"q{round_}8", "type": "text", "stem": t(), "accept": [texts.line()], "wrong": wrong}
    yield {"id": f"q{round_}9", "type": "number", "stem": t(), "answer": 3, "unit": texts.line()}
