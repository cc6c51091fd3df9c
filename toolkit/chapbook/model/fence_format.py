"""One way to lay out a quiz fence. The lesson around it is not touched.

The settings stand in one order, a blank line between question, answers, hints and explanation, answers close together,
feedback below its answer. What learners read stays the same, to the last character; a fence in which that cannot be
kept, or in which something is amiss, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chapbook.diag.diagnostic import Finding
from chapbook.model.fence_body import Mark, Part, split_body
from chapbook.model.fence_decoder import decode_fence
from chapbook.model.fence_info import INFO_TOKEN
from chapbook.model.fence_types import ITEMS
from chapbook.model.question import Question
from chapbook.source.markdown_reader import read_outline
from chapbook.source.outline import Fence
from chapbook.source.text import split_front_matter

SETTINGS_ORDER = (
    "id",
    "type",
    "objective",
    "points",
    "review",
    "shuffle",
    "attempts",
    "difficulty",
    "source",
    "renamed_from",
)
_HALVED = frozenset({"reflect", "card"})
_BARE = re.compile(r"[^\s\"'=`]+\Z")
_AMISS = frozenset({"S102", "S103", "S114", "S115"})


def format_lesson(text: str) -> str:
    """Give a lesson's text with its quiz fences in the one layout; `text` has `\\n` only and no byte order mark."""
    matter = split_front_matter(text)
    lines = text.split("\n")
    for fence in reversed(read_outline("", matter.body, matter.body_line).quiz_fences):
        first, last = fence.span.line - 1, fence.line - 1 + len(fence.lines)
        written = _fence(fence, lines[first])
        if written is not None:
            lines[first : last + 1] = [*written, lines[last].rstrip()]
    made = "\n".join(lines)
    return made if made == text or _questions(made) == _questions(text) else text


def _questions(text: str) -> list[tuple[Question | None, list[tuple[str, str]]]]:
    matter = split_front_matter(text)
    fences = read_outline("", matter.body, matter.body_line).quiz_fences
    return [(question, _words(found)) for question, found in (decode_fence("", fence) for fence in fences)]


def _words(found: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in found]


def _fence(fence: Fence, opening: str) -> list[str] | None:
    """Give the lines of a fence but for its last one; None when it is to stay as it is."""
    margin = opening[: fence.span.column - 1]
    question, found = decode_fence("", fence)
    if not fence.closed or margin.strip(" ") or any(each.code in _AMISS for each in found) or not fence.lines:
        return None
    kind = _kind(fence, question)
    body = _body(fence.lines, kind) if kind else None
    if body is None:
        return None
    after = decode_fence("", replace(fence, lines=tuple(body)))
    if after[0] != question or _words(after[1]) != _words(found):
        return None
    return [_opening(fence, opening), *(margin + line if line else "" for line in body)]


def _kind(fence: Fence, question: Question | None) -> str:
    if question is not None:
        return question.type
    settings = {token["key"]: token["value"] or "" for token in INFO_TOKEN.finditer(fence.info)}
    kind = settings.get("type", "single")
    return kind if kind in ITEMS else ""


def _opening(fence: Fence, opening: str) -> str:
    start = fence.info_column - 1
    if start < 0 or opening[start:].strip() != fence.info.strip():
        return opening.rstrip()
    _, _, info = fence.info.strip().partition("quiz")
    tokens = [(token["key"], _token(token)) for token in INFO_TOKEN.finditer(info)]
    rank = {name: n for n, name in enumerate(SETTINGS_ORDER)}
    tokens.sort(key=lambda each: rank.get(each[0], len(rank)))
    ticks = opening[fence.span.column - 1 : start].rstrip()
    return " ".join([opening[: fence.span.column - 1] + ticks + "quiz", *(token for _, token in tokens)])


def _token(token: re.Match[str]) -> str:
    quoted = token["quoted"]
    return f"{token['key']}={quoted}" if quoted and _BARE.match(quoted) else token[0]


def _body(lines: tuple[str, ...], kind: str) -> list[str] | None:
    parts = list(split_body(lines, ITEMS[kind]))
    if kind in _HALVED:
        return _halves(parts, lines)
    made: list[str] = []
    before: Part | None = None
    blank = False
    number = 0
    for part in parts:
        number += part.mark is Mark.NUMBERED
        written = _part(part, number)
        if not written:
            continue
        if before is not None and (not _is_close(before, part) or (blank and before.mark is not part.mark)):
            made.append("")
        made += written
        before, blank = part, _ends_blank(part)
    return made


def _is_close(one: Part, other: Part) -> bool:
    """Say whether two parts stand together without a blank line."""
    if Mark.TEXT in (one.mark, other.mark):
        return False
    return (one.mark is Mark.HINT) == (other.mark is Mark.HINT)


def _ends_blank(part: Part) -> bool:
    last = part.text if part.feedback is None else part.feedback
    return bool(last) and not last[-1].strip()


def _halves(parts: list[Part], lines: tuple[str, ...]) -> list[str] | None:
    """Give a question with a rule: blank lines only around the first one, for those below it are text."""
    rule = next((part for part in parts if part.mark is Mark.RULE), None)
    if rule is None:
        return None
    front = _between(lines[: rule.line])
    back = _between(lines[rule.line + 1 :])
    return [*front, *([""] if front else []), "---", *([""] if back else []), *back]


def _between(lines: Sequence[str]) -> list[str]:
    """Give lines without blank ones at both ends."""
    kept = list(lines)
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return [*kept[:-1], kept[-1].rstrip()] if kept else []


def _part(part: Part, number: int) -> list[str]:
    if part.mark is Mark.TEXT:
        return _between(part.text)
    first, *rest = _until_blank(part.text) or [""]
    head = _sign(part, number)
    lines = [f"{head} {first}" if first else head, *(f"  {line}" if line else "" for line in rest)]
    feedback = _between(part.feedback or [])
    return [*lines, *(f"  > {line}" if line else "  >" for line in feedback)]


def _until_blank(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return [*kept[:-1], kept[-1].rstrip()] if kept else []


def _sign(part: Part, number: int) -> str:
    if part.mark is Mark.OPTION:
        return "- [x]" if part.ticked else "- [ ]"
    signs = {Mark.HINT: "?", Mark.BULLET: "-", Mark.ANSWER: "=", Mark.PATTERN: "=~", Mark.WRONG: "!"}
    return signs.get(part.mark) or f"{number}."
