"""Parser errors in the words of people who write prose, with the line as it should be.

A correction is told only after it was tried: with it, YAML reads on beyond the place where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chapbook.diag.diagnostic import Edit, Finding, Place, Span
from chapbook.source.yaml_lines import KEY_REPAIRS, LAST_REPAIRS, LINE_REPAIRS
from chapbook.source.yaml_repairs import Repair, in_quotes, value_column, with_line
from chapbook.source.yaml_texts import PROSE_REPAIRS, TEXT_REPAIRS

Mark = tuple[int, int]
"""(line, column), both from 0."""

StopsAt = Callable[[str], Mark | None]
"""Says where YAML stops reading a text; None when it reads all of it."""

_TRIALS = 60
_LINES_AFTER = 40
_LINES_BEFORE = 30
_MAX_TRIED = 2**16
"""Characters up to the error, above which no correction is tried: no author writes such a file by hand."""

_BOTH_SIDES = ("<<<<<<< ", ">>>>>>> ")
"""How lines start that git leaves where two changes meet."""

_REASONS = (
    ("could not find expected ':'", "this line is no “key: value”"),
    ("mapping values are not allowed", "there is a colon where no new key can begin"),
    ("did not find expected '-'", "this line is not indented like the list that it stands in"),
    ("did not find expected key", "this line does not fit in with the lines above"),
    ("expected ',' or", "a bracket is not closed"),
    ("end of stream", "a quotation mark or a bracket is never closed"),
    ("cannot start any token", "a word starts with a sign that YAML keeps for itself"),
    ("escape", "a backslash in double quotes is followed by a letter that YAML does not know"),
)


def explain_error(
    path: str, text: str, marks: list[Mark], problem: str, first_line: int, stops_at: StopsAt
) -> Finding:
    """Say why YAML stopped, and how the line should read.

    `marks` are where it stopped, and where what it was reading began.
    """
    lines = text.split("\n")
    for number, each in enumerate(lines):
        if each.startswith(_BOTH_SIDES):
            return _conflict(path, number + first_line, len(each))
    line, column = min(marks[0][0], len(lines) - 1), marks[0][1]
    if repair := _repair(lines, line, marks, stops_at):
        return _finding(path, lines, repair, first_line)
    hint = "Look at this line and the one above: indentation, quotes and brackets must match."
    reason = next((words for sign, words in _REASONS if sign in problem), "something is not closed")
    message = f"YAML cannot be read from here on: {reason}."
    place = Place(path=path, span=Span(line + first_line, column + 1, line + first_line, column + 2))
    return Finding(code="S101", message=message, place=place, hint=hint)


def _conflict(path: str, line: int, length: int) -> Finding:
    message = "Git left both sides of a conflict in this file, and it cannot be read before you choose."
    hint = (
        "Keep the lines that you want, and delete the other side with the lines <<<<<<<, ======= and >>>>>>>."
    )
    return Finding(
        code="S101", message=message, place=Place(path=path, span=Span(line, 1, line, length + 1)), hint=hint
    )


def quoting_hint(line: str, otherwise: str) -> str:
    """Give a line with its value in quotes, as a hint; `otherwise` when it is no entry."""
    fixed = in_quotes(line)
    return with_line(f"{otherwise} If it is a sentence, put it in quotes", fixed) if fixed else otherwise


def _repair(lines: list[str], line: int, marks: list[Mark], stops_at: StopsAt) -> Repair | None:
    known = lines[: line + _LINES_AFTER]
    if sum(map(len, known)) > _MAX_TRIED:
        return None
    for number, offer in enumerate(_offers(known, line, marks)):
        if number >= _TRIALS:
            break
        changed = [*known[: offer.line], *offer.lines, *known[offer.line + offer.count :]]
        stop = stops_at("\n".join(changed))
        if stop is None or stop[0] - (len(offer.lines) - offer.count) > max(line, offer.line):
            return offer
    return None


def _offers(lines: list[str], line: int, marks: list[Mark]) -> Iterator[Repair]:
    near = dict.fromkeys((line, *(each for each, _ in reversed(marks)), line - 1))
    for index in range(line - 2, max(-1, line - _LINES_BEFORE), -1):
        if lines[index : index + 1] and lines[index][value_column(lines[index]) :][:1] in (
            "'",
            '"',
            "[",
            "{",
        ):
            near[index] = None
    for repair in (*LINE_REPAIRS, *TEXT_REPAIRS, *KEY_REPAIRS, *PROSE_REPAIRS, *LAST_REPAIRS):
        for index in near:
            if 0 <= index < len(lines):
                yield from repair(lines, index)


def _finding(path: str, lines: list[str], repair: Repair, first_line: int) -> Finding:
    number = repair.line + first_line
    last = lines[repair.line + repair.count - 1]
    source = lines[repair.line]
    start = repair.at or len(source) - len(source.lstrip())
    span = Span(number, start + 1, number, max(len(source.rstrip()), start + 1) + 1)
    edit = Edit(path, Span(number, 1, number + repair.count - 1, len(last) + 1), "\n".join(repair.lines))
    place = Place(path=path, span=span)
    return Finding(code="S101", message=repair.message, place=place, hint=repair.hint, fix=(edit,))
