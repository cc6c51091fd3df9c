"""What a browser finds on the built pages (A412)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.places import LineMap
from chapbook.model.module import Module
from chapbook.model.seen import Violation
from chapbook.model.subject import Subject

_START = re.compile(r"<[a-z][^>]{0,300}>")
_SHOWN = 60


def page_fails(subject: Subject, module: Module) -> Iterator[Finding]:
    """A412: an element of a built page that fails axe-core. `Subject.violations` holds them, if somebody looked."""
    for each in subject.violations or ():
        if each.path not in subject.texts:
            continue
        only = f" in the {each.only} colours" if each.only else ""
        help_ = each.help.rstrip(".")
        message = (
            f"On the built page, {_short(each.element)} fails axe-core’s rule {each.rule}{only}: {help_}. "
            "Some people will not get what it holds."
        )
        hint = f"What to do: {each.url}"
        yield Finding(code="A412", message=message, place=_place(subject, module, each), hint=hint)


def _place(subject: Subject, module: Module, violation: Violation) -> Place:
    """Give the place of the element when its tag stands once in the file, else its question, its heading, the file."""
    text = subject.texts.get(violation.path, "")
    tag = _START.match(violation.element)
    if tag and text.count(tag[0]) == 1:
        return Place(path=violation.path, span=LineMap(text).span(text.index(tag[0]), len(tag[0])))
    for question in module.questions():
        if violation.question and question.id == violation.question:
            return question.place
    outline = subject.outlines.get(violation.path)
    for heading in outline.headings if outline else ():
        if violation.anchor and heading.anchor == violation.anchor:
            return Place(path=violation.path, span=heading.span)
    return Place(path=violation.path)


def _short(element: str) -> str:
    """Give an element's start tag, or as much of it as one can read in a line."""
    tag = _START.match(element)
    line = " ".join((tag[0] if tag else element).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
