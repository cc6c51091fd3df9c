"""A reviewer's sheet as Markdown: what a machine found, and to tick what only people can judge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from chapbook.diag.diagnostic import Severity
from chapbook.model.overview import Overview
from chapbook.render.json import report_data
from chapbook.render.overview import plain
from chapbook.services.review_sheet import Review

_MOST = 20
"""Findings and changes that are listed one by one."""


def render_review(review: Review) -> str:
    """Give the sheet, without a final newline."""
    module = review.overview.module
    title = f"# Review: {plain(module.title)} ({plain(module.id)}) {plain(module.version)}"
    parts = [[title, "", *_WHO]]
    parts += [[f"## {heading}", "", *lines] for _, heading, lines in _sections(review)]
    return "\n\n".join(["\n".join(part) for part in parts] + [_END])


def render_review_json(review: Review) -> str:
    """Give the sheet as one JSON object, in ASCII: what is known, and what is to tick. Texts are Markdown."""
    module = review.overview.module
    sections = [
        {
            "id": name,
            "heading": heading,
            "known": [line.strip().removeprefix("- ") for line in lines if not line.startswith(_BOX)],
            "to_tick": [line.removeprefix(_BOX) for line in lines if line.startswith(_BOX)],
        }
        for name, heading, lines in _sections(review)
    ]
    data = {
        "schema": 1,
        "id": module.id,
        "title": module.title,
        "version": module.version,
        "language": "en",
        "sections": sections,
        "check": report_data(review.report),
    }
    return json.dumps(data, indent=2)


def _sections(review: Review) -> list[tuple[str, str, list[str]]]:
    """Give each section's name for programs, its heading and its lines: `- …` is known, `- [ ] …` is to tick."""
    view = review.overview
    return [
        ("machine", "What the machine found", [*_machine(review)]),
        ("aim", "The aim", [*_aim(view)]),
        ("lessons", "The lessons", [*_lessons(view)]),
        ("questions", "The questions", [*_questions(view)]),
        ("access", "Access", [*_access(review)]),
        ("language", "Language and people", [*_boxes(_LANGUAGE)]),
        ("rights", "Rights", [*_rights(review)]),
        ("version", "This version", [*_version(review)]),
        ("verdict", "Verdict", [*_boxes(_VERDICT)]),
    ]


_BOX = "- [ ] "
_END = "What should be changed before:\n\n1. …"
_WHO = ("Reviewed by: …", "", "On: …")
_LANGUAGE = (
    "I read it aloud once: every sentence can be understood at the first hearing.",
    "New words are explained where they come first; the same thing has the same name throughout.",
    "Examples show various people and trades, and nobody is the butt of a joke.",
    "No real client, person, address or amount is recognisable that should not be.",
)
_VERDICT = ("Ready to publish.", "Ready after the changes below.", "Not ready; I would like to see it again.")


def _boxes(lines: Iterable[str]) -> Iterator[str]:
    return (f"{_BOX}{line}" for line in lines)


def _machine(review: Review) -> Iterator[str]:
    counts = [(severity, review.report.count(severity)) for severity in Severity]
    found = ", ".join(
        f"{count} {severity.value}{'s' if count != 1 else ''}" for severity, count in counts if count
    )
    yield f"- Check as for publishing: {found or 'nothing to report'}."
    diagnostics = review.report.diagnostics
    for each in diagnostics[:_MOST]:
        where = f"{plain(each.location.path.removeprefix('./'))}:{each.location.span.line}"
        yield f"  - {each.code} {where}: {plain(each.message)}"
    if len(diagnostics) > _MOST:
        yield f"  - and {len(diagnostics) - _MOST} more: chapbook check {plain(review.overview.module.id)}"
    view = review.overview
    stated = f", stated {view.module.minutes}" if view.module.minutes is not None else ""
    yield f"- Length: {view.minutes} minutes computed{stated}; {view.words} words to read, {view.asked} in questions."
    yield f"- Questions: {len(view.questions)} for {len(view.module.objectives)} objectives."
    lone = view.without_question()
    yield f"- Objectives without a question: {plain(', '.join(lone)) or 'none'}."


def _aim(view: Overview) -> Iterator[str]:
    for objective in view.module.objectives:
        asked = [each.id for each in view.questions if each.objective == objective.id]
        names = plain(", ".join(asked)) or "none"
        words = f"“{plain(objective.text)}” can be seen from outside, and its questions ask for it."
        yield f"- [ ] {words} Questions: {names}."
    audience = plain(view.module.audience) or "nobody is named"
    yield f"- [ ] The people it is for ({audience}) want this, and have what it requires."
    yield "- [ ] Nothing is taught that no objective needs."


def _lessons(view: Overview) -> Iterator[str]:
    for step in view.steps:
        if step.kind == "lesson":
            what = f"{step.minutes} min, {step.words} words, {len(step.questions)} questions"
            step_name = f"**{plain(step.title)}** ({plain(step.path)}; {what})"
            yield f"- [ ] {step_name}: I did every step myself. It works, and it is true today."
    yield "- [ ] The order is right: nothing is needed before it was taught."
    yield "- [ ] A worked example comes before learners are left alone."


def _questions(view: Overview) -> Iterator[str]:
    yield f"- [ ] I took them without reading (`chapbook take {plain(view.module.id)}`): none gives its answer away."
    yield "- [ ] Wrong options are mistakes that people make, and their feedback helps somebody who made them."
    yield "- [ ] Right answers that I would type are accepted; what is called wrong is wrong."
    open_ones = [each.id for each in view.questions if not each.graded]
    if open_ones:
        yield f"- [ ] Model answers and rubrics are good enough to compare with: {plain(', '.join(open_ones))}."


def _access(review: Review) -> Iterator[str]:
    for each in review.pictures:
        said = (
            f"says “{plain(each.alt)}”, which is what the picture is there for"
            if each.alt
            else "is only decoration"
        )
        yield f"- [ ] {plain(each.target)} in {plain(each.path)}: {said}."
    yield "- [ ] On the built site everything can be done with the keyboard alone, and at 200 per cent."
    yield "- [ ] Nothing is told by colour, place or sound alone."


def _rights(review: Review) -> Iterator[str]:
    module = review.overview.module
    yield f"- [ ] The authors agree to the licence {plain(module.license) or '(none)'}."
    for credit in module.credits:
        words = f"“{plain(credit.title)}” by {plain(credit.author)}, {plain(credit.license)}"
        yield f"- [ ] {plain(credit.file)}: {words}. I looked at the source."
    for origin in module.derived_from:
        yield f"- [ ] Made from “{plain(origin.title)}” ({plain(origin.license) or 'no licence'}): its terms are kept."
    yield "- [ ] No other text, picture or data is somebody else's."


def _version(review: Review) -> Iterator[str]:
    if review.changes is None:
        yield "- There was no release before."
    else:
        changes = review.changes
        asks = f"asks for a {changes.bump.word} version" if changes.bump else "nothing changed for learners"
        yield f"- Since version {plain(changes.before.version)}: {len(changes.changes)} changes; {asks}."
        for change in changes.changes[:_MOST]:
            yield f"  - {change.bump.word}: {plain(change.message)}"
        yield "- [ ] The version says what it means for those who took the module before."
    yield f"- [ ] The links to the web ({review.addresses}) lead where they say."
