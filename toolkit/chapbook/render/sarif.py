"""A report as SARIF 2.1.0 (OASIS), which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json

from chapbook.diag.codes import BY_CODE
from chapbook.diag.diagnostic import Diagnostic, Edit, Severity, Span
from chapbook.diag.report import Report
from chapbook.render.paths import tidy, uri

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_report(report: Report, *, version: str) -> str:
    """Give one JSON object, in ASCII; `version` is that of Chapbook."""
    return json.dumps(report_data(report, version=version), indent=2)


def report_data(report: Report, *, version: str) -> dict[str, object]:
    """Give a report as plain values. Columns count code points, and the log says so."""
    codes = list(dict.fromkeys(sorted(each.code for each in report.diagnostics)))
    driver = {"name": "chapbook", "version": version, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code)) for each in report.diagnostics],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, object]:
    entry = BY_CODE[code]
    name = "".join(part.capitalize() for part in entry.slug.split("-"))
    rule: dict[str, object] = {
        "id": code,
        "name": name,
        "shortDescription": {"text": entry.slug.replace("-", " ").capitalize() + "."},
        "help": {"text": f"To read more: chapbook explain {code}"},
    }
    if entry.publish is not None:
        rule["defaultConfiguration"] = {"level": _LEVELS[entry.publish]}
    return rule


def _result(diagnostic: Diagnostic, index: int) -> dict[str, object]:
    location = diagnostic.location
    text = f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(location.path),
                    "region": _region(location.span),
                }
            }
        ],
        "partialFingerprints": {"chapbook/v1": _fingerprint(diagnostic)},
    }
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix)]
    return result


def _fingerprint(diagnostic: Diagnostic) -> str:
    """Give what stays the same when the line moves."""
    line = diagnostic.excerpt.strip() or diagnostic.message
    text = "\0".join((diagnostic.code, tidy(diagnostic.location.path), line))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _fix(edits: tuple[Edit, ...]) -> dict[str, object]:
    paths = dict.fromkeys(edit.path for edit in edits)
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
                for edit in edits
                if edit.path == path
            ],
        }
        for path in paths
    ]
    return {"description": {"text": "Mend it as chapbook check --fix does."}, "artifactChanges": changes}


def _artifact(path: str) -> dict[str, object]:
    return {"uri": uri(path)}


def _region(span: Span) -> dict[str, object]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
