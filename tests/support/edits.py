"""Apply the edits of a finding to a text, as an editor does."""

from __future__ import annotations

from collections.abc import Iterable

from chapbook.diag.diagnostic import Diagnostic


def applied(text: str, found: Iterable[Diagnostic]) -> str:
    """Give the text with all fixes of all findings applied, the last one first."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    edits = {edit for each in found for edit in each.fix}
    for edit in sorted(edits, key=lambda each: (each.span.line, each.span.column), reverse=True):
        start = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[edit.span.end_line - 1] + edit.span.end_column - 1
        text = text[:start] + edit.replacement + text[end:]
    return text
