"""The text report: what a writer sees, with and without colour."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.diagnostic import Diagnostic, Location, Severity, Span
from chapbook.diag.report import Report
from chapbook.render.excerpt import mark
from chapbook.render.text import render_report

LISTED = Span(12, 5, 12, 21)


def problem(
    excerpt: str = "  - lessons/frist.md",
    span: Span = LISTED,
    *,
    path: str = "modules/git/module.yml",
    severity: Severity = Severity.ERROR,
    message: str = "The lesson `lessons/frist.md` is listed, but there is no such file.",
    hint: str = "Did you mean `lessons/first.md`?",
    code: str = "S105",
    slug: str = "listed-file-missing",
) -> Diagnostic:
    return Diagnostic(
        code=code,
        slug=slug,
        severity=severity,
        message=message,
        location=Location(path, span),
        hint=hint,
        excerpt=excerpt,
    )


def test_a_problem_shows_place_message_line_and_hint() -> None:
    text = render_report(Report.of([problem()], ["git"]))

    assert text == (
        "modules/git/module.yml:12:5  error S105 listed-file-missing\n"
        "  The lesson `lessons/frist.md` is listed, but there is no such file.\n"
        "\n"
        "  12 |   - lessons/frist.md\n"
        "     |     ^^^^^^^^^^^^^^^^\n"
        "\n"
        "  Hint: Did you mean `lessons/first.md`?\n"
        "\n"
        "1 module checked: 1 error.\n"
        "To read more about a problem: chapbook explain S105"
    )


def test_nothing_to_report() -> None:
    assert render_report(Report.of([], list("abcde"))) == "5 modules checked, nothing to report."


def test_counts_come_most_important_first_and_the_worst_is_explained() -> None:
    report = Report.of(
        [
            problem(code="S112", slug="placeholder-left", severity=Severity.INFO, path="a.md"),
            problem(code="S106", slug="file-not-used", severity=Severity.WARNING, path="b.md"),
            problem(path="c.md"),
            problem(path="d.md"),
        ],
        ["one", "two"],
    )

    assert render_report(report).endswith(
        "2 modules checked: 2 errors, 1 warning, 1 info.\nTo read more about a problem: chapbook explain S105"
    )


def test_a_whole_file_has_no_excerpt() -> None:
    text = render_report(Report.of([problem(excerpt="", span=Span(1, 1, 1, 1))], ["git"]))

    assert "|" not in text
    assert "no such file.\n  Hint: Did you" in text


def test_colour_only_adds() -> None:
    report = Report.of([problem(), problem(severity=Severity.INFO, path="z")], ["git"])

    coloured = render_report(report, color=True)

    assert "\x1b[1;31merror S105\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_report(report)


def test_messages_and_hints_are_wrapped() -> None:
    text = render_report(Report.of([problem(message="word " * 60, hint="advice " * 40)], ["git"]), width=60)

    assert max(map(len, text.splitlines())) <= 60
    assert "\n        advice" in text


def test_an_example_in_a_hint_keeps_its_lines() -> None:
    text = render_report(
        Report.of([problem(hint='Put quotes around it:\n\n    title: "Why: a reason"')], ["git"])
    )

    assert '  Hint: Put quotes around it:\n\n            title: "Why: a reason"\n' in text


def test_nothing_checked_can_steer_the_terminal() -> None:
    hostile = "\x1b]0;owned\x07 \x9b2J \u202eevil\u2066 \ud800 \r\n"
    report = Report.of([problem(hostile.strip(), message=hostile, hint=hostile, path="a\x1b[2J.md")], ["git"])

    text = render_report(report)

    assert not any(
        (unicodedata.category(c) in {"Cc", "Cs"} and c != "\n") or c in "\u202e\u2066" for c in text
    )
    text.encode()


def test_tabs_are_shown_as_blanks_and_carets_stay_below_the_place() -> None:
    marked = mark("\tkey:\tvalue", Span(1, 7, 1, 12), 80)

    assert marked.line == "    key:    value"
    assert marked.line[len(marked.indent) :] == "value"
    assert marked.carets == "^^^^^"


def test_wide_and_combining_characters_keep_carets_in_line() -> None:
    marked = mark("標題e\u0301: 値", Span(1, 7, 1, 8), 80)

    assert marked.indent == " " * 7
    assert marked.carets == "^^"


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 5000 + "HERE" + "b" * 5000

    marked = mark(line, Span(1, 5001, 1, 5005), 60)

    assert marked.line[len(marked.indent) :].startswith("HERE")
    assert marked.carets == "^^^^"
    assert marked.line.startswith("…")
    assert marked.line.endswith("…")
    assert len(marked.line) <= 60


def test_the_end_of_a_long_line_uses_the_whole_width() -> None:
    marked = mark("a" * 500 + "END", Span(1, 501, 1, 504), 60)

    assert marked.line.endswith("aEND")
    assert len(marked.line) == 59


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert mark("text: |", Span(1, 7, 4, 3), 80).carets == "^"
    assert mark("see <script>", Span(1, 5, 3, 3), 80).carets == "^" * 8


def test_a_place_behind_the_end_of_its_line_has_one_caret() -> None:
    marked = mark("id:", Span(1, 9, 1, 9), 80)

    assert (marked.indent, marked.carets) == ("   ", "^")


@given(st.text(max_size=300), st.integers(1, 310), st.integers(0, 40), st.integers(40, 120))
def test_an_excerpt_never_grows_over_the_width(line: str, column: int, length: int, width: int) -> None:
    marked = mark(line, Span(1, column, 1, column + length), width)

    shown = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in marked.line)
    combining = sum(unicodedata.category(c) in {"Mn", "Me", "Cf"} for c in marked.line)
    assert shown - 2 * combining <= width
    assert len(marked.indent) + len(marked.carets) <= width + 1
    assert marked.carets.strip("^") == ""
    assert "\n" not in marked.line


def test_many_infos_of_one_kind_in_one_file_are_counted_not_listed() -> None:
    def info(line: int, path: str = "module.yml", severity: Severity = Severity.INFO) -> Diagnostic:
        place = Location(path, Span(line, 1, line, 2))
        return Diagnostic(
            code="S112", slug="placeholder-left", severity=severity, message="M", location=place
        )

    text = render_report(Report.of(info(line) for line in range(1, 8)))
    assert text.count("info S112") == 2
    assert "module.yml  5 more S112" in text
    assert "7 info" in text
    few = render_report(Report.of([info(1), info(2), info(3, "other.md")]))
    assert "more S112" not in few
    errors = render_report(Report.of(info(line, severity=Severity.ERROR) for line in range(1, 8)))
    assert errors.count("error S112") == 7
