"""Repairs of whole lines: tabs, dashes and colons that are missing, indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chapbook.source.yaml_repairs import KEY, Mend, Repair, indent_of, one_line, quoted

_BULLET = re.compile(
    r"(?P<lead>\s*)(?P<sign>[\u2013\u2014\u2010\u2011\u2212\u2022\u25cf\u00b7*+]|\d{1,2}[.)])\s+(?P<text>\S.*?)\s*$"
)
_NO_COLON = re.compile(r"(?P<lead>\s*(?:- )*)(?P<key>[a-z][a-z_]*)\s+(?P<value>\S.*?)\s*$")
# fmt: off
_USUAL_KEYS = frozenset({
    "accept", "answer", "audience", "authors", "back", "bloom", "correct", "explanation", "feedback",
    "format", "front", "hint", "hints", "id", "items", "kind", "language", "lessons",
    "level", "license", "minutes", "name", "objective", "objectives", "options", "requires", "status",
    "stem", "summary", "tags", "text", "title", "type", "uid", "url", "version",
})
# fmt: on
"""Words that are more likely a key without its colon than the beginning of a sentence."""
_LOOSE = re.compile(
    r"(?P<lead>[\s\u00a0]*(?:- )*)(?P<key>[a-z][a-z0-9_-]*)"
    r"(?P<joint>:(?=[^ \t/])\u00a0*|\uff1a[\s\u00a0]*|\s*=\s+)(?P<value>\S.*?)\s*$"
)


def _tab(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    lead = source[: len(source) - len(source.lstrip())]
    if "\t" in lead:
        message = "This line is indented with a tab; YAML allows only spaces."
        for width in (2, 4):
            fixed = lead.expandtabs(width) + source.lstrip()
            advice = f"Write it with {indent_of(fixed)} blanks instead of the tab"
            yield one_line(message, advice, index, fixed, source)
        yield one_line(message, "Write it without the tab", index, source.lstrip(), source)


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
            yield one_line(message, "Write it so", index, f"{lead}{key}: {text}", source)
    stripped = source.lstrip(" ")
    if re.match(r"-[^-\s]", stripped):
        message = "There is no blank after the dash, so YAML does not see an entry of a list."
        yield one_line(message, "Write it so", index, f"{' ' * indent_of(source)}- {stripped[1:]}", source)


def _bullet(lines: Sequence[str], index: int) -> Iterator[Repair]:
    """A list with dots, long dashes or numbers, as a word processor makes them."""
    source = lines[index]
    bullet = _BULLET.match(source)
    above = next((line.strip() for line in reversed(lines[:index]) if line.strip()), "")
    if not bullet or not (above.endswith(":") or above.startswith("- ") or _BULLET.match(above)):
        return
    message = f"This entry of a list starts with “{bullet['sign']}”; YAML wants a plain hyphen and a blank."
    for text in (bullet["text"], quoted(bullet["text"])):
        yield one_line(message, "Write it so", index, f"{bullet['lead']}- {text}", source)


def _no_colon(lines: Sequence[str], index: int) -> Iterator[Repair]:
    """A key that its colon does not follow."""
    source = lines[index]
    line = _NO_COLON.match(source)
    columns = {indent_of(each) for each in lines[:index] if KEY.match(each)} or {0}
    if not line or line["key"] not in _USUAL_KEYS or indent_of(source) not in columns:
        return
    message = f"There is no colon after “{line['key']}”, so YAML sees no key here."
    for text in (line["value"], quoted(line["value"])):
        yield one_line(message, "Write it so", index, f"{line['lead']}{line['key']}: {text}", source)


def _first_without_dash(lines: Sequence[str], index: int) -> Iterator[Repair]:
    """A list whose first entry has no dash, and the second one does."""
    indent, first = indent_of(lines[index]), index
    while first > 0 and indent_of(lines[first - 1]) >= indent and KEY.match(lines[first - 1]):
        first -= 1
    if first == index or not lines[index].lstrip().startswith("- ") or lines[first].lstrip().startswith("- "):
        return
    message = "Below it stands an entry of a list, but this one has no dash, so YAML takes it for no list."
    pad = " " * indent
    kept = [f"{pad}- {lines[first].strip()}", *("  " + line for line in lines[first + 1 : index])]
    yield Repair(message, "Put a dash and a blank before its first line", first, tuple(kept), index - first)


def _indented_start(lines: Sequence[str], index: int) -> Iterator[Repair]:
    """A file whose first lines are indented, and whose others are not."""
    above = [line for line in lines[:index] if line.strip()]
    extra = min(map(indent_of, above), default=0)
    if not above or not extra or indent_of(lines[index]) or not KEY.match(lines[index]):
        return
    message = "The file begins with blanks, so YAML expects as many in front of every key."
    yield Repair(message, "Start it with no blanks", 0, tuple(line[extra:] for line in lines[:index]), index)


def _indentation(lines: Sequence[str], index: int) -> Iterator[Repair]:
    source = lines[index]
    if not (KEY.match(source) or source.lstrip().startswith("- ")):
        return
    have = indent_of(source)
    known: set[int] = {0}
    for line in lines[max(0, index - 20) : index]:
        if line.strip():
            dashes = re.match(r" *(?:- )*", line)
            known |= {indent_of(line), dashes.end() if dashes else 0}
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
        fixed = " " * indent_of(lines[index]) + f"# {source}"
        yield Repair(message, "If it is a note to yourself, put a # before it", index, (fixed,))


LINE_REPAIRS: tuple[Mend, ...] = (_tab, _bullet)
"""Tried first, in this order."""

KEY_REPAIRS: tuple[Mend, ...] = (_loose, _no_colon, _first_without_dash)
"""Tried after those of texts."""

LAST_REPAIRS: tuple[Mend, ...] = (_indented_start, _indentation, _remark)
"""Tried when nothing else helps."""
