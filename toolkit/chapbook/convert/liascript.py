"""LiaScript: one Markdown file that is a course; its head is a comment, each section of levels 1 and 2 a lesson."""

from __future__ import annotations

import re
from dataclasses import replace

from chapbook.convert.draft import Draft, DraftLesson, Facts
from chapbook.convert.liascript_quizzes import Section, pieces
from chapbook.convert.markdown import language, pages
from chapbook.convert.notes import Log
from chapbook.convert.sources import facts_of, one_line, plain, read_text, spdx, title_of_path
from chapbook.tree.tree import Tree

_HEAD = re.compile(r"\s*<!--(.*?)-->", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_@][\w@.]*):[ \t]*(.*)")
_HEADING = re.compile(r"(#{1,2}) +(.*?)[ #]*")
_CODE = re.compile(r"\s*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?!.*`)|~{3,})")
_KNOWN = frozenset({"author", "language", "comment", "title", "license"})
_CLERICAL = frozenset({"email", "version", "date", "narrator"})


def convert_liascript(tree: Tree, log: Log) -> Draft:
    """Make a draft of all courses of the source, one after the other."""
    facts = facts_of(tree, log)
    steps: list[DraftLesson] = []
    for path in pages(tree):
        text = read_text(tree, path, log)
        if text is None:
            continue
        head = _HEAD.match(text)
        body, first_line = text, 1
        if head and (values := _values(head[1])):
            facts = _facts(facts, values, path, log)
            body, first_line = text[head.end() :], text.count("\n", 0, head.end()) + 1
        for section in _sections(body.split("\n"), first_line):
            if not section.title and not "".join(section.lines).strip():
                continue
            title = section.title or title_of_path(path)
            if not facts.title and section.level == 1:
                facts = replace(facts, title=title)
            content = tuple(pieces(section, path, log))
            if any(not isinstance(each, str) or each.strip() for each in content):
                steps.append(DraftLesson(title=title, body=content, origin=path, name=title))
    return Draft(facts=facts, steps=tuple(steps))


def _values(comment: str) -> dict[str, str]:
    """Read `key: value` lines; further lines that are indented or without a key belong to the value."""
    values: dict[str, str] = {}
    key = ""
    for line in comment.split("\n"):
        if match := _KEY.fullmatch(line.strip() if not key or not line.startswith((" ", "\t")) else line):
            key = match[1].lower()
            values[key] = match[2].strip()
        elif key and line.strip():
            values[key] = f"{values[key]} {line.strip()}".strip()
    return values


def _facts(facts: Facts, values: dict[str, str], path: str, log: Log) -> Facts:
    for key in values:
        if key in _CLERICAL:
            log.lose(f"The setting “{key}” has no place in a module.", path)
        elif key not in _KNOWN:
            log.lose(
                f"The setting “{one_line(key, 60)}” has no place: a module brings no code or macros.",
                path,
            )
    names = (one_line(each) for each in re.split(r"[;,]", values.get("author", "")))
    added = tuple(name for name in names if name and name not in facts.authors)
    return replace(
        facts,
        title=facts.title or one_line(values.get("title", "")),
        authors=facts.authors + added,
        summary=facts.summary or plain(values.get("comment", ""))[:2000],
        language=facts.language or language(values.get("language", "")),
        license=facts.license or spdx(values.get("license", "")),
    )


def _sections(lines: list[str], first_line: int) -> list[Section]:
    sections = [Section("", 0, first_line)]
    opened = ""
    for number, line in enumerate(lines, first_line):
        code = _CODE.match(line)
        if opened:
            opened = "" if code and code[1].startswith(opened) and not line.strip().strip("`~") else opened
        elif code:
            opened = code[1]
        elif match := _HEADING.fullmatch(line):
            sections.append(Section(plain(match[2]), len(match[1]), number + 1))
            continue
        sections[-1].lines.append(line)
    return sections
