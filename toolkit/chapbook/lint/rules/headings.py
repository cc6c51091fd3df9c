"""Headings: in order, and made as headings (A403, A404)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chapbook.diag.diagnostic import Edit, Finding, Place, Span
from chapbook.lint.raw_headings import RawHeading, all_headings
from chapbook.lint.targets import stand_ins
from chapbook.model.module import Lesson, Module
from chapbook.model.subject import Subject
from chapbook.source.outline import Heading, Outline, Paragraph
from chapbook.tree.tree import RelPath

_MARKS = re.compile(r"(?<![\\#])#{1,6}(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_BOLD = re.compile(r"(\*\*|__)(.+)\1[ \t]*")
_LOWEST = 6
_MOST_WORDS = 10
_ENDS = ".,;:!?…。，；：！？"
"""What a sentence or a lead-in ends with, and a heading does not."""


@dataclass(slots=True)
class _Step:
    """A heading as it is (`level`) and as it should be (`wanted`); `fix` grows."""

    level: int
    wanted: int
    fix: list[Edit] = field(default_factory=list)


def _lessons(subject: Subject, module: Module) -> Iterator[tuple[RelPath, Outline, Lesson]]:
    lessons = {each.path: each for each in module.lessons}
    for path, outline in subject.outlines.items():
        for each in stand_ins(path):
            if (lesson := lessons.get(RelPath(each))) is not None:
                yield path, outline, lesson


def heading_levels(subject: Subject, module: Module) -> Iterator[Finding]:
    """A403: a second title in a lesson, or a heading that skips a level."""
    for path, outline, lesson in _lessons(subject, module):
        if outline.headings or outline.html:
            lines = subject.texts[path].split("\n")
            yield from _levels(path, outline, lesson.title, lines)


def _levels(path: RelPath, outline: Outline, title: str, lines: list[str]) -> Iterator[Finding]:
    for heading, message, step in _steps(path, outline, title, lines):
        if message:
            hint = _hint(heading, step.wanted)
            place = Place(path=path, span=heading.span)
            yield Finding(code="A403", message=message, place=place, hint=hint, fix=tuple(step.fix))


def _steps(path: RelPath, outline: Outline, title: str, lines: list[str]) -> list[tuple[Heading, str, _Step]]:
    """Walk the headings with those above them, and say what is wrong with each, if anything is.

    What is below a moved heading moves with it, in the same fix. One in HTML stays where it is, for its author to move.
    """
    above: list[_Step] = []
    found: list[tuple[Heading, str, _Step]] = []
    for heading in all_headings(outline):
        while above and above[-1].level >= heading.level:
            above.pop()
        if heading.level == 1 and heading.text.casefold() == title.casefold():
            fix = [] if isinstance(heading, RawHeading) else _without(path, heading, lines)
            found.append((heading, _repeated(heading), _Step(1, 1, fix)))
            continue
        parent = above[-1] if above else _Step(1, 1)
        wanted = min(parent.wanted + 1, _LOWEST)
        step = _Step(heading.level, heading.level if isinstance(heading, RawHeading) else wanted)
        edits = _moved(path, heading, step.wanted, lines) if step.wanted != step.level else []
        skips = heading.level - parent.level > 1
        if heading.level == 1 or skips:
            step.fix += edits
            found.append(
                (heading, _second(heading) if heading.level == 1 else _skipped(heading, parent), step)
            )
        else:
            parent.fix += edits
            step.fix = parent.fix
            found.append((heading, "", step))
        above.append(step)
    return found


def _repeated(heading: Heading) -> str:
    return f"“{heading.text}” stands on the page twice: the page's title comes from the top of the file."


def _second(heading: Heading) -> str:
    return (
        f"“{heading.text}” is a second title; the page has one already, and a page's outline begins with one."
    )


def _skipped(heading: Heading, parent: _Step) -> str:
    above = "the page's title" if parent.level == 1 else f"a heading with {'#' * parent.level}"
    marks = f"<h{heading.level}>" if isinstance(heading, RawHeading) else "#" * heading.level
    return f"“{heading.text}” has {marks} below {above}, so a level of the outline is missing."


def _hint(heading: Heading, wanted: int) -> str:
    if isinstance(heading, RawHeading):
        return "Write it with # signs, one # deeper than the heading above it; take it out if it repeats the title."
    if wanted == 1:
        return "Take this heading out."
    return f"Write it with {'#' * wanted}, and headings below it one # deeper."


def _moved(path: RelPath, heading: Heading, wanted: int, lines: list[str]) -> list[Edit]:
    line, span = lines[heading.span.line - 1], heading.span
    marks = _MARKS.search(line, span.column - 1)
    if marks and not any(map(str.isalpha, line[: marks.start()])):
        return [Edit(path, Span(span.line, marks.start() + 1, span.line, marks.end() + 1), "#" * wanted)]
    if span.column == 1 and _is_underlined(heading, lines):
        both = Span(span.line, 1, span.line + 1, len(lines[span.line]) + 1)
        return [Edit(path, both, f"{'#' * wanted} {line.strip()}")]
    return []


def _is_underlined(heading: Heading, lines: list[str]) -> bool:
    return heading.span.line < len(lines) and bool(_UNDERLINE.fullmatch(lines[heading.span.line]))


def _without(path: RelPath, heading: Heading, lines: list[str]) -> list[Edit]:
    """Take out a heading and the blank lines after it."""
    after = heading.span.end_line + (
        not _MARKS.match(lines[heading.span.line - 1]) and _is_underlined(heading, lines)
    )
    if heading.span.column != 1 or after >= len(lines):
        return []
    while after < len(lines) - 1 and not lines[after].strip():
        after += 1
    return [Edit(path, Span(heading.span.line, 1, after + 1, 1), "")]


def bold_heading(subject: Subject, module: Module) -> Iterator[Finding]:
    """A404: a bold line that stands where a heading belongs."""
    for path, outline, lesson in _lessons(subject, module):
        bold = [each for each in outline.paragraphs if _is_heading(each)]
        if not bold:
            continue
        lines = subject.texts[path].split("\n")
        last = next((index for index in range(len(lines), 0, -1) if lines[index - 1].strip()), 0)
        steps = _steps(path, outline, lesson.title, lines)
        for paragraph in (each for each in bold if each.span.line < last):
            yield _bold(path, paragraph, _level_at(steps, paragraph), lines)


def _is_heading(paragraph: Paragraph) -> bool:
    if not paragraph.strong:
        return False
    text = paragraph.text.strip()
    return (
        not paragraph.nested
        and "\n" not in paragraph.source
        and 0 < len(text.split()) <= _MOST_WORDS
        and not text.endswith(tuple(_ENDS))
    )


def _level_at(steps: list[tuple[Heading, str, _Step]], paragraph: Paragraph) -> int:
    """Give the level below the heading above, as that one will be when its own level is right."""
    above = [step for heading, _, step in steps if heading.span.line < paragraph.span.line]
    if not above:
        return 2
    level = above[-1].wanted if above[-1].fix or above[-1].wanted == 1 else above[-1].level
    return min(level + 1, _LOWEST)


def _bold(path: RelPath, paragraph: Paragraph, level: int, lines: list[str]) -> Finding:
    span = paragraph.span
    source = lines[span.line - 1][span.column - 1 : span.end_column - 1]
    inside = _BOLD.fullmatch(source)
    marks = "#" * level
    text = " ".join(paragraph.text.split())
    return Finding(
        code="A404",
        message=f"“{text}” looks like a heading but is bold text, so outlines and screen readers pass over it.",
        place=Place(path=path, span=span),
        hint=f"Write {marks} {text}. If it is no heading, end it as a sentence, or go on in the same paragraph.",
        fix=(Edit(path, span, f"{marks} {inside[2].strip()}"),) if inside else (),
    )
