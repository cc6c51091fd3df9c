"""Notes in an author's files that leave a finding out, each with its reason.

In Markdown `<!-- check-ignore Q506: the reason -->` speaks of the block below it, or of the whole file when nothing
stands before it. In YAML `# check-ignore: Q506 the reason` speaks of its own line, or alone on a line of the line
below it; what is indented under that line belongs to it.

A note never leaves out what keeps readers safe (X…), and nothing leaves out what is said about notes themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from chapbook.diag.codes import CODES
from chapbook.diag.diagnostic import Finding, Place
from chapbook.diag.suggest import nearest
from chapbook.lint.note import ABOUT_NOTES, SAFETY, UNUSED, WITHOUT_REASON, Note
from chapbook.lint.notes_markdown import markdown_notes
from chapbook.lint.notes_yaml import yaml_notes
from chapbook.model.subject import Subject

SOMETIMES = frozenset({"S108", "M204", "L306", "A412", "Q504"})
"""Codes that need the network, a browser or an older release: a note for one may be needed another time."""
_MOST = 1_000
"""Notes of a module that are read; more come only from somebody who wants to keep us busy."""


def read_notes(subject: Subject) -> tuple[Note, ...]:
    """Give the notes in all files of a module, in the order of the files and their lines."""
    found: list[Note] = []
    for path, text in subject.texts.items():
        if "check-ignore" not in text:
            continue
        outline = subject.outlines.get(path)
        if path in subject.documents:
            last = outline.body_line - 1 if outline is not None else None
            lines = text.split("\n")[:last]
            found += islice(yaml_notes(subject.documents[path], lines, is_header=outline is not None), _MOST)
        if outline is not None:
            found += islice(markdown_notes(outline), _MOST)
    return tuple(found[:_MOST])


def about_notes(notes: Iterable[Note], used: Collection[Note]) -> Iterator[Finding]:
    """S116: a note without a reason. S117: one that leaves nothing out."""
    for note in notes:
        place = Place(path=note.path, span=note.span)
        if not any(char.isalnum() for char in note.reason):
            message = "This note leaves something out and gives no reason, so nobody can judge later whether it holds."
            hint = (
                f"Write the reason behind the code: check-ignore {', '.join(note.codes) or 'CODE'}: because …"
            )
            yield Finding(code=WITHOUT_REASON, message=message, place=place, hint=hint)
        if note not in used and not any(code.startswith(note.codes) for code in SOMETIMES):
            message, hint = _why_unused(note)
            yield Finding(code=UNUSED, message=message, place=place, hint=hint)


def _why_unused(note: Note) -> tuple[str, str]:
    if not note.codes:
        message = "This note names no code, so it leaves nothing out."
        return message, "Write the code behind check-ignore, such as Q506."
    for code in note.codes:
        if not any(each.code.startswith(code) for each in CODES):
            near = nearest(code, [each.code for each in CODES])
            hint = f"Did you mean {near}?" if near else "See all codes with: chapbook explain"
            return f"There is no code “{code}”, so this note leaves nothing out.", hint
        if code.startswith(SAFETY):
            message = f"{code} keeps readers safe, so a note in a file cannot leave it out."
            return message, "Mend what is reported, and take the note away."
        if code in ABOUT_NOTES:
            return f"{code} is about notes, so no note can leave it out.", "Take the note away."
    message = f"{' and '.join(note.codes)} is not reported here, so this note only hides what is yet to come."
    hint = "Take it away. In Markdown it speaks of the block below it, in YAML of its own line or the line below."
    return message, hint
