"""Pace: how long lessons, modules, stretches of reading and videos are (P606, P607, P610)."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from chapbook.diag.diagnostic import Finding, Place, Span
from chapbook.lint.html import opening_tags
from chapbook.lint.places import LineMap
from chapbook.lint.practice import exercises
from chapbook.lint.prose import passages
from chapbook.lint.thresholds import Thresholds
from chapbook.model.media import is_video, stated_minutes
from chapbook.model.minutes import Part, page_times, step_minutes
from chapbook.model.module import Lesson, Module
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.source.outline import Outline


def too_long(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """P606: a lesson that is not short any more, or a module that is not one sitting or two."""
    total = 0
    for step in module.steps:
        taken = step_minutes(subject, step)
        total += taken
        if isinstance(step, Lesson) and taken > thresholds.lesson_minutes:
            message = (
                f"The lesson “{step.title}” takes about {taken} minutes; "
                f"{thresholds.lesson_minutes} are what fits between two tasks."
            )
            hint = "Make two lessons of it, or leave out what the objectives do not need."
            yield Finding(
                code="P606", message=message, place=Place(path=step.path, data_path=("title",)), hint=hint
            )
    if total > thresholds.module_minutes:
        message = f"The module takes about {total} minutes; {thresholds.module_minutes} are what people begin and end."
        hint = "Make two modules of it, each with objectives of its own."
        place = Place(path=MODULE_FILE, data_path=("lessons",), key=True)
        yield Finding(code="P606", message=message, place=place, hint=hint)


def long_reading(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """P607: learners read on and on and are asked nothing; reported once a stretch, where it gets too long."""
    read, limit = 0.0, thresholds.reading_minutes * 60
    said = False
    for step in module.steps:
        outline = subject.outlines.get(step.path)
        if not isinstance(step, Lesson) or outline is None:
            read, said = (0.0, False) if step.questions else (read, said)
            continue
        stops = _stops(subject, module, step, outline)
        if said and not stops:
            continue
        taken = _reading(outline, module.language)
        for line in sorted(taken.keys() | stops):
            if line in stops:
                read, said = 0.0, False
            read += taken.get(line, 0.0)
            if read > limit and not said:
                said = True
                text = outline.body.splitlines()[line - outline.body_line]
                yield _stretch(step, line, text, thresholds.reading_minutes)
        if outline.quiz_fences and max(stops) >= outline.body_line + outline.body.count("\n"):
            read, said = 0.0, False


def _reading(outline: Outline, language: str) -> dict[int, float]:
    """Give the seconds that each line takes, without what plays: nobody reads meanwhile."""
    times = page_times(outline, language)
    taken = dict(enumerate(times.reading, outline.body_line))
    for line, part, seconds in times.others:
        if part is not Part.MEDIA:
            taken[line] = taken.get(line, 0.0) + seconds
    return taken


def _stops(subject: Subject, module: Module, lesson: Lesson, outline: Outline) -> frozenset[int]:
    """Give the lines at which learners do something: those after a question, those of an exercise's heading."""
    after = [fence.span.end_line + 1 for fence in outline.quiz_fences]
    return frozenset([*after, *(each.span.line for each in exercises(subject, module, lesson))])


def _stretch(lesson: Lesson, line: int, text: str, most: float) -> Finding:
    message = f"Up to here learners have read for more than {most:g} minutes without being asked anything."
    hint = "Ask a question above this line, about what the last pages said; it makes it stay."
    place = Place(path=lesson.path, span=Span(line, 1, line, max(len(text), 1) + 1))
    return Finding(code="P607", message=message, place=place, hint=hint)


def long_video(subject: Subject, module: Module, thresholds: Thresholds) -> Iterator[Finding]:
    """P610: a video whose stated length is more than people watch. Lengths that are not stated are not judged."""
    for passage in passages(subject):
        for words, span in _videos(passage.outline):
            length = stated_minutes(words)
            if length is not None and length > thresholds.video_minutes:
                most = thresholds.video_minutes
                taken = f"{floor(length)}" if floor(length) > most else f"more than {most}"
                message = f"This video takes {taken} minutes; after {most} many stop watching."
                hint = "Link to the minutes that matter, cut it into parts, or ask a question before and after it."
                yield Finding(code="P610", message=message, place=passage.place(span), hint=hint)


def _videos(outline: Outline) -> Iterator[tuple[str, Span]]:
    yield from ((link.text, link.span) for link in outline.links if is_video(link.target))
    for html in outline.html:
        lines = LineMap(html.text, html.span.line, html.span.column)
        for tag in opening_tags(html.text):
            if tag.name == "video":
                said = " ".join(filter(None, (tag.get("title"), tag.get("aria-label"))))
                yield said, lines.span(tag.offset, tag.length)
