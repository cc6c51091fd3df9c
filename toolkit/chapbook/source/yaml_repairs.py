"""How a line that YAML cannot read was most likely meant.

Each repair looks at one line and its neighbours and offers other lines in its place, the likeliest first. It may be
wrong: `yaml_words` tries every offer and keeps only one that YAML reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_ENTRY = re.compile(r"(?P<lead>\s*(?:- )*(?:(?:[\w-]+|\"[\w-]+\"):\s+|- ))(?P<value>\S.*?)\s*$")
_LOOSE = re.compile(
    r"(?P<lead>[\s\u00a0]*(?:- )*)(?P<key>[a-z][a-z0-9_-]*)"
    r"(?P<joint>:(?=[^ \t/])\u00a0*|\uff1a[\s\u00a0]*|\s*=\s+)(?P<value>\S.*?)\s*$"
)
_KEY = re.compile(r"\s*(?:- )*[a-z][a-z0-9_-]*:(\s|$)")
_OPENS_BLOCK = re.compile(r"[|>][-+0-9]{0,2}\Z")
_BARE_BACKSLASH = re.compile(r"\\(?![\\\"/abefnrtv0 _NLP]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})")
_PAIRS = {"[": "]", "{": "}"}
_STARTS = {
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
    "]": "a square bracket, which YAML takes for the end of a list",
    "}": "a brace, which YAML takes for the end of a mapping",
    ",": "a comma, which YAML takes for the next entry of a list",
    "- ": "a dash and a blank, which YAML takes for a list",
    "? ": "a question mark and a blank, which YAML takes for a key",
}


@dataclass(frozen=True, slots=True)
class Repair:
    """An offer: `lines` in place of the `count` lines from `line` (from 0). `at` is the value's column there."""

    message: str
    advice: str
    line: int
    lines: tuple[str, ...]
    count: int = 1
    at: int = 0

    @property
    def hint(self) -> str:
        """Give the advice, with the line as it should be when it is one."""
        return f"{self.advice}: {self.lines[0].strip()}" if len(self.lines) == 1 else f"{self.advice}."


def quoted(value: str) -> str:
    """Give a sentence in quotes that YAML reads back as it stands."""
    if "\\" not in value and '"' not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def in_quotes(line: str) -> str:
    """Give an entry's line with its text in quotes; empty when it is no entry."""
    entry = _ENTRY.match(line)
    return f"{entry['lead']}{quoted(entry['value'])}" if entry else ""


def value_column(line: str) -> int:
    """Give the column, from 0, where an entry's text starts, else that of the first character."""
    entry = _ENTRY.match(line)
    return entry.start("value") if entry else len(line) - len(line.lstrip())


def _one(message: str, advice: str, index: int, line: str, source: str) -> Repair:
    return Repair(message, advice, index, (line,), at=value_column(source))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _tab(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    lead = source[: len(source) - len(source.lstrip())]
    if "\t" in lead:
        message = "This line is indented with a tab; YAML allows only spaces."
        for width in (2, 4):
            fixed = lead.expandtabs(width) + source.lstrip()
            yield _one(message, "Write it with spaces", index, fixed, source)
        yield _one(message, "Write it without the tab", index, source.lstrip(), source)


def _loose(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    if entry := _LOOSE.match(source):
        lead, key, joint, value = (
            entry["lead"].replace("\u00a0", " "),
            entry["key"],
            entry["joint"],
            entry["value"],
        )
        message = {
            ":": f"There is no ordinary blank after “{key}:”, so YAML sees no key here.",
            "=": f"“{key}” is followed by an equals sign; YAML wants a colon and a blank.",
            "\uff1a": f"“{key}” is followed by a wide colon (：), which is not the one of YAML.",
        }[joint.strip(" \u00a0")[:1]]
        for text in (value, quoted(value)):
            yield _one(message, "Write it so", index, f"{lead}{key}: {text}", source)
    stripped = source.lstrip(" ")
    if re.match(r"-[^-\s]", stripped):
        message = "There is no blank after the dash, so YAML does not see an entry of a list."
        yield _one(message, "Write it so", index, f"{' ' * _indent(source)}- {stripped[1:]}", source)


def _block_mark(lines: Sequence[str], index: int) -> Iterator[Repair]:
    entry = _ENTRY.match(lines[index])
    if not entry or entry["value"][0] not in "|>" or index + 1 >= len(lines):
        return
    inner = _indent(lines[index + 1])
    if lines[index + 1].strip() and inner > _indent(lines[index]):
        message = f"After “{entry['value'][0]}” the text must start on the next line."
        mark, text = re.match(r"([|>][-+]?)\s*(.*)", entry["value"]).groups()  # type: ignore[union-attr]
        changed = (f"{entry['lead']}{mark}", " " * inner + text)
        yield Repair(message, "Begin the text on a line of its own", index, changed, at=entry.start("value"))


def _start(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = _ENTRY.match(source)
    if not entry:
        return
    value = entry["value"]
    sign = value[0] if value[0] in _STARTS else (value + " ")[:2]
    if sign not in _STARTS or _OPENS_BLOCK.match(value):
        return
    if sign in _PAIRS and (value.endswith(_PAIRS[sign]) or _PAIRS[sign] not in value):
        return
    message = f"This text starts with {_STARTS[sign]}, so YAML does not read it as a sentence."
    yield _one(message, "Put the text in quotes", index, f"{entry['lead']}{quoted(value)}", source)


def _quotes(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = _ENTRY.match(source)
    if not entry or entry["value"][0] not in "'\"":
        return
    lead, value, mark = entry["lead"], entry["value"], entry["value"][0]
    if value[-1] in ",;" and value[-2:-1] == mark and len(value) > 2:
        message = f"There is a “{value[-1]}” after the quoted text, where YAML expects nothing more."
        yield _one(message, "Leave it out", index, f"{lead}{value[:-1]}", source)
    closed = value.endswith(mark) and len(value) > 1
    inner = value[1:-1] if closed else value[1:]
    if mark == '"' and _BARE_BACKSLASH.search(value):
        message = "This text has a backslash in double quotes, where YAML gives it a meaning of its own."
        if closed:
            yield _one(message, "Use single quotes", index, f"{lead}{quoted(inner)}", source)
    if mark == '"' and value.endswith('\\"'):
        message = "The backslash before the last quotation mark keeps YAML from ending the text there."
        yield _one(message, "Use single quotes", index, f"{lead}{quoted(inner)}", source)
    if mark not in inner:
        if not closed:
            message = f"This text starts with a quotation mark ({mark}) that is never closed."
            yield _one(message, "Close it at the end", index, f"{lead}{quoted(inner)}", source)
        return
    before, _, after = inner.partition(mark)
    if before and not before.endswith(" ") and re.match(r"\W", after + " "):
        message = f"The text goes on after its closing quotation mark ({mark}), where YAML stops reading."
        whole = value
    else:
        message = f"This text has a quotation mark ({mark}) inside its quotes, so YAML ends it too early."
        whole = inner if closed else value
    advice = "Use the other kind of quotes around the whole, or double the one inside"
    yield _one(message, advice, index, f"{lead}{quoted(whole)}", source)


def _brackets(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = _ENTRY.match(source)
    if not entry or entry["value"][0] not in _PAIRS:
        return
    lead, value = entry["lead"], entry["value"]
    end = _PAIRS[value[0]]
    inner = value[1:].removesuffix(end).rstrip(", ")
    items = [item.strip() for item in inner.split(",")]
    if not value.endswith(end):
        message = f"This list starts with {value[0]} but {end} is missing at its end."
        swapped = inner[:-1] if inner[-1:] in "]}" else inner
        yield _one(message, "Close it", index, f"{lead}{value[0]}{swapped}{end}", source)
    if "" in items:
        message = "Two commas in this list have nothing between them."
        kept = ", ".join(item for item in items if item)
        yield _one(message, "Leave one out", index, f"{lead}{value[0]}{kept}{end}", source)
    if value[0] == "[":
        message = "An entry of this list has a sign that YAML gives a meaning of its own."
        safe = ", ".join(
            item if re.fullmatch(r"[\w .-]+", item) else quoted(item.strip("\"'")) for item in items
        )
        yield _one(message, "Put that entry in quotes", index, f"{lead}[{safe}]", source)


def _colon(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    entry = _ENTRY.match(source)
    if not entry or entry["value"][0] in "'\"[{|>" or not re.search(r":(\s|$)", entry["value"]):
        return
    where = (
        "ends with a colon"
        if entry["value"].find(":") == len(entry["value"]) - 1
        else "has a colon followed by a blank"
    )
    message = f"This text {where}, which YAML takes for a new key."
    yield _one(message, "Put the text in quotes", index, f"{entry['lead']}{quoted(entry['value'])}", source)


def _prose(lines: Sequence[str], index: int) -> Iterator[Repair]:
    """Text over several lines: indent a line that is not, or make the whole a block when a colon is in it."""
    source = lines[index]
    if index == 0 or not source.strip() or _KEY.match(source) or source.lstrip().startswith(("- ", "#")):
        return
    first = index - 1
    while first > 0 and not _ENTRY.match(lines[first]):
        first -= 1
    entry = _ENTRY.match(lines[first])
    if entry is None or not re.search(r"\w", source):
        return
    wanted = _indent(lines[index - 1]) if index - 1 > first else _indent(lines[first]) + 2
    if _indent(source) != wanted:
        message = "This line goes on with the text above, but is not indented as far, so YAML looks for a key in it."
        fixed = " " * wanted + source.strip()
        yield Repair(
            message, "Indent it under the text above (two blanks more than its key)", index, (fixed,)
        )
    if re.search(r":(\s|$)", source) and entry["value"][0] not in "'\"[{|>":
        last = index
        while last + 1 < len(lines) and _indent(lines[last + 1]) > _indent(lines[first]):
            last += 1
        pad = " " * (_indent(lines[first]) + 2)
        texts = (entry["value"], *(line.strip() for line in lines[first + 1 : last + 1]))
        changed = (f"{entry['lead']}>-", *(pad + text for text in texts))
        message = (
            "This text over several lines has a colon followed by a blank, which YAML takes for a new key."
        )
        advice = f"Write {entry['lead'].strip()} >- and begin the text on the line below, indented"
        yield Repair(message, advice, first, changed, last - first + 1, at=entry.start("value"))


def _indentation(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    if not (_KEY.match(source) or source.lstrip().startswith("- ")):
        return
    have = _indent(source)
    known: set[int] = {0}
    for line in lines[max(0, index - 20) : index]:
        if line.strip():
            dashes = re.match(r" *(?:- )*", line)
            known |= {_indent(line), dashes.end() if dashes else 0}
    message = "This line is indented differently from the lines that it belongs with."
    for wanted in sorted(known - {have}, key=lambda each: (abs(each - have), -each)):
        fixed = " " * wanted + source.lstrip()
        amount = "no blanks" if not wanted else f"{wanted} blanks"
        yield Repair(message, f"Start it with {amount}", index, (fixed,))


def _remark(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index].strip()
    if source and not source.startswith(("#", "- ")) and not re.search(r":(\s|$)", source):
        message = (
            "This line is neither “key: value” nor an entry of a list, so YAML does not know what it is."
        )
        fixed = " " * _indent(lines[index]) + f"# {source}"
        yield Repair(message, "If it is a note to yourself, put a # before it", index, (fixed,))


REPAIRS: tuple[Callable[[Sequence[str], int], Iterator[Repair]], ...] = (
    _tab,
    _block_mark,
    _start,
    _quotes,
    _brackets,
    _colon,
    _loose,
    _prose,
    _indentation,
    _remark,
)
"""In the order in which they are tried."""
