"""Questions that are written with checkboxes, as several dialects do; read by the rules of our own fences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chapbook.convert.question_values import choice
from chapbook.model.fence_body import Mark, split_body
from chapbook.model.question import Option, Question

_NUMBERED = re.compile(r"^([ \t]*)[0-9]{1,9}[.)](\s+\[[ xX]?\])")
_EMPTY_BOX = re.compile(r"^(\s*[-*+]\s+\[)(\])(?=\s)")


def checkbox_question(
    lines: list[str], identity: str = "", *, several: bool | None = None
) -> Question | None:
    """Read a stem, options `- [x]` or `1. [x]` with feedback below, hints and an explanation; None without options."""
    body = tuple(_EMPTY_BOX.sub(r"\1 \2", _NUMBERED.sub(r"\1-\2", line)) for line in lines)
    parts = list(split_body(body, frozenset({Mark.OPTION})))
    options = tuple(
        Option(text=part.joined(), correct=part.ticked, feedback=part.feedback_text())
        for part in parts
        if part.mark is Mark.OPTION
    )
    if not options:
        return None
    first = next(n for n, part in enumerate(parts) if part.mark is Mark.OPTION)
    return choice(
        options,
        several=several,
        id=identity,
        stem=_joined(part.joined() for part in parts[:first] if part.mark is Mark.TEXT),
        explanation=_joined(part.joined() for part in parts[first:] if part.mark is Mark.TEXT),
        hints=tuple(part.joined() for part in parts if part.mark is Mark.HINT and part.joined()),
    )


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)
