"""Run the rules over one module and make a report.

The engine joins what reading found with what the rules find, looks up severities and lines, leaves out what the
profile or the author turned off (in the settings, or by a note in the file), and sorts once. Rules yield symbolic
places; only this file knows lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chapbook.diag.codes import BY_CODE, Profile
from chapbook.diag.diagnostic import Diagnostic, Finding, Location, Place, Span
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig, profile_for
from chapbook.lint.note import Note
from chapbook.lint.notes import about_notes, read_notes
from chapbook.lint.rule import Rule
from chapbook.lint.thresholds import Thresholds
from chapbook.model.subject import Subject
from chapbook.source.document import Document

WHOLE_FILE = Span(1, 1, 1, 1)
"""Where a finding is that concerns a file as a whole."""


def run(subject: Subject, config: LintConfig, rules: Iterable[Rule] | None = None) -> Report:
    """Check one module with `rules`, if not said with all; the report's paths are those of its tree, `checked` its id.

    When `subject.module` is None, the rules that need one find nothing; all others run as usual.
    """
    if rules is None:
        from chapbook.lint.registry import RULES  # forty files, and who knows the report already needs none

        rules = RULES
    profile = profile_for(subject, config)
    locator = _Locator(subject)
    name = subject.module.id if subject.module is not None else ""
    found = (
        diagnostic
        for finding, location in _not_noted(subject, _findings(subject, rules, config.thresholds), locator)
        if config.wants(finding.code, location.path, name)
        if (diagnostic := _diagnostic(finding, location, profile, locator)) is not None
    )
    return Report.of(found, checked=(name,))


def _findings(subject: Subject, rules: Iterable[Rule], thresholds: Thresholds) -> Iterator[Finding]:
    yield from subject.findings
    for rule in rules:
        yield from rule.findings(subject, thresholds)


def _not_noted(
    subject: Subject, findings: Iterable[Finding], locator: _Locator
) -> Iterator[tuple[Finding, Location]]:
    """Give the findings, each with its place, that no note in the files leaves out; then what to say of the notes."""
    notes = read_notes(subject)
    used: set[Note] = set()
    for finding in findings:
        location = locator.resolve(finding.place)
        covering = [note for note in notes if note.covers(finding.code, location)]
        used.update(covering)
        if not covering:
            yield finding, location
    for finding in about_notes(notes, used):
        yield finding, locator.resolve(finding.place)


def _diagnostic(
    finding: Finding, location: Location, profile: Profile, locator: _Locator
) -> Diagnostic | None:
    entry = BY_CODE[finding.code]
    severity = entry.severity(profile)
    if severity is None:
        return None
    return Diagnostic(
        code=entry.code,
        slug=entry.slug,
        severity=finding.severity or severity,
        message=finding.message,
        location=location,
        hint=finding.hint,
        excerpt=locator.line(location),
        fix=finding.fix,
        file_fix=finding.file_fix,
    )


class _Locator:
    """Turns places into locations and fetches source lines; each file is split into lines once."""

    def __init__(self, subject: Subject) -> None:
        self._documents = {str(path): document for path, document in subject.documents.items()}
        self._texts = {str(path): text for path, text in subject.texts.items()}
        self._lines: dict[str, list[str]] = {}

    def resolve(self, place: Place) -> Location:
        """Give the span the reader noted, else that of the data path or its nearest parent, else line 1."""
        span = place.span or _span_in(self._documents.get(place.path), place) or WHOLE_FILE
        return Location(place.path, span, place.data_path)

    def line(self, location: Location) -> str:
        """Give the source line at a location; empty for a whole file and for files that are not text."""
        if location.span == WHOLE_FILE or location.path not in self._texts:
            return ""
        if location.path not in self._lines:
            self._lines[location.path] = self._texts[location.path].split("\n")
        lines = self._lines[location.path]
        number = location.span.line
        return lines[number - 1] if number <= len(lines) else ""


def _span_in(document: Document | None, place: Place) -> Span | None:
    if document is None:
        return None
    if place.key and place.data_path in document.key_spans:
        return document.key_spans[place.data_path]
    for length in range(len(place.data_path), 0, -1):
        span = document.spans.get(place.data_path[:length])
        if span is not None:
            return span
    return None
