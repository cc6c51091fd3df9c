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
from chapbook.tree.tree import Tree

_OPEN = re.compile(r"\s*(?:<quiz>|<\?quiz\?>)\s*")
_CLOSE = re.compile(r"\s*(?:</quiz>|<\?/quiz\?>)\s*")
_CODE = re.compile(r"\s*(`{3,}|~{3,})")
_KEYED = re.compile(r"\s*(question|answer-correct|answer|content):\s?(.*)")
_BLANK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_RULE = re.compile(r"\s*-{3,}\s*")


def convert_mkdocs_quiz(tree: Tree, log: Log) -> Draft:
    """Make a draft of all pages; a quiz block becomes a question at its place in the lesson."""
    facts = facts_of(tree, log)
    for path in tree.paths():
        if path in ("mkdocs.yml", "mkdocs.yaml") and (text := read(tree, path, log)):
            site = yaml_values(path, re.sub(r"!!?\S+", "", text), log)
            facts = replace(
                facts,
                title=facts.title or one_line(site.get("site_name")),
                summary=one_line(site.get("site_description"), 2000),
                authors=facts.authors or tuple(filter(None, [one_line(site.get("site_author"))])),
                url=facts.url or web(site.get("repo_url")) or web(site.get("site_url")),
            )
    steps = []
    for path in pages(tree):
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
        elif block is None and _OPEN.fullmatch(line):
            block, start = [], number
            continue
        elif block is not None and _CLOSE.fullmatch(line):
            yield "\n".join(text)
            yield _question(block, path, start, log) or "\n".join(block)
            text, block = [], None
            continue
        (text if block is None else block).append(line)
    if block is not None:
        log.lose("A quiz is not closed; it stands as text.", path, start)
    yield "\n".join([*text, *(block or ())])


def _question(block: list[str], path: str, line: int, log: Log) -> Question | None:
    lines = _dedented(block)
    if any(_KEYED.match(each) for each in lines):
        question = _keyed(lines)
    else:
        question = checkbox_question([each for each in lines if not _RULE.fullmatch(each)]) or _blanks(lines)
    if question is None:
        log.lose("A quiz has neither options nor blanks; it stands as text.", path, line)
    return question


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
