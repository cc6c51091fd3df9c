"""Cut the body of a quiz fence into its parts, each with its line (format.md, "Quiz fence").

A line that starts with `? ` is a hint, `- [ ]` an option or point, `> ` below an answer its feedback, `---` a rule.
Lines inside a code block of the body are never looked at. Continuation lines are indented or follow without a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto


class Mark(Enum):
    """What a line of the body starts."""

    HINT = auto()
    OPTION = auto()
    BULLET = auto()
    NUMBERED = auto()
    ANSWER = auto()
    PATTERN = auto()
    WRONG = auto()
    FEEDBACK = auto()
    RULE = auto()
    TEXT = auto()
    BLANK = auto()


_PATTERNS = (
    (Mark.HINT, re.compile(r"\?\s+(?P<text>.*)")),
    (Mark.OPTION, re.compile(r"[-*+]\s+\[(?P<tick>[ xX])\](\s+(?P<text>.*))?\Z")),
    (Mark.RULE, re.compile(r"---+\s*\Z")),
    (Mark.BULLET, re.compile(r"[-*+]\s+(?P<text>.*)")),
    (Mark.NUMBERED, re.compile(r"[0-9]{1,9}[.)]\s+(?P<text>.*)")),
    (Mark.PATTERN, re.compile(r"=~\s*(?P<text>.*)")),
    (Mark.ANSWER, re.compile(r"=\s+(?P<text>.*)")),
    (Mark.WRONG, re.compile(r"!\s+(?P<text>.*)")),
)
_QUOTE = re.compile(r"\s*>\s?(?P<text>.*)")
_BEGINNINGS = ("?", "-*+", "-", "-*+", "0123456789", "=", "=", "!")
_MARKS = {
    sign: tuple(each for each, begins in zip(_PATTERNS, _BEGINNINGS, strict=True) if sign in begins)
    for sign in "?-*+0123456789=!"
}
"""What a line may start, by its first character."""
_CODE = re.compile(r"\s*(`{3,}|~{3,})")


@dataclass(slots=True)
class Part:
    """One part of a body. `line` counts from 0 in the body; `feedback` is None when there is none."""

    mark: Mark
    line: int
    text: list[str] = field(default_factory=list)
    ticked: bool = False
    feedback: list[str] | None = None

    def joined(self) -> str:
        """Give the text as Markdown."""
        return "\n".join(self.text).strip()

    def feedback_text(self) -> str:
        """Give the feedback as Markdown."""
        return "\n".join(self.feedback or []).strip()


_WITH_FEEDBACK = frozenset({Mark.OPTION, Mark.WRONG, Mark.ANSWER})


def _mark(line: str) -> tuple[Mark, re.Match[str] | None]:
    bare = line.lstrip()
    if not bare:
        return Mark.BLANK, None
    if bare[0] == ">":
        return Mark.FEEDBACK, _QUOTE.match(line)
    for mark, pattern in _MARKS.get(line[0], ()):
        if match := pattern.match(line):
            return mark, match
    return Mark.TEXT, None


def _code_lines(lines: tuple[str, ...]) -> frozenset[int]:
    """Give the numbers of lines that belong to a code block of the body."""
    inside: set[int] = set()
    opened = ""
    for number, line in enumerate(lines):
        match = _CODE.match(line) if "```" in line or "~~~" in line else None
        if opened:
            inside.add(number)
            if match and match[1].startswith(opened) and not line.strip().strip(match[1][0]):
                opened = ""
        elif match:
            inside.add(number)
            opened = match[1]
    return frozenset(inside)


def split_body(lines: tuple[str, ...], items: frozenset[Mark]) -> Iterator[Part]:
    """Cut a body. Only marks in `items` start an item; other such lines are text of what stands there."""
    code = _code_lines(lines)
    part = Part(Mark.TEXT, 0)
    blank = False
    for number, line in enumerate(lines):
        mark, match = (Mark.TEXT, None) if number in code else _mark(line)
        if mark is Mark.BLANK:
            blank = True
            _append(part, "")
        elif mark is Mark.FEEDBACK and match and part.mark in _WITH_FEEDBACK:
            part.feedback = part.feedback or []
            part.feedback.append(match["text"])
            blank = False
        elif mark in items or mark is Mark.HINT:
            yield part
            part = _part(mark, number, match)
            blank = False
        else:
            if _ends(part, line, blank):
                yield part
                part = Part(Mark.TEXT, number)
            _append(part, line)
            blank = False
    yield part


def _part(mark: Mark, number: int, match: re.Match[str] | None) -> Part:
    text = (match["text"] or "") if match and mark is not Mark.RULE else ""
    ticked = match is not None and mark is Mark.OPTION and match["tick"] in ("x", "X")
    return Part(mark, number, [text], ticked=ticked)


def _ends(part: Part, line: str, blank: bool) -> bool:
    """Say whether text at `line` no longer belongs to `part`: not indented, after a blank line."""
    if part.mark is Mark.RULE:
        return True
    return part.mark is not Mark.TEXT and blank and not line.startswith(("  ", "\t"))


def _append(part: Part, line: str) -> None:
    target = part.text if part.feedback is None else part.feedback
    is_item = part.mark is not Mark.TEXT
    target.append(line[2:] if is_item and line.startswith("  ") else line)
