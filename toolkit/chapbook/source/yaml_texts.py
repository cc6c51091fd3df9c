"""Repairs of the text behind a key or a dash: quotes, colons, brackets, signs that YAML keeps for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chapbook.source.yaml_repairs import ENTRY, KEY, Mend, Repair, indent_of, one_line, quoted

_OPENS_BLOCK = re.compile(r"[|>][-+0-9]{0,2}\Z")
_BARE_BACKSLASH = re.compile(r"\\(?![\\\"/abefnrtv0 _NLP]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})")
_PAIRS = {"[": "]", "{": "}"}
_STARTS = {
    "`": "a backtick",
    "@": "an at sign",
    "%": "a per cent sign",
    "*": "an asterisk, which YAML takes for a reference",
    "&": "an ampersand, which YAML takes for a label",
    "!": "an exclamation mark, which YAML takes for the name of a type",
    "|": "a vertical bar, which YAML takes for a block of text",
    ">": "a greater-than sign, which YAML takes for a block of text",
    "[": "a square bracket, which YAML takes for a list",
    "{": "a brace, which YAML takes for a group of keys",
    "]": "a square bracket, which YAML takes for the end of a list",
    "}": "a brace, which YAML takes for the end of a mapping",
    ",": "a comma, which YAML takes for the next entry of a list",
    "- ": "a dash and a blank, which YAML takes for a list",
    "? ": "a question mark and a blank, which YAML takes for a key",
}


def _block_mark(lines: Sequence[str], index: int) -> Iterator[Repair]:
    entry = ENTRY.match(lines[index])
    if not entry or entry["value"][0] not in "|>" or index + 1 >= len(lines):
        return
    inner = indent_of(lines[index + 1])
    if lines[index + 1].strip() and inner > indent_of(lines[index]):
        message = f"After “{entry['value'][0]}” the text must start on the next line."
        mark, text = re.match(r"([|>][-+]?)\s*(.*)", entry["value"]).groups()  # type: ignore[union-attr]
        changed = (f"{entry['lead']}{mark}", " " * inner + text)
        yield Repair(message, "Begin the text on a line of its own", index, changed, at=entry.start("value"))


def _start(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = ENTRY.match(source)
    if not entry:
        return
    value = entry["value"]
    sign = value[0] if value[0] in _STARTS else (value + " ")[:2]
    if sign not in _STARTS or _OPENS_BLOCK.match(value):
        return
    if sign in _PAIRS and (value.endswith(_PAIRS[sign]) or _PAIRS[sign] not in value):
        return
    message = f"This text starts with {_STARTS[sign]}, so YAML does not read it as a sentence."
    yield one_line(message, "Put the text in quotes", index, f"{entry['lead']}{quoted(value)}", source)


def _quotes(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = ENTRY.match(source)
    if not entry or entry["value"][0] not in "'\"":
        return
    lead, value, mark = entry["lead"], entry["value"], entry["value"][0]
    if value[-1] in ",;" and value[-2:-1] == mark and len(value) > 2:
        message = f"There is a “{value[-1]}” after the quoted text, where YAML expects nothing more."
        yield one_line(message, "Leave it out", index, f"{lead}{value[:-1]}", source)
    closed = value.endswith(mark) and len(value) > 1
    inner = value[1:-1] if closed else value[1:]
    if mark == '"' and _BARE_BACKSLASH.search(value):
        message = "This text has a backslash in double quotes, where YAML gives it a meaning of its own."
        plain = inner.replace("\\'", "'")
        if closed and '"' not in plain:
            yield one_line(message, "Leave the backslash out", index, f'{lead}"{plain}"', source)
        if closed:
            yield one_line(message, "Use single quotes", index, f"{lead}{quoted(inner)}", source)
    if mark == '"' and value.endswith('\\"'):
        message = "The backslash before the last quotation mark keeps YAML from ending the text there."
        yield one_line(message, "Use single quotes", index, f"{lead}{quoted(inner)}", source)
    if mark not in inner:
        if not closed:
            message = f"This text starts with a quotation mark ({mark}) that is never closed."
            yield one_line(message, "Close it at the end", index, f"{lead}{quoted(inner)}", source)
        return
    if mark == "'" and not closed and mark not in inner.replace("''", ""):
        message = f"This text starts with a quotation mark ({mark}) that is never closed."
        yield one_line(message, "Close it at the end", index, f"{lead}{value}'", source)
    before, _, after = inner.partition(mark)
    if before and not before.endswith(" ") and re.match(r"\W", after + " "):
        message = f"The text goes on after its closing quotation mark ({mark}), where YAML stops reading."
        whole = value
    else:
        message = f"This text has a quotation mark ({mark}) inside its quotes, so YAML ends it too early."
        whole = inner if closed else value
    advice = "Use the other kind of quotes around the whole, or double the one inside"
    yield one_line(message, advice, index, f"{lead}{quoted(whole)}", source)


def _long_quotes(lines: Sequence[str], index: int) -> Iterator[Repair]:
    """Text in quotes over several lines, with the same quotes inside."""
    entry = ENTRY.match(lines[index])
    if not entry or entry["value"][0] not in "'\"" or entry["value"].endswith(entry["value"][0]):
        return
    mark, last = entry["value"][0], index
    while last + 1 < len(lines) and indent_of(lines[last + 1]) > indent_of(lines[index]):
        last += 1
    texts = [line.strip() for line in lines[index + 1 : last + 1]]
    if not texts or not texts[-1].endswith(mark) or not any(mark in each for each in texts[:-1]):
        return
    message = f"This long text has a quotation mark ({mark}) inside its quotes, so YAML ends it too early."
    advice = (
        f"Write {entry['lead'].strip()} >- and begin the text on the line below, without the quotes around it"
    )
    pad = " " * (indent_of(lines[index]) + 2)
    whole = [entry["value"][1:], *texts[:-1], texts[-1][:-1]]
    changed = (f"{entry['lead']}>-", *(pad + each.replace("\\" + mark, mark) for each in whole if each))
    yield Repair(message, advice, index, changed, last - index + 1, at=entry.start("value"))


def _brackets(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = ENTRY.match(source)
    if not entry or entry["value"][0] not in _PAIRS:
        return
    lead, value = entry["lead"], entry["value"]
    end = _PAIRS[value[0]]
    inner = value[1:].removesuffix(end).rstrip(", ")
    items = [item.strip() for item in inner.split(",")]
    if not value.endswith(end):
        message = f"This list starts with {value[0]} but {end} is missing at its end."
        swapped = inner[:-1] if inner[-1:] in "]}" else inner
        yield one_line(message, "Close it", index, f"{lead}{value[0]}{swapped}{end}", source)
    if "" in items:
        message = "Two commas in this list have nothing between them."
        kept = ", ".join(item for item in items if item)
        yield one_line(message, "Leave one out", index, f"{lead}{value[0]}{kept}{end}", source)
    if value[0] == "[":
        message = "An entry of this list has a sign that YAML gives a meaning of its own."
        safe = ", ".join(
            item if re.fullmatch(r"[\w .-]+", item) else quoted(item.strip("\"'")) for item in items
        )
        yield one_line(message, "Put that entry in quotes", index, f"{lead}[{safe}]", source)


def _colon(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = ENTRY.match(source)
    if not entry or entry["value"][0] in "'\"[{|>" or not re.search(r":(\s|$)", entry["value"]):
        return
    where = (
        "ends with a colon"
        if entry["value"].find(":") == len(entry["value"]) - 1
        else "has a colon followed by a blank"
    )
    message = f"This text {where}, which YAML takes for a new key."
    yield one_line(
        message, "Put the text in quotes", index, f"{entry['lead']}{quoted(entry['value'])}", source
    )


def _prose(lines: Sequence[str], index: int) -> Iterator[Repair]:
    """Text over several lines: indent a line that is not, or make the whole a block when a colon is in it."""
    source = lines[index]
    if index == 0 or not source.strip() or KEY.match(source) or source.lstrip().startswith(("- ", "#")):
        return
    first = index - 1
    while first > 0 and not ENTRY.match(lines[first]):
        first -= 1
    entry = ENTRY.match(lines[first])
    if entry is None or not re.search(r"\w", source):
        return
    wanted = indent_of(lines[index - 1]) if index - 1 > first else indent_of(lines[first]) + 2
    if indent_of(source) != wanted:
        message = "This line goes on with the text above, but is not indented as far, so YAML looks for a key in it."
        fixed = " " * wanted + source.strip()
        yield Repair(
            message, "Indent it under the text above (two blanks more than its key)", index, (fixed,)
        )
    if re.search(r":(\s|$)", source) and entry["value"][0] not in "'\"[{|>":
        last = index
        while last + 1 < len(lines) and indent_of(lines[last + 1]) > indent_of(lines[first]):
            last += 1
        pad = " " * (indent_of(lines[first]) + 2)
        texts = (entry["value"], *(line.strip() for line in lines[first + 1 : last + 1]))
        changed = (f"{entry['lead']}>-", *(pad + text for text in texts))
        message = (
            "This text over several lines has a colon followed by a blank, which YAML takes for a new key."
        )
        advice = f"Write {entry['lead'].strip()} >- and begin the text on the line below, indented"
        yield Repair(message, advice, first, changed, last - first + 1, at=entry.start("value"))


TEXT_REPAIRS: tuple[Mend, ...] = (_block_mark, _start, _long_quotes, _quotes, _brackets, _colon)
"""In the order in which they are tried."""

PROSE_REPAIRS: tuple[Mend, ...] = (_prose,)
"""Likewise, after those of lines that look like entries."""
