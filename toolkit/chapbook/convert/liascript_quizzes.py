"""Quizzes of LiaScript in the text of a section, and the marks that only LiaScript reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chapbook.convert.links import outside_code
from chapbook.convert.notes import Log
from chapbook.convert.question_values import choice
from chapbook.convert.sources import one_line
from chapbook.model.question import Cloze, Option, Question, TextQuestion

_SINGLE = re.compile(r"\s*(?:[-*+]\s+)?\[\(([ xX])\)\][ \t]*(.*)")
_SEVERAL = re.compile(r"\s*(?:[-*+]\s+)?\[\[([ xX])\]\][ \t]*(.*)")
_MATRIX = re.compile(
    r"\s*(?:[-*+]\s+)?\[((?:\[[^\[\]\n]*\]|\([^()\n]*\))(?:[ \t]+(?:\[[^\[\]\n]*\]|\([^()\n]*\)))+)[ \t]*\][ \t]*(.*)"
)
_CELL = re.compile(r"\[([^\[\]\n]*)\]|\(([^()\n]*)\)")
_HINT = re.compile(r"\s*\[\[\?\]\][ \t]*(.*)")
_ALONE = re.compile(r"\s*\[\[([^\[\]\n]+)\]\]\s*")
_BLANK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_CODE = re.compile(r"\s*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?!.*`)|~{3,})")
_STARS = re.compile(r"\s*\*{3,}\s*")
_EFFECT = re.compile(r"[ \t]*(?:--)?\{\{[^{}\n]{0,40}\}\}(?:--)?[ \t]*")
_MEDIA = re.compile(r"(?<![\w!?\\])(!\?|\?\?|\?)(?=\[[^\]\n]*\]\()")
_UNKNOWN = re.compile(
    r"\[\[(?:!|_+|:|\((?![^()\[\]]*\)\s*(?:\||\]\])))|\[\((?:[0-9:]|-)|^\s*(?:[-*+]\s+)?\[\[[0-9]+\]\]\s+\S(?!.*\[\[)"
)


@dataclass(slots=True)
class Section:
    """One section: its heading, level (0 before the first) and lines; `first_line` is that of the first of them."""

    title: str
    level: int
    first_line: int
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Lines:
    """Lines that are read one after the other."""

    lines: list[str]
    at: int = 0

    def peek(self) -> str | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def take_while(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = []
        while (line := self.peek()) is not None and (match := pattern.fullmatch(line)):
            found.append(match)
            self.at += 1
        return found

    def take_options(self, pattern: re.Pattern[str]) -> Iterator[tuple[bool, str]]:
        """Give each option with the indented lines that continue it: whether it is right, and its text."""
        while found := self.take_while(pattern):
            for match in found[:-1]:
                yield match[1] in "xX", match[2].strip()
            text = [found[-1][2].strip()]
            while (line := self.peek()) and line.startswith(("   ", "\t")) and not _ends_option(line):
                text.append(line.strip())
                self.at += 1
            yield found[-1][1] in "xX", "\n".join(text)

    def skip_blank(self) -> None:
        while (line := self.peek()) is not None and not line.strip():
            self.at += 1


def _ends_option(line: str) -> bool:
    """Say whether an indented line is no more of an option, but a hint, the stars of a solution or another quiz."""
    return any(each.fullmatch(line) for each in (_STARS, _HINT, _SINGLE, _SEVERAL))


def pieces(section: Section, path: str, log: Log) -> Iterator[str | Question]:
    """Give the Markdown and the questions of a section in order."""
    source = _Lines(_without_remarks(section, path, log))
    text: list[str] = []
    opened = ""
    while (line := source.peek()) is not None:
        number = section.first_line + source.at
        code = _CODE.match(line)
        is_code = bool(opened or code)
        if opened:
            opened = "" if code and code[1].startswith(opened) and not line.strip().strip("`~") else opened
        elif code:
            opened = code[1]
        questions = [] if is_code else _questions(source, text, section.title, number, path, log)
        if not questions:
            text.append(line)
            source.at += 1
            continue
        yield _common("\n".join(text), path, log)
        yield from questions
        text = []
    yield _common("\n".join(text), path, log)


def _without_remarks(section: Section, path: str, log: Log) -> list[str]:
    """Give the lines without comments, which set how the next block looks; as many lines as before."""
    lines: list[str] = []
    opened, start, remark = "", 0, list[str]()
    for number, line in enumerate(section.lines, section.first_line):
        code = _CODE.match(line)
        if start:
            remark.append(line.strip())
        elif opened:
            opened = "" if code and code[1].startswith(opened) and not line.strip().strip("`~") else opened
        elif code:
            opened = code[1]
        elif line.strip().startswith("<!--"):
            start, remark = number, [line.strip()]
        if not start:
            lines.append(line)
            continue
        lines.append("")
        if "-->" in line:
            said = " ".join(remark)
            log.lose(f"A comment was left out: {one_line(said[4:].partition('-->')[0], 300)}", path, start)
            lines[-1] = said.partition("-->")[2].strip()
            start = 0
    if start:
        log.lose("A comment is not closed; it stands as text.", path, start)
        lines[start - section.first_line :] = section.lines[start - section.first_line :]
    return lines


def _questions(
    source: _Lines, text: list[str], title: str, number: int, path: str, log: Log
) -> list[Question]:
    """Read the quiz that starts here: one question, or one for each row of a matrix; none when no quiz does."""
    if rows := _matrix(source):
        common = _common_values(source, text, title, path, log)
        log.change("Each row of a matrix is a question of its own.", path, number)
        stems = [f"{common['stem']}\n\n{row}".strip() for row, _, _ in rows]
        return [
            choice(options, several=several, **(common | {"stem": stem}))
            for stem, (_, options, several) in zip(stems, rows, strict=True)
        ]
    question = _question(source, text, title, number, path, log)
    return [question] if question else []


def _matrix(source: _Lines) -> list[tuple[str, tuple[Option, ...], bool]]:
    """Read a row of titles and the rows below it: their texts, options, and whether several may be right."""
    at = source.at
    titles = _cells(source.peek())
    source.at += 1
    rows: list[tuple[str, tuple[Option, ...], bool]] = []
    while titles and not _ticked(titles):
        match = _MATRIX.fullmatch(source.peek() or "")
        cells = _cells(match[0] if match else "")
        if match is None or len(cells) != len(titles) or not _ticked(cells):
            break
        options = tuple(
            Option(text=each, correct=bool(cell)) for each, cell in zip(titles, cells, strict=True)
        )
        rows.append((match[2].strip(), options, match[1].startswith("[")))
        source.at += 1
    if not rows:
        source.at = at
    return rows


def _cells(line: str | None) -> list[str]:
    match = _MATRIX.fullmatch(line or "")
    return [(a or b).strip() for a, b in _CELL.findall(match[1])] if match else []


def _ticked(cells: list[str]) -> bool:
    return set(cells) <= {"", "x", "X"}


def _question(
    source: _Lines, text: list[str], title: str, number: int, path: str, log: Log
) -> Question | None:
    """Read a quiz that starts here, take its stem off `text`; None, and nothing taken, when none does."""
    line = source.peek() or ""
    if _SINGLE.fullmatch(line):
        options = tuple(Option(text=said, correct=ok) for ok, said in source.take_options(_SINGLE))
        common = _common_values(source, text, title, path, log)
        if sum(each.correct for each in options) > 1:
            log.change("Any of several options was right; now all of them must be chosen.", path, number)
        return choice(options, **common)
    if _SEVERAL.fullmatch(line):
        options = tuple(Option(text=said, correct=ok) for ok, said in source.take_options(_SEVERAL))
        return choice(options, several=True, **_common_values(source, text, title, path, log))
    if _UNKNOWN.search(line):
        log.lose(
            f"“{one_line(line, 60)}” is a quiz or survey that is not known here; it stands as text.",
            path,
            number,
        )
        return None
    if (alone := _ALONE.fullmatch(line)) and not _HINT.fullmatch(line):
        source.at += 1
        return _typed(alone[1], _common_values(source, text, title, path, log), path, number, log)
    return _gaps(source, text, number, path, log) if _BLANK.search(_without_code(line)) else None


def _without_code(line: str) -> str:
    return re.sub(r"`+[^`\n]*`+", "", line)


def _typed(inside: str, common: dict[str, Any], path: str, number: int, log: Log) -> Question:
    """Give the question behind `[[answer]]`, or behind `[[wrong|(right)]]`, which is a choice."""
    parts = [part.strip() for part in inside.removeprefix("->").split("|")]
    marked = [part.startswith("(") and part.endswith(")") for part in parts]
    if any(marked):
        options = tuple(
            Option(text=part[1:-1].strip() if right else part, correct=right)
            for part, right in zip(parts, marked, strict=True)
        )
        if sum(marked) > 1:
            log.change("Any of several options was right; now all of them must be chosen.", path, number)
        return choice(options, **common)
    return TextQuestion(accept=tuple(filter(None, parts)) or (inside,), **common)


def _gaps(source: _Lines, text: list[str], number: int, path: str, log: Log) -> Question:
    """Read a paragraph with gaps in its sentences."""
    paragraph: list[str] = []
    while text and text[-1].strip():
        paragraph.insert(0, text.pop())
    while (line := source.peek()) is not None and line.strip() and not _HINT.fullmatch(line):
        paragraph.append(line.strip())
        source.at += 1
    hints, explanation = _after(source)
    said = _common("\n".join(paragraph), path, log)
    for match in _BLANK.finditer(said):
        wrong = [part.strip() for part in match[1].removeprefix("->").split("|")]
        if any(part.startswith("(") for part in wrong):
            shown = ", ".join(part for part in wrong if not part.startswith("("))
            log.lose(f"A gap is typed now; its wrong answers were left out: {shown}", path, number)
    return Cloze(id="", text=_BLANK.sub(_gap, said), hints=hints, explanation=_common(explanation, path, log))


def _gap(match: re.Match[str]) -> str:
    """Give a gap with what is right: of options those in brackets."""
    parts = [part.strip() for part in match[1].removeprefix("->").split("|")]
    right = [part[1:-1].strip() for part in parts if part.startswith("(") and part.endswith(")")]
    return f"[[{'|'.join(right or parts)}]]"


def _common_values(source: _Lines, text: list[str], title: str, path: str, log: Log) -> dict[str, Any]:
    """Give stem, hints and explanation. The stem is the paragraph before the quiz, else the section's title."""
    hints, explanation = _after(source)
    while text and not text[-1].strip():
        text.pop()
    stem: list[str] = []
    while text and text[-1].strip() and not text[-1].lstrip().startswith(("#", "```", "~~~", "|")):
        stem.insert(0, text.pop().strip())
    said = _common("\n".join(stem), path, log).strip()
    return {"id": "", "stem": said or title, "hints": hints, "explanation": _common(explanation, path, log)}


def _after(source: _Lines) -> tuple[tuple[str, ...], str]:
    """Read the hints and, between two lines of stars, the explanation below a quiz."""
    hints = tuple(text for match in source.take_while(_HINT) if (text := match[1].strip()))
    start = source.at
    source.skip_blank()
    if (line := source.peek()) is None or not _STARS.fullmatch(line):
        source.at = start
        return hints, ""
    end = next(
        (n for n in range(source.at + 1, len(source.lines)) if _STARS.fullmatch(source.lines[n])), None
    )
    if end is None:
        source.at = start
        return hints, ""
    lines = source.lines[source.at + 1 : end]
    source.at = end + 1
    return hints, "\n".join(lines).strip()


def _common(text: str, path: str, log: Log) -> str:
    """Give Markdown without the marks for effects, narration and media."""

    def change(part: str) -> str:
        if _EFFECT.search(part):
            log.lose("When something appears, or is spoken, has no place: all of it is shown at once.", path)
            part = _EFFECT.sub("", part)
        if _MEDIA.search(part):
            log.change("A film, a sound or an embedded page is a link to it now.", path)
            part = _MEDIA.sub("", part)
        return part

    return outside_code(text, change)
