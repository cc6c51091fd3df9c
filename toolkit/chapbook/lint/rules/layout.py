"""Tables and code: what a program that reads aloud needs to know of them (A407, A408)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Edit, Finding, Place, Span
from chapbook.lint.code import without_code
from chapbook.lint.html import opening_tags
from chapbook.lint.places import LineMap
from chapbook.lint.prose import Passage, is_telling, passages
from chapbook.model.subject import Subject
from chapbook.source.outline import Fence, Paragraph

_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"!\[[^\[\]]{0,400}\](?:\([^()]{0,400}\)|\[[^\[\]]{0,100}\])")
_MARKER = re.compile(r"`{3,}|~{3,}")


def table_headings(subject: Subject) -> Iterator[Finding]:
    """A407: a table whose columns have no heading, or that only puts pictures side by side (WCAG 1.3.1)."""
    for passage in passages(subject, lambda text: "|" in text or is_telling(text)):
        for paragraph in passage.outline.paragraphs:
            if "|" in paragraph.source and (problem := _table_problem(paragraph)):
                yield _table(problem, passage.place(_first_line(paragraph.span)))
        yield from _html_tables(passage)


def _table_problem(paragraph: Paragraph) -> str:
    lines = [line.strip() for line in paragraph.source.split("\n")]
    rule = next(
        (index for index, line in enumerate(lines[:2]) if "|" in line and _RULE.fullmatch(line)), None
    )
    if rule is None:
        is_table = len(lines) > 1 and all(
            line.startswith("|") and line.endswith("|") and len(line) > 1 for line in lines
        )
        return "has no row of headings, so pages show its lines as plain text" if is_table else ""
    header = _cells(lines[0]) if rule else []
    if not any(header):
        return "has no words in its row of headings, so nobody who hears a cell knows what it is about"
    if empty := [number for number, cell in enumerate(header, 1) if not cell and number > 1]:
        return (
            f"has no heading over column {empty[0]}, so nobody who hears a cell there knows what it is about"
        )
    cells = [cell for line in lines[rule + 1 :] for cell in _cells(line) if cell]
    if len(cells) > 1 and all(_PICTURE.fullmatch(cell) for cell in cells):
        return "only puts pictures side by side, but is read aloud as rows and columns"
    return ""


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL_EDGE.split(line.removeprefix("|").removesuffix("|"))]


def _html_tables(passage: Passage) -> Iterator[Finding]:
    """A block of HTML ends at a blank line, so whole tables are looked for in the text."""
    if not any("<table" in html.text.lower() for html in passage.outline.html):
        return
    text = without_code(passage.outline.body)
    lines = LineMap(text, passage.outline.body_line)
    tables = [tag for tag in opening_tags(text) if tag.name in ("table", "th")]
    for tag, following in zip(tables, [*tables[1:], None], strict=True):
        if tag.name == "table" and (following is None or following.name == "table"):
            problem = "has no row of headings, so nobody who hears a cell knows what it is about"
            yield _table(problem, passage.place(lines.span(tag.offset, tag.length)))


def _table(problem: str, place: Place) -> Finding:
    if "pictures" in problem:
        hint = "Put the pictures below one another, each with its words."
    else:
        hint = "Give every column a heading in the first row. What is no table reads better as a list."
    return Finding(code="A407", message=f"This table {problem}.", place=place, hint=hint)


def _first_line(span: Span) -> Span:
    if span.line == span.end_line:
        return span
    return Span(span.line, span.column, span.line, span.column + 1)


def fence_without_language(subject: Subject) -> Iterator[Finding]:
    """A408: a block of code that does not say in which language it is."""
    for passage in passages(subject, lambda text: "```" in text or "~~~" in text):
        bare = [each for each in passage.outline.fences if not each.info and each.closed]
        lines = subject.texts[passage.path].split("\n") if bare else []
        yield from (_fence(lines, passage, each) for each in bare)


def _fence(lines: list[str], passage: Passage, fence: Fence) -> Finding:
    place = passage.place(fence.span)
    marks = "```"
    fix: tuple[Edit, ...] = ()
    if place.span is not None:
        span = place.span
        if match := _MARKER.search(lines[span.line - 1], span.column - 1):
            marks = match[0]
            at = match.end() + 1
            fix = (Edit(passage.path, Span(span.line, at, span.line, at), "text"),)
            place = Place(path=passage.path, span=Span(span.line, match.start() + 1, span.line, at))
    message = (
        "This block of code does not say its language, so it stays uncoloured, and readers are left to guess."
    )
    hint = f"Write the language behind the marks: {marks}python; for plain text or output, {marks}text."
    return Finding(code="A408", message=message, place=place, hint=hint, fix=fix)
