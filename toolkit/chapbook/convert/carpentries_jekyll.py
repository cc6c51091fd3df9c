"""The older form of a lesson of The Carpentries, built by Jekyll: quoted boxes with `{: .challenge}` below, Liquid."""

from __future__ import annotations

import re

from chapbook.convert.carpentries_divs import Div
from chapbook.convert.links import outside_code
from chapbook.convert.notes import Log
from chapbook.convert.sources import one_line
from chapbook.source.document import YamlValue

LISTS = ("questions", "objectives", "keypoints")
"""Keys of the front matter that hold what stands in boxes of their own today."""
_BOXES = frozenset(
    {
        "callout",
        "challenge",
        "checklist",
        "discussion",
        "keypoints",
        "objectives",
        "prereq",
        "quotation",
        "solution",
        "testimonial",
    }
)
_QUOTE = re.compile(r" {0,3}> ?")
_CODE = re.compile(r"(\s*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})\s*([^\s`]*)[^`]*")
_MARK = re.compile(r"\s*\{:\s*([^{}\n]*)\}\s*")
_INLINE_MARK = re.compile(r"\{:[^{}\n]*\}")
_CLASS = re.compile(r"\.(?:language-)?([A-Za-z][\w-]*)")
_ROOT = re.compile(r"\{\{\s*(?:page\.root|site\.baseurl|relative_root_path)\s*\}\}/?")
_LINK = re.compile(r"\{%\s*link\s+([^\s%]+)\s*%\}")
_FIGURE = re.compile(r"\{%\s*include\s+figure\.html\s+([^%]*)%\}")
_SETTING = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")
_LINKS_FILE = re.compile(r"\{%\s*(?:include\s+(?:links|base_path)\.(?:md|html)|(?:end)?raw)\s*%\}")
_LIQUID = re.compile(r"\{%[^%\n]*%\}|\{\{[^{}\n]*\}\}")
_EPISODE = re.compile(r"(\]\()(?:\.\./)(?:_episodes/)?([0-9][\w-]*)/(?:index\.html)?(?=[)#])")
_MOST_LEVELS = 12

_Lines = list[tuple[int, str]]


def jekyll_divs(header: dict[str, YamlValue], body: str, first_line: int, path: str, log: Log) -> Div:
    """Give a page as the same tree of boxes as a page of today has."""
    root = Div("", first_line)
    for name in LISTS[:2]:
        _put_list(root, name, header.get(name))
    _read(list(enumerate(body.split("\n"), first_line)), root, path, log)
    _put_list(root, LISTS[2], header.get(LISTS[2]))
    return root


def _put_list(root: Div, name: str, value: YamlValue) -> None:
    said = [one_line(each, 900) for each in value] if isinstance(value, list) else [one_line(value, 900)]
    if items := [f"- {each}" for each in said if each]:
        root.parts.append(Div(name, 1, ["\n".join(items)]))


def _read(lines: _Lines, div: Div, path: str, log: Log, level: int = 0) -> None:
    at = 0
    while at < len(lines):
        number, line = lines[at]
        if code := _CODE.fullmatch(line):
            end = _end_of_code(lines, at, code[2])
            mark = _mark(lines, end)
            language = code[3] or (mark or "")
            div.add(f"{code[1]}{code[2]}{language}")
            for _, inside in lines[at + 1 : end]:
                div.add(inside)
            at = end + (mark is not None)
        elif _QUOTE.match(line):
            end = at
            while end < len(lines) and _QUOTE.match(lines[end][1]):
                end += 1
            mark = _mark(lines, end)
            if mark in _BOXES and level < _MOST_LEVELS:
                box = Div(mark, number)
                div.parts.append(box)
                inside_lines = [(n, _QUOTE.sub("", each, count=1)) for n, each in lines[at:end]]
                _read(inside_lines, box, path, log, level + 1)
            else:
                for n, each in lines[at:end]:
                    div.add(_plain(each, n, path, log))
            at = end + (mark in _BOXES)
        else:
            if _MARK.fullmatch(line):
                log.lose(f"“{line.strip()}” says how something looks, and was left out.", path, number)
            else:
                div.add(_plain(line, number, path, log))
            at += 1


def _end_of_code(lines: _Lines, start: int, ticks: str) -> int:
    """Give the place behind a code block."""
    for at in range(start + 1, len(lines)):
        code = _CODE.fullmatch(lines[at][1])
        if code and code[2].startswith(ticks) and not code[3] and not code[1].strip():
            return at + 1
    return len(lines)


def _mark(lines: _Lines, at: int) -> str | None:
    """Give the class in a `{: .class}` at this place; None when no such line stands there."""
    match = _MARK.fullmatch(lines[at][1]) if at < len(lines) else None
    if not match:
        return None
    named = _CLASS.search(match[1])
    return named[1].lower() if named else ""


def _plain(line: str, number: int, path: str, log: Log) -> str:
    """Give a line without Liquid and marks of kramdown; what is not known stays, and is noted."""

    def change(part: str) -> str:
        part = _LINK.sub(r"\1", _ROOT.sub("../", part))
        part = _EPISODE.sub(r"\1\2.md", _LINKS_FILE.sub("", part))
        part = _FIGURE.sub(_figure, part)
        for match in _INLINE_MARK.finditer(part):
            log.lose(f"“{match[0]}” says how something looks, and was left out.", path, number)
        part = _INLINE_MARK.sub("", part)
        for match in _LIQUID.finditer(part):
            log.lose(f"“{one_line(match[0], 80)}” stands as text: a module has no templates.", path, number)
        return part

    return outside_code(line, change)


def _figure(match: re.Match[str]) -> str:
    settings = dict(_SETTING.findall(match[1]))
    words = settings.get("alt", "") or settings.get("caption", "")
    return f"![{words.replace('[', '(').replace(']', ')')}]({settings.get('url', '')})"
