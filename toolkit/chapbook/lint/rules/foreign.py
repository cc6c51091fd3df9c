"""Signs that only one other program understands, and that everybody else sees as they are (X808)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.code import without_code
from chapbook.lint.places import LineMap
from chapbook.lint.prose import prose_in
from chapbook.lint.signs import holds_any
from chapbook.model.subject import Subject

_MATHS = re.compile(
    r"\$\$(?s:.{1,1000}?)\$\$|\\\((?s:.{1,1000}?)\\\)|\\\[(?s:.{1,1000}?)\\\]|(?<![\\$\w])\$(?![\s$])[^$\n]{1,500}(?<!\s)\$(?![\w$])"
)
_SIGNS = (
    (re.compile(r"-+8<-+"), "a file to be included (PyMdown Snippets)"),
    (re.compile(r"\{\{[^{}\n]{0,300}\}\}"), "a value or macro to be filled in (Jinja, Hugo, LiaScript)"),
    (re.compile(r"\{%[^{}\n]{0,300}%\}"), "a command of a template (Jinja, Liquid)"),
    (re.compile(r"(?<![\w.@/`])@[A-Za-z][\w.]{0,60}\((?=[^()\n]{0,200}\))"), "a macro (LiaScript)"),
    (
        re.compile(r"(?<![!?\w])(?:!\?|\?\?|\?)\[[^\[\]\n]{0,200}\]\((?=[^()\s]{1,400}\))"),
        "a player (LiaScript)",
    ),
)


def engine_syntax(subject: Subject) -> Iterator[Finding]:
    """X808: syntax of another engine, outside code and formulas."""
    for path, outline in subject.outlines.items():
        lines = LineMap(outline.body, outline.body_line)
        for sign, what, offset in _signs(outline.body):
            yield _foreign(sign, what, Place(path=path, span=lines.span(offset, len(sign))))
    for path, document in subject.documents.items():
        for at, text in prose_in(document):
            for sign, what, _ in _signs(text):
                yield _foreign(sign, what, Place(path=path, data_path=at))


def _signs(text: str) -> Iterator[tuple[str, str, int]]:
    if not holds_any(text, ("@", "{{", "{%", "8<", "?[")):
        return
    prose = without_code(text)
    if "$" in prose or "\\" in prose:
        prose = _MATHS.sub(lambda formula: re.sub(r"[^\n]", " ", formula[0]), prose)
    for pattern, what in _SIGNS:
        for match in pattern.finditer(prose):
            yield match[0], what, match.start()
        prose = pattern.sub(lambda sign: " " * len(sign[0]), prose)  # {{% … %}} is one sign, not two


def _foreign(sign: str, what: str, place: Place) -> Finding:
    shown = sign if len(sign) <= 40 else f"{sign[:39]}…"
    return Finding(
        code="X808",
        message=f"“{shown}” is {what}. Nothing fills it in here, so learners read it as it stands.",
        place=place,
        hint="Write out what should stand there. To speak about the sign itself, put it between backticks.",
    )
