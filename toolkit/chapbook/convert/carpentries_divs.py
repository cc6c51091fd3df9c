"""The fenced divs of an episode, `::: challenge` and others, as Markdown and questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from chapbook.convert.links import outside_code
from chapbook.convert.notes import Log
from chapbook.convert.sources import one_line, plain
from chapbook.model.question import Question, Reflect

_OPEN = re.compile(r":{3,}\s*(?:\{\s*\.)?([A-Za-z][\w-]*)[^:]*:*\s*")
_CLOSE = re.compile(r":{3,}\s*")
_CODE = re.compile(r"\s*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?!.*`)|~{3,})")
_HEADING = re.compile(r"\s*#{1,6} +([^\n]*?)[ #]*(?:\n|\Z)")
_ITEM = re.compile(r"\s*[-*+]\s+(.*)")
_PICTURE = re.compile(r"!\[([^\[\]\n]*)\](\([^)\s]+\))\{([^{}\n]*)\}")
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MOST_LEVELS = 12
_ALERTS = {
    "callout": ("NOTE", ""),
    "caution": ("CAUTION", ""),
    "checklist": ("NOTE", "Checklist"),
    "discussion": ("TIP", "Discuss"),
    "hint": ("TIP", "Hint"),
    "prereq": ("IMPORTANT", "Before you start"),
    "quotation": ("NOTE", ""),
    "solution": ("NOTE", "Solution"),
    "spoiler": ("NOTE", ""),
    "testimonial": ("NOTE", ""),
}


@dataclass(slots=True)
class Div:
    """One div: text and divs in it, in order. `line` is that of its first line; the page itself has no name."""

    name: str
    line: int
    parts: list[str | Div] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Add a line of text."""
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += "\n" + line
        else:
            self.parts.append(line)


@dataclass(slots=True)
class Episode:
    """What an episode became."""

    body: list[str | Question] = field(default_factory=list)
    objectives: list[str] = field(default_factory=list)


def read_episode(root: Div, path: str, log: Log) -> Episode:
    """Give the episode's Markdown and questions in order, and its objectives."""
    episode = Episode()

    def put(text: str) -> None:
        episode.body.append(
            outside_code(text, lambda part: _PICTURE.sub(lambda m: _picture(m, path, log), part))
        )

    for part in root.parts:
        if isinstance(part, str):
            put(part)
        elif part.name == "objectives":
            inside = _flat(part)
            items = _items(inside)
            if not items and inside.strip():
                items = [inside]
            episode.objectives += [plain(text) for text in items]
        elif part.name == "challenge":
            _challenge(part, episode, put, path, log)
        else:
            put(_shown(part, path, log))
    return episode


def workbench_divs(lines: list[str], first_line: int, path: str, log: Log) -> Div:
    """Give a page as a tree of its fenced divs."""
    root = Div("", first_line)
    stack, opened = [root], ""
    for number, line in enumerate(lines, first_line):
        code = _CODE.match(line)
        if opened:
            opened = "" if code and code[1].startswith(opened) and not line.strip().strip("`~") else opened
        elif code:
            opened = code[1]
        elif _CLOSE.fullmatch(line) and len(stack) > 1:
            stack.pop()
            continue
        elif (match := _OPEN.fullmatch(line)) and len(stack) < _MOST_LEVELS:
            div = Div(match[1].lower(), number)
            stack[-1].parts.append(div)
            stack.append(div)
            continue
        stack[-1].add(line)
    for div in stack[1:]:
        log.lose(f"“::: {div.name}” is not closed; it goes on to the end of the page.", path, div.line)
    return root


def _flat(div: Div) -> str:
    return "\n\n".join(part if isinstance(part, str) else _flat(part) for part in div.parts).strip("\n")


def _items(text: str) -> list[str]:
    """Give the items of a list; lines that follow an item belong to it."""
    items: list[str] = []
    for line in text.split("\n"):
        if match := _ITEM.match(line):
            items.append(match[1])
        elif items and line.strip():
            items[-1] += " " + line.strip()
    return items


def _challenge(div: Div, episode: Episode, put: Callable[[str], None], path: str, log: Log) -> None:
    solutions = [_bold_title(_inside(part, path, log))[1] for part in div.parts if _is(part, "solution")]
    hints = tuple(_bold_title(_inside(part, path, log))[1] for part in div.parts if _is(part, "hint"))
    rest = [part for part in div.parts if not _is(part, "solution") and not _is(part, "hint")]
    text = "\n\n".join(part if isinstance(part, str) else _shown(part, path, log) for part in rest)
    title, stem = _bold_title(text)
    if not any(each.strip() for each in solutions) or not stem.strip():
        log.change("A challenge without a solution stands as text.", path, div.line)
        put(_alert("TIP", "Challenge", _flat(div)))
        return
    log.change(
        f"The challenge “{title or 'without a title'}” became a question with its solution.", path, div.line
    )
    answer = "\n\n".join(each.strip("\n") for each in solutions if each.strip())
    episode.body.append(Reflect(id=title, stem=stem.strip("\n"), model_answer=answer, hints=hints))


def _is(part: str | Div, name: str) -> bool:
    return isinstance(part, Div) and part.name == name


def _inside(part: str | Div, path: str, log: Log) -> str:
    if isinstance(part, str):
        return part
    return "\n\n".join(each if isinstance(each, str) else _shown(each, path, log) for each in part.parts)


def _bold_title(text: str) -> tuple[str, str]:
    """Give the heading at the start of a text, and the text with that heading in bold: a question has no headings."""
    match = _HEADING.match(text)
    if not match:
        return "", text
    title = plain(match[1])
    return title, f"**{title}**\n\n{text[match.end() :].strip(chr(10))}" if title else text[match.end() :]


def _shown(div: Div, path: str, log: Log) -> str:
    """Give a div as Markdown."""
    if div.name == "instructor":
        log.lose(f"A note for instructors was left out: {one_line(_flat(div), 200)}", path, div.line)
        return ""
    inside = _inside(div, path, log)
    if div.name in _ALERTS:
        kind, title = _ALERTS[div.name]
        if div.name in ("spoiler", "solution"):
            log.change(f"What “::: {div.name}” hides is shown at once.", path, div.line)
        return _alert(kind, title, inside)
    if div.name == "questions":
        return f"**Questions**\n\n{inside.strip(chr(10))}"
    if div.name == "keypoints":
        return f"## Key points\n\n{inside.strip(chr(10))}"
    if div.name in ("challenge", "objectives"):
        return inside
    log.lose(f"“::: {div.name}” is not known here; what is in it stands as text.", path, div.line)
    return inside


def _alert(kind: str, title: str, inside: str) -> str:
    own, text = _bold_title(inside.strip("\n"))
    if title and not own:
        text = f"**{title}**\n\n{text}"
    lines = [f"[!{kind}]", *text.strip("\n").split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _picture(match: re.Match[str], path: str, log: Log) -> str:
    """Give a picture whose description stands in `{alt=…}` the way Markdown has it; its caption goes below."""
    alt = _ALT.search(match[3])
    if alt is None:
        return match[0]
    words = (alt[1] or alt[2] or "").replace("[", "(").replace("]", ")")
    log.change("The description of a picture stands between its brackets now.", path)
    caption = f"\n\n*{match[1].strip()}*" if match[1].strip() and match[1].strip() != words else ""
    return f"![{words}]{match[2]}{caption}"
