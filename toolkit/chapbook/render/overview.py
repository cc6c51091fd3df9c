"""A module at a glance, as text, Markdown, a page of HTML or JSON. Gives texts, writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from chapbook.model.minutes import Part, Time
from chapbook.model.module import Module
from chapbook.model.overview import Overview, StepFacts
from chapbook.model.question import Question
from chapbook.render.screen import columns, harmless

Table = tuple[Sequence[str], list[Sequence[str]]]
_MARK = re.compile(r"([\\`*_\[\]<>|#])")


def render_text(report: Overview) -> str:
    """Give plain text, for terminals; without a final newline."""
    lines = [harmless(_title(report.module)), *(f"  {harmless(line)}" for line in _facts(report))]
    for step in report.steps:
        lines += ["", harmless(_step_line(step))]
        lines += [f"    {'  ' * max(level - 2, 0)}{harmless(text)}" for level, text in step.headings]
        lines += [f"    ? {harmless(_question_line(each))}" for each in step.questions]
    for heading, head, rows in _tables(report):
        lines += ["", heading, *_aligned(head, rows)]
    return "\n".join([*lines, "", *(harmless(line) for line in _remarks(report))])


def _aligned(head: Sequence[str], rows: list[Sequence[str]]) -> Iterator[str]:
    cells = [[harmless(" ".join(cell.split())) for cell in row] for row in (head, *rows)]
    widths = [max(_wide(row[n]) for row in cells) for n in range(len(head))]
    for row in cells:
        padded = (cell + " " * (width - _wide(cell)) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "  ".join(padded)).rstrip()


def _wide(text: str) -> int:
    return sum(columns(char) for char in text)


def render_markdown(report: Overview) -> str:
    """Give Markdown, for a wiki or a pull request; without a final newline."""
    lines = [f"# {plain(_title(report.module))}", "", *(f"- {plain(line)}" for line in _facts(report))]
    for step in report.steps:
        lines += ["", f"## {plain(_step_line(step))}", ""]
        lines += [f"{'  ' * max(level - 2, 0)}- {plain(text)}" for level, text in step.headings]
        lines += [f"- Question {plain(_question_line(each))}" for each in step.questions]
    for heading, head, rows in _tables(report):
        lines += ["", f"## {heading}", "", _row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join([*lines, "", *(plain(line) for line in _remarks(report))])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell if set(cell) == {"-"} else plain(cell) for cell in cells) + " |"


def plain(text: str) -> str:
    """Give a text on one line in which nothing is Markdown."""
    return _MARK.sub(r"\\\1", harmless(" ".join(text.split())))


def render_html(report: Overview) -> str:
    """Give a whole page that loads nothing and runs nothing. Its own words are English, the module's are its own."""
    own = f' lang="{escape(report.module.language, quote=True)}"' if report.module.language else ""
    title = escape(harmless(report.module.title))
    rest = escape(harmless(_title(report.module).removeprefix(report.module.title)))
    lines = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title{own}>{title}{rest}</title>\n<style>{_STYLE}</style>",
        f"<h1><span{own}>{title}</span>{rest}</h1>",
        *_list((_text(each) for each in _facts(report)), ""),
    ]
    for step in report.steps:
        rest = escape(harmless(_step_line(step).removeprefix(step.title)))
        lines += [f"<h2><span{own}>{escape(harmless(step.title))}</span>{rest}</h2>"]
        lines += _list((_text(text) for _, text in step.headings), own)
        lines += _list((_text(f"Question {_question_line(each)}") for each in step.questions), "")
    for heading, head, rows in _tables(report):
        lines += [f"<h2>{_text(heading)}</h2>", *_html_table(heading, head, rows, own)]
    return "\n".join([*lines, *(f"<p>{_text(line)}</p>" for line in _remarks(report)), "</html>"])


_STYLE = (
    ":root{color-scheme:light dark}.wide{overflow-x:auto}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "h1,h2{line-height:1.25}h2{font-size:1.25rem;margin-top:2rem}ul{padding-left:1.25rem}ul+ul{margin-top:-.5rem}"
    "table{border-collapse:collapse;overflow-wrap:normal}th,td{border:1px solid;padding:.2rem .5rem;text-align:left;"
    "vertical-align:top}thead{white-space:nowrap}tbody th{font-weight:normal}"
)
_OWN_WORDS = frozenset({"By the end you can …"})
"""Columns of tables that are in the module's language."""


def _text(text: str) -> str:
    return escape(harmless(text))


def _list(entries: Iterable[str], own: str) -> list[str]:
    items = [f"<li>{each}</li>" for each in entries]
    return [f"<ul{own}>", *items, "</ul>"] if items else []


def _html_table(heading: str, head: Sequence[str], rows: list[Sequence[str]], own: str) -> Iterator[str]:
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{escape(heading, quote=True)}">'
    yield "<table>\n<thead><tr>"
    yield "".join(f'<th scope="col">{_text(cell)}</th>' for cell in head)
    yield "</tr></thead>\n<tbody>"
    spoken = [own if name in _OWN_WORDS else "" for name in head]
    for first, *rest in rows:
        cells = "".join(f"<td{lang}>{_text(cell)}</td>" for cell, lang in zip(rest, spoken[1:], strict=True))
        yield f'<tr><th scope="row">{_text(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table>\n</div>"


def render_json(report: Overview) -> str:
    """Give one JSON object, in ASCII."""
    module = report.module
    data = {
        "schema": 1,
        "id": module.id,
        "title": module.title,
        "version": module.version,
        "minutes": {"computed": report.minutes, "stated": module.minutes},
        "seconds": _seconds(report.time),
        "words": {"lessons": report.words, "questions": report.asked},
        "steps": [_step_data(step) for step in report.steps],
        "objectives": [
            {
                "id": each.id,
                "text": each.text,
                "bloom": each.bloom.value if each.bloom else None,
                "questions": [asked.id for asked in report.questions if asked.objective == each.id],
            }
            for each in module.objectives
        ],
        "credits": [
            {"file": each.file, "title": each.title, "author": each.author, "license": each.license}
            for each in module.credits
        ],
    }
    return json.dumps(data, indent=2)


def _step_data(step: StepFacts) -> dict[str, object]:
    return {
        "kind": step.kind,
        "id": step.id,
        "title": step.title,
        "path": step.path,
        "minutes": step.minutes,
        "seconds": _seconds(step.time),
        "words": step.words,
        "pictures": step.pictures,
        "headings": [{"level": level, "text": text} for level, text in step.headings],
        "questions": [
            {"id": each.id, "type": each.type, "objective": each.objective, "points": each.points}
            for each in step.questions
        ],
    }


def _seconds(time: Time) -> dict[str, int]:
    return {part.value: round(getattr(time, part)) for part in Part}


def _title(module: Module) -> str:
    return f"{module.title} ({module.id}) {module.version}"


def _facts(report: Overview) -> Iterator[str]:
    module = report.module
    stated = f", stated {module.minutes}" if module.minutes is not None else ""
    yield f"{_many(report.minutes, 'minute')} computed{stated}"
    if spent := _spent(report.time):
        yield f"of these {spent}"
    yield f"{_many(report.words, 'word')} to read, {report.asked} in questions"
    lessons = sum(step.kind == "lesson" for step in report.steps)
    quizzes = len(report.steps) - lessons
    counts = [
        _many(lessons, "lesson"),
        _many(quizzes, "quiz", "quizzes"),
        _many(len(report.questions), "question"),
    ]
    yield ", ".join(counts)
    yield f"by {', '.join(each.name for each in module.authors) or 'nobody named'}; {module.license or 'no licence'}"


def _spent(time: Time) -> str:
    """Give “reading 12:05, questions 3:30”, in minutes and seconds; nothing where there is only one part."""
    parts = [(part.value, round(getattr(time, part))) for part in Part]
    told = [f"{name} {seconds // 60}:{seconds % 60:02}" for name, seconds in parts if seconds]
    return ", ".join(told) if len(told) > 1 else ""


def _many(count: int, noun: str, several: str = "") -> str:
    return f"{count} {noun if count == 1 else several or noun + 's'}"


def _step_line(step: StepFacts) -> str:
    pictures = f", {_many(step.pictures, 'picture')}" if step.pictures else ""
    words = f", {_many(step.words, 'word')}" if step.kind == "lesson" else ""
    return f"{step.title}: {step.kind} {step.id}, {_many(step.minutes, 'minute')}{words}{pictures}"


def _question_line(question: Question) -> str:
    points = f", {_many(question.points, 'point')}" if question.graded else ", not graded"
    return f"{question.id}: {question.type}{points}{', for review' if question.review else ''}"


def _tables(report: Overview) -> Iterator[tuple[str, Sequence[str], list[Sequence[str]]]]:
    module = report.module
    if module.objectives:
        rows: list[Sequence[str]] = [
            [each.id, each.bloom.value if each.bloom else "", each.text] for each in module.objectives
        ]
        yield "Objectives", ["Objective", "Level", "By the end you can …"], rows
    if module.objectives and report.questions:
        names = [each.id for each in module.objectives]
        yield "Questions by objective", ["Question", "Type", *names], _matrix(report, names)
    if module.credits:
        credited: list[Sequence[str]] = [
            [each.file, each.title, each.author, each.license] for each in module.credits
        ]
        yield "Credits", ["File", "Title", "Author", "Licence"], credited


def _matrix(report: Overview, names: list[str]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [
        [each.id, each.type, *("x" if each.objective == name else "" for name in names)]
        for each in report.questions
    ]
    totals = [str(sum(each.objective == name for each in report.questions)) for name in names]
    return [*rows, ["Sum", str(len(report.questions)), *totals]]


def _remarks(report: Overview) -> Iterator[str]:
    lone = report.without_question()
    if lone:
        yield f"No question serves: {', '.join(lone)}."
    loose = [each.id for each in report.questions if not each.objective]
    if loose:
        yield f"No objective is named by: {', '.join(loose)}."
    if not lone and not loose and report.questions:
        yield "Every objective has a question, and every question an objective."
