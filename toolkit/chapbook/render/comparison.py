"""What changed between two versions of a module, as text and as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import wrap

from chapbook.model.change import Bump, Change
from chapbook.model.compare import Comparison, bump_between
from chapbook.render.screen import Ink, harmless

SCHEMA = 1
_MEANING = {
    Bump.MAJOR: "earlier learners should take it again, or relied on something that is gone",
    Bump.MINOR: "there is more, or it is clearer",
    Bump.PATCH: "slips are corrected",
}


def render_comparison(comparison: Comparison, *, color: bool = False, width: int = 100) -> str:
    """Give the changes, the weightiest first, and the version they ask for; without a final newline."""
    ink = Ink(color)
    old, new = comparison.before, comparison.after
    lines = [ink.strong(harmless(f"{old.id} {old.version} → {new.id} {new.version}"))]
    if not comparison.changes:
        return "\n".join([*lines, "Nothing changed for learners."])
    for bump in (Bump.MAJOR, Bump.MINOR, Bump.PATCH):
        changes = [each for each in comparison.changes if each.bump is bump]
        if changes:
            lines += ["", ink.strong(f"{bump.word.capitalize()}: {_MEANING[bump]}")]
            lines += [line for each in changes for line in _bullet(each, width)]
    return "\n".join([*lines, "", *_advice(comparison)])


def _bullet(change: Change, width: int) -> list[str]:
    text = " ".join(harmless(change.message).split())
    return wrap(text, max(width, 40), initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)


def _advice(comparison: Comparison) -> Iterator[str]:
    if not comparison.suggested:
        yield f"This asks for a {comparison.bump.word} version."
        return
    actual = bump_between(comparison.before.version, comparison.after.version)
    if actual >= comparison.bump:
        yield f"This asks for a {comparison.bump.word} version; {harmless(comparison.after.version)} is one."
    else:
        yield f"This asks for a {comparison.bump.word} version: write version: {comparison.suggested}"


def render_comparison_json(comparison: Comparison) -> str:
    """Give one JSON object, in ASCII."""
    old, new = comparison.before, comparison.after
    actual = bump_between(old.version, new.version)
    data = {
        "schema": SCHEMA,
        "before": {"id": old.id, "uid": old.uid, "version": old.version},
        "after": {"id": new.id, "uid": new.uid, "version": new.version},
        "bump": comparison.bump.word,
        "suggested": comparison.suggested,
        "raised": actual.word,
        "enough": actual >= comparison.bump,
        "changes": [_data(each) for each in comparison.changes],
    }
    return json.dumps(data, indent=2)


def _data(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "what": change.what,
        "id": change.id,
        "was": change.was,
        "bump": change.bump.word,
        "message": change.message,
    }
