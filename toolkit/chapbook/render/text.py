"""A report for people: one block a problem, with its source line; the counts at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import wrap

from chapbook.diag.diagnostic import Diagnostic, Severity, Span
from chapbook.diag.report import Report
from chapbook.render.excerpt import mark
from chapbook.render.screen import Ink, harmless

_NARROWEST = 40
_MOST_INFOS = 2
"""How many infos of one code are shown in full for one file; a fresh scaffold has a dozen."""


def render_report(report: Report, *, color: bool = False, width: int = 100, summary: bool = True) -> str:
    """Give the report as text, without a final newline; `width` is the terminal's, in columns.

    Nothing of it depends on colour, and nothing that was checked can steer the terminal.
    """
    ink = Ink(color)
    blocks = ["\n".join(each) for each in _blocks(report, ink, max(width, _NARROWEST))]
    return "\n\n".join([*blocks, "\n".join(_summary(report, ink))] if summary else blocks)


def _blocks(report: Report, ink: Ink, width: int) -> Iterator[Iterable[str]]:
    """Give a block a problem; of infos of one kind in one file the first few, then how many more there are."""
    seen: Counter[tuple[str, str]] = Counter()
    for each in report.diagnostics:
        seen[each.location.path, each.code] += each.severity is Severity.INFO
    left = dict(seen)
    for each in report.diagnostics:
        kind = (each.location.path, each.code)
        shown = seen[kind] - left[kind]
        left[kind] -= each.severity is Severity.INFO
        if each.severity is not Severity.INFO or shown < _MOST_INFOS:
            yield _block(each, ink, width)
        elif left[kind] == 0:
            more = seen[kind] - _MOST_INFOS
            yield [
                f"{ink.strong(harmless(each.location.path))}  {more} more {ink.severity(each.severity, each.code)}"
            ]


def _block(diagnostic: Diagnostic, ink: Ink, width: int) -> Iterator[str]:
    location, severity = diagnostic.location, diagnostic.severity
    where = f"{harmless(location.path)}:{location.span.line}:{location.span.column}"
    yield f"{ink.strong(where)}  {ink.severity(severity, f'{severity} {diagnostic.code}')} {diagnostic.slug}"
    yield from (f"  {line}".rstrip() for line in _wrapped(diagnostic.message, width - 2))
    if diagnostic.excerpt:
        yield ""
        yield from _excerpt(diagnostic.excerpt, location.span, severity, ink, width)
    if diagnostic.hint:
        if diagnostic.excerpt:
            yield ""
        first, *rest = _wrapped(f"Hint: {diagnostic.hint}", width - 2, hang="      ")
        yield "  " + first.replace("Hint:", ink.help("Hint:"), 1)
        yield from (f"  {line}".rstrip() for line in rest)


def _excerpt(line: str, span: Span, severity: Severity, ink: Ink, width: int) -> Iterator[str]:
    number = str(span.line)
    marked = mark(line, span, width - len(number) - 6)
    bar = ink.faint("|")
    yield f"  {ink.faint(number)} {bar} {marked.line}".rstrip()
    yield f"  {' ' * len(number)} {bar} {marked.indent}{ink.severity(severity, marked.carets)}"


def _wrapped(text: str, width: int, hang: str = "") -> list[str]:
    """Wrap each line of a text by itself, so that an example in a hint keeps its lines."""
    lines = text.split("\n")
    return [part for i, line in enumerate(lines) for part in _wrap_line(line, width, hang, first=i == 0)]


def _wrap_line(line: str, width: int, hang: str, *, first: bool) -> list[str]:
    return wrap(
        harmless(line),
        width,
        initial_indent="" if first else hang,
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _summary(report: Report, ink: Ink) -> Iterator[str]:
    modules = _counted(len(report.checked), "module")
    counts = [(severity, report.count(severity)) for severity in Severity]
    if not report.diagnostics:
        yield f"{modules} checked, {ink.good('nothing to report')}."
        return
    parts = [ink.severity(severity, _named(severity, count)) for severity, count in counts if count]
    yield f"{modules} checked: {', '.join(parts)}."
    codes = sorted(report.diagnostics, key=lambda each: each.severity.rank)
    yield ink.faint(f"To read more about a problem: chapbook explain {codes[0].code}")


def _named(severity: Severity, count: int) -> str:
    return f"{count} info" if severity is Severity.INFO else _counted(count, severity.value)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
