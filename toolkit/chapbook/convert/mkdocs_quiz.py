"""mkdocs-quiz: pages of MkDocs with `<quiz>` blocks; also the older form `<?quiz?>` with `answer-correct:` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chapbook.convert.checkboxes import checkbox_question
from chapbook.convert.draft import Body, Draft, DraftLesson
from chapbook.convert.markdown import pages, with_header
from chapbook.convert.notes import Log
from chapbook.convert.question_values import choice
from chapbook.convert.sources import facts_of, one_line, page, split_title, title_of_path, web, yaml_values
from chapbook.convert.sources import read_text as read
from chapbook.model.question import Cloze, Option, Question
from chapbook.source.document import YamlValue
from chapbook.tree.tree import RelPath, Tree

_OPEN = re.compile(r"\s*(?:<quiz>|<\?quiz\?>)\s*")
_CLOSE = re.compile(r"\s*(?:</quiz>|<\?/quiz\?>)\s*")
_CODE = re.compile(r"\s*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?!.*`)|~{3,})")
_KEYED = re.compile(r"\s*(question|answer-correct|answer|content):\s?(.*)")
_BLANK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_PANEL = re.compile(r"[ \t]*<!--\s*mkdocs-quiz\s+(\w+)\s*-->[ \t]*")
_SNIPPET = re.compile(r"\s*;?-+8<-+(?:\s.*)?")
_CHOICE = re.compile(r"[-*+]\s+\[[ xX]?\]|\s*>|\s")
_MOST_LEVELS = 20
_RULE = re.compile(r"\s*-{3,}\s*")


def convert_mkdocs_quiz(tree: Tree, log: Log) -> Draft:
    """Make a draft of all pages; a quiz block becomes a question at its place in the lesson."""
    facts, order = facts_of(tree, log), pages(tree)
    for path in tree.paths():
        if path in ("mkdocs.yml", "mkdocs.yaml") and (text := read(tree, path, log)):
            site = yaml_values(path, re.sub(r"!!?\S+", "", text), log)
            order = _in_order(site, order)
            facts = replace(
                facts,
                title=facts.title or one_line(site.get("site_name")),
                summary=one_line(site.get("site_description"), 2000),
                authors=facts.authors or tuple(filter(None, [one_line(site.get("site_author"))])),
                url=facts.url or web(site.get("repo_url")) or web(site.get("site_url")),
            )
    steps = []
    for path in order:
        made = page(tree, path, log)
        if made is None:
            continue
        header, body, first_line = made
        facts = with_header(facts, {key: value for key, value in header.items() if key != "quiz"}, log, path)
        title, rest = split_title(body)
        first_line += body[: len(body) - len(rest)].count("\n")
        title = one_line(header.get("title")) or title or title_of_path(path)
        content: Body = tuple(_pieces(rest.split("\n"), first_line, path, log))
        steps.append(DraftLesson(title=title, body=content, origin=path, name=title_of_path(path)))
    return Draft(facts=facts, steps=tuple(steps))


def _in_order(site: dict[str, YamlValue], found: list[RelPath]) -> list[RelPath]:
    """Give the pages of the site: those of `nav` in its order, then the others."""
    folder = f"{one_line(site.get('docs_dir')) or 'docs'}/"
    own = [path for path in found if path.startswith(folder)]
    listed = [folder + each for each in _listed(site.get("nav"), _MOST_LEVELS)]
    return sorted(own or found, key=lambda path: listed.index(path) if path in listed else len(listed))


def _listed(nav: YamlValue, levels: int) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict) and levels:
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from _listed(each, levels - 1)


def _pieces(lines: list[str], first_line: int, path: str, log: Log) -> Iterator[str | Question]:
    """Cut a page at its quiz blocks; those inside code stay as they are."""
    text: list[str] = []
    block: list[str] | None = None
    start, opened = 0, ""
    for number, line in enumerate(lines, first_line):
        code = _CODE.match(line)
        if opened:
            opened = "" if code and code[1].startswith(opened) and not line.strip().strip("`~") else opened
        elif code:
            opened = code[1]
        elif block is None and (panel := _PANEL.fullmatch(line)):
            log.lose(f"The place for “{panel[1]}” of the plugin was left out.", path, number)
            continue
        elif block is None and _OPEN.fullmatch(line):
            block, start = [], number
            continue
        elif block is not None and _CLOSE.fullmatch(line):
            yield "\n".join(text)
            yield _question(block, path, start, log) or "\n".join(block)
            text, block = [], None
            continue
        if not opened and _SNIPPET.fullmatch(line):
            log.lose(f"“{one_line(line, 80)}” stands as text: a module includes nothing.", path, number)
        (text if block is None else block).append(line)
    if block is not None:
        log.lose("A quiz is not closed; it stands as text.", path, start)
    yield "\n".join([*text, *(block or ())])


def _question(block: list[str], path: str, line: int, log: Log) -> Question | None:
    lines = _dedented(block)
    if any(_KEYED.match(each) for each in lines):
        question = _keyed(lines)
    else:
        question = checkbox_question(_parted(lines)) or _blanks(lines)
    if question is None:
        log.lose("A quiz has neither options nor blanks; it stands as text.", path, line)
    return question


def _parted(lines: list[str]) -> list[str]:
    """Put a blank line between the options and a text that follows them at once, as the plugin reads it."""
    parted: list[str] = []
    opened = ""
    answered = False
    for line in lines:
        code = _CODE.match(line)
        if opened:
            opened = "" if code and code[1].startswith(opened) and not line.strip().strip("`~") else opened
            parted.append(line)
            continue
        if _RULE.fullmatch(line):
            continue
        if answered and line.strip() and not _CHOICE.match(line):
            parted.append("")
        opened = code[1] if code else ""
        answered = bool(_CHOICE.match(line)) and (answered or not line.startswith((" ", "\t", ">")))
        parted.append(line)
    return parted


def _dedented(block: list[str]) -> list[str]:
    width = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
    return [line[width:] for line in block]


def _blanks(lines: list[str]) -> Question | None:
    cut = next((n for n, line in enumerate(lines) if _RULE.fullmatch(line)), len(lines))
    text = "\n".join(lines[:cut]).strip()
    if not _BLANK.search(text):
        return None
    return Cloze(id="", text=text, explanation="\n".join(lines[cut + 1 :]).strip())


def _keyed(lines: list[str]) -> Question | None:
    """Read the older form, in which each line starts with a key; `content` goes on to the end."""
    said: dict[str, list[str]] = {"question": [], "content": []}
    options: list[Option] = []
    key = ""
    for line in lines:
        match = _KEYED.match(line) if key != "content" else None
        if match:
            key = match[1]
            if key.startswith("answer"):
                options.append(Option(text=match[2].strip(), correct=key == "answer-correct"))
            elif match[2].strip():
                said[key].append(match[2])
        elif key in said:
            said[key].append(line)
    stem, content = ("\n".join(said[each]).strip() for each in ("question", "content"))
    return choice(tuple(options), id="", stem=stem, explanation=content) if options else None
