"""Reports for other programs: GitHub annotations, SARIF, Reviewdog; and the diff of fixes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chapbook.diag.diagnostic import Diagnostic, Edit, Location, Severity, Span
from chapbook.diag.report import Report
from chapbook.render import github, rdjson, sarif
from chapbook.render.diff import render_diff
from chapbook.render.paths import tidy, uri

LINE = "  Né à Köln: titel"


def diagnostic(**changes: Any) -> Diagnostic:
    values: dict[str, Any] = {
        "code": "S102",
        "slug": "unknown-key",
        "severity": Severity.ERROR,
        "message": "100 % wrong:\nno key “titel”, so nothing reads it.",
        "location": Location("./modules/tea, 1/a:b.yml", Span(3, 14, 3, 19)),
        "hint": "Did you mean “title”?",
        "excerpt": LINE,
        **changes,
    }
    return Diagnostic(**values)


WHOLE = diagnostic(
    code="S106", slug="file-not-used", severity=Severity.INFO, message="Not used.", hint="", excerpt="",
    location=Location("b.md", Span(1, 1, 1, 1)),
)  # fmt: skip
FIXED = diagnostic(fix=(Edit("./modules/tea, 1/a:b.yml", Span(3, 14, 3, 19), "title"),))
LONG = diagnostic(severity=Severity.WARNING, location=Location("c.md", Span(3, 1, 5, 2)))
REPORT = Report.of([WHOLE, FIXED, LONG], ["tea"])


# GitHub


def test_github_annotations_are_escaped() -> None:
    (line,) = github.render_report(Report.of([diagnostic()])).split("\n")
    assert line == (
        "::error file=modules/tea%2C 1/a%3Ab.yml,line=3,endLine=3,col=14,endColumn=19,title=S102 unknown-key"
        "::100 %25 wrong:%0Ano key “titel”, so nothing reads it.%0ADid you mean “title”?"
    )


def test_github_reads_back_what_was_meant() -> None:
    """The signs of its commands, in a property and in the message: also those that look escaped already."""
    path, message = "100%/a,b:c%2C.md", "50 % off, a:b %0A\r\nthen"
    each = diagnostic(message=message, hint="", slug="x,y:z%", location=Location(path, Span(1, 1, 1, 2)))
    line = github.render_report(Report.of([each]))
    _, head, body = line.split("::", 2)
    kind, _, written = head.partition(" ")
    properties = dict(part.split("=", 1) for part in written.split(","))
    assert kind == "error"
    assert _unescaped(properties["file"]) == path
    assert _unescaped(properties["title"]) == "S102 x,y:z%"
    assert _unescaped(body) == message


def _unescaped(text: str) -> str:
    """Undo escapes in the order in which GitHub's runner does: the per cent sign last."""
    for written, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, meant)
    return text


def test_github_sees_the_worst_first_and_no_columns_over_several_lines() -> None:
    lines = github.render_report(REPORT).split("\n")
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert "file=c.md,line=3,endLine=5,title" in lines[1]


def test_a_message_cannot_start_a_command_of_its_own() -> None:
    evil = diagnostic(message="x\n::add-mask::y\r\n::error::z", hint="")
    assert len(github.render_report(Report.of([evil])).splitlines()) == 1


def test_nothing_to_report_is_nothing() -> None:
    assert github.render_report(Report.of([])) == ""


# SARIF


def test_sarif_has_what_the_standard_asks_for() -> None:
    text = sarif.render_report(REPORT, version="1.2.3")
    assert text.isascii()
    log = json.loads(text)
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"], run["columnKind"]) == (
        "chapbook",
        "1.2.3",
        "unicodeCodePoints",
    )
    assert [rule["id"] for rule in driver["rules"]] == ["S102", "S106"]
    assert {rule["defaultConfiguration"]["level"] for rule in driver["rules"]} <= {
        "error",
        "warning",
        "note",
        "none",
    }
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_sarif_names_files_as_addresses_and_carries_fixes() -> None:
    (run,) = sarif.report_data(Report.of([FIXED]), version="1")["runs"]  # type: ignore[misc]
    (result,) = run["results"]  # type: ignore[has-type]
    artifact = {"uri": "modules/tea%2C%201/a%3Ab.yml"}
    region = {"startLine": 3, "startColumn": 14, "endLine": 3, "endColumn": 19}
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": artifact, "region": region}}]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == artifact
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "title"}}]


def test_the_fingerprint_does_not_depend_on_the_line() -> None:
    moved = diagnostic(location=Location("./modules/tea, 1/a:b.yml", Span(9, 14, 9, 19)))
    other = diagnostic(excerpt="another line")
    prints = [_fingerprint(each) for each in (diagnostic(), moved, other)]
    assert prints[0] == prints[1] != prints[2]


def _fingerprint(each: Diagnostic) -> object:
    data: Any = sarif.report_data(Report.of([each]), version="1")
    return data["runs"][0]["results"][0]["partialFingerprints"]


# Reviewdog


def test_rdjson_counts_columns_in_bytes() -> None:
    text = rdjson.render_report(Report.of([FIXED]))
    assert text.isascii()
    (found,) = json.loads(text)["diagnostics"]
    span = {"start": {"line": 3, "column": 17}, "end": {"line": 3, "column": 22}}
    assert LINE.encode()[16:21] == b"titel"
    assert found["location"] == {"path": "modules/tea, 1/a:b.yml", "range": span}
    assert (found["severity"], found["code"]) == ("ERROR", {"value": "S102"})
    assert found["suggestions"] == [{"range": span, "text": "title"}]


def test_rdjson_names_no_column_that_it_does_not_know() -> None:
    found: Any = rdjson.report_data(Report.of([WHOLE, LONG]))
    ranges = [each["location"]["range"] for each in found["diagnostics"]]
    assert ranges[0] == {"start": {"line": 1}, "end": {"line": 1}}
    assert ranges[1] == {"start": {"line": 3, "column": 1}, "end": {"line": 5}}


def test_rdjson_suggests_nothing_for_other_lines_or_files() -> None:
    here = Edit("./modules/tea, 1/a:b.yml", Span(3, 1, 3, 2), "x")
    for other in (Edit(here.path, Span(4, 1, 4, 2), "y"), Edit("b.md", Span(3, 1, 3, 2), "y")):
        found: Any = rdjson.report_data(Report.of([diagnostic(fix=(here, other))]))
        assert "suggestions" not in found["diagnostics"][0]


# Paths and diff


@pytest.mark.parametrize(
    ("path", "shown", "address"),
    [
        ("./chapbook.yml", "chapbook.yml", "chapbook.yml"),
        ("../x/é ü.md", "../x/é ü.md", "../x/%C3%A9%20%C3%BC.md"),
        ("a:b.md", "a:b.md", "a%3Ab.md"),
        ("a#b?.md", "a#b?.md", "a%23b%3F.md"),
        ("\ud800.md", "\ud800.md", "%3F.md"),
    ],
)
def test_paths(path: str, shown: str, address: str) -> None:
    assert (tidy(path), uri(path)) == (shown, address)


def test_the_diff_of_two_files() -> None:
    files = [("./a.yml", "one\r\ntwo\r\n", "one\r\n2\r\n"), ("b.md", "x\u2028y\n", "x\u2028z")]
    assert render_diff(files).split("\n") == [
        "--- a/a.yml", "+++ b/a.yml", "@@ -1,2 +1,2 @@", " one", "-two", "+2",
        "--- a/b.md", "+++ b/b.md", "@@ -1 +1 @@", "-x\ufffdy", "+x\ufffdz", "\\ No newline at end of file",
    ]  # fmt: skip


def test_the_diff_in_colour() -> None:
    text = render_diff([("a", "one\n", "two\n")], color=True)
    assert "\x1b[31m-one\x1b[0m" in text
    assert "\x1b[32m+two\x1b[0m" in text
