"""Find the page of a code."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chapbook.diag.codes import CODES, SITE_CODES, CodeEntry
from chapbook.diag.errors import UsageProblem
from chapbook.diag.suggest import nearest
from chapbook.lint.pages import read_page

_ALL = (*CODES, *SITE_CODES)


def explain(word: str, *, as_json: bool = False) -> str:
    """Give the page of a code or slug, or the list of a family such as `A4`.

    `UsageProblem` with a did-you-mean when there is none.
    """
    family = [entry for entry in _ALL if word and entry.code.startswith(word.upper())]
    if len(family) > 1:
        return list_codes(family, as_json=as_json)
    entry = _find(word)
    page = read_page(entry.code)
    return json.dumps(_facts(entry) | {"page": page}, ensure_ascii=False) if as_json else page.rstrip("\n")


def list_codes(entries: Sequence[CodeEntry] = _ALL, *, as_json: bool = False) -> str:
    """List codes with its name and severities."""
    if as_json:
        return json.dumps({"schema": 1, "codes": [_facts(entry) for entry in entries]}, ensure_ascii=False)
    rows = [
        f"{entry.code:<6}  {entry.slug:<28} {_word(entry.draft):<8} {_word(entry.publish)}"
        for entry in entries
    ]
    return "\n".join(["code    name                         draft    publish", *rows])


def _find(word: str) -> CodeEntry:
    by_slug = {entry.slug: entry for entry in _ALL}
    by_code = {entry.code: entry for entry in _ALL}
    entry = by_code.get(word.upper()) or by_slug.get(word.lower())
    if entry is None:
        near = nearest(word, [*by_code, *by_slug])
        hint = f"Did you mean “{near}”?" if near else "See them all with: chapbook explain"
        raise UsageProblem("no-such-code", f"There is no code “{word}”.", hint)
    return entry


def _facts(entry: CodeEntry) -> dict[str, str]:
    return {
        "code": entry.code,
        "slug": entry.slug,
        "draft": _word(entry.draft),
        "publish": _word(entry.publish),
    }


def _word(severity: object) -> str:
    return str(severity) if severity is not None else "off"
