"""Parser errors in the words of people who write prose, with the line as it should be."""

from __future__ import annotations

import re
from collections.abc import Callable

from chapbook.diag.diagnostic import Finding, Place, Span

_ENTRY = re.compile(r"(?P<lead>\s*(?:- )*(?:[\w-]+:\s+|- ))(?P<value>\S.*?)\s*$")
_SPECIAL_START = {
    "`": "a backtick",
    "@": "an at sign",
    "%": "a per cent sign",
    "*": "an asterisk, which YAML takes for an alias",
    "&": "an ampersand, which YAML takes for an anchor",
    "!": "an exclamation mark, which YAML takes for a tag",
    "|": "a vertical bar, which YAML takes for a block of text",
    ">": "a greater-than sign, which YAML takes for a block of text",
    "[": "a square bracket, which YAML takes for a list",
    "{": "a brace, which YAML takes for a mapping",
}


def explain_error(
    path: str, text: str, marks: list[tuple[int, int]], problem: str, first_line: int
) -> Finding:
    """Say why YAML stopped, and how the line should read.

    `marks` are (line, column), 0-based in `text`: where it stopped, and where what it was reading began.
    """
    lines = text.split("\n")
    line, column = min(marks[0][0], len(lines) - 1), marks[0][1]
    candidates = dict.fromkeys((line, line - 1, *(each for each, _ in marks[1:])))
    for guess in _GUESSES:
        for index in candidates:
            if 0 <= index < len(lines) and (answer := guess(lines[index])):
                message, hint = answer
                return _finding(path, lines, index, first_line, message, hint)
    hint = "Look at this line and the one above: indentation, quotes and brackets must match."
    message = f"YAML cannot be read from here on: {problem or 'something is not closed'}."
    place = Place(path=path, span=Span(line + first_line, column + 1, line + first_line, column + 2))
    return Finding(code="S101", message=message, place=place, hint=hint)


def _finding(path: str, lines: list[str], index: int, first_line: int, message: str, hint: str) -> Finding:
    source = lines[index]
    entry = _ENTRY.match(source)
    start = entry.start("value") if entry else len(source) - len(source.lstrip())
    number = index + first_line
    span = Span(number, start + 1, number, max(len(source.rstrip()), start + 1) + 1)
    return Finding(code="S101", message=message, place=Place(path=path, span=span), hint=hint)


def quoted(value: str) -> str:
    """Give a sentence in quotes that YAML reads back as it stands."""
    if "\\" not in value and '"' not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


Answer = tuple[str, str] | None


def _tab(source: str) -> Answer:
    if "\t" not in source[: len(source) - len(source.lstrip())]:
        return None
    fixed = source.expandtabs(2)
    return (
        "This line is indented with a tab; YAML allows only spaces.",
        f"Write it with spaces: {fixed.strip()}",
    )


def _start_character(source: str) -> Answer:
    entry = _ENTRY.match(source)
    if not entry or entry["value"][0] not in _SPECIAL_START:
        return None
    value = entry["value"]
    if value[0] in "[{" and _closes(value):
        return None
    if value[0] in "|>" and len(value) <= 3:
        return None
    return (
        f"This text starts with {_SPECIAL_START[value[0]]}, so YAML does not read it as a sentence.",
        f"Put the text in quotes: {entry['lead'].strip()} {quoted(value)}",
    )


def _colon_inside(source: str) -> Answer:
    entry = _ENTRY.match(source)
    if not entry or entry["value"][0] in "'\"[{|>" or not re.search(r":(\s|$)", entry["value"]):
        return None
    return (
        "This text has a colon followed by a blank, which YAML takes for a new key.",
        f"Put the text in quotes: {entry['lead'].strip()} {quoted(entry['value'])}",
    )


def _quote_inside(source: str) -> Answer:
    entry = _ENTRY.match(source)
    if not entry or entry["value"][0] not in "'\"":
        return None
    mark, value = entry["value"][0], entry["value"]
    inner = value[1:-1] if value.endswith(mark) and len(value) > 1 else value[1:]
    if mark not in inner and value.endswith(mark) and len(value) > 1:
        return None
    if mark not in inner:
        return (
            f"This text starts with a quotation mark ({mark}) that is never closed.",
            f"Close it at the end: {entry['lead'].strip()} {quoted(inner)}",
        )
    whole = inner if value.endswith(mark) else value
    return (
        f"This text has a quotation mark ({mark}) inside its quotes, so YAML ends it too early.",
        f"Use the other kind of quotes, or double the one inside: {entry['lead'].strip()} {quoted(whole)}",
    )


def _closes(value: str) -> bool:
    pairs = {"[": "]", "{": "}"}
    return value.rstrip().endswith(pairs[value[0]])


_GUESSES: tuple[Callable[[str], Answer], ...] = (_tab, _start_character, _quote_inside, _colon_inside)
