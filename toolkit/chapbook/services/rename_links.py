"""Edits that keep links and file names right when a file or a lesson's id gets another name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from chapbook.diag.diagnostic import DataPath
from chapbook.lint.links import Reference, references
from chapbook.lint.places import value_at
from chapbook.lint.targets import Aim, stand_ins, understand
from chapbook.model.module_decoder import listed_paths
from chapbook.model.reader import CREDITS_FILE, MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.services.text_edits import TextEdits
from chapbook.source.document import Document
from chapbook.tree.tree import RelPath

_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s")
_STARTS, _ENDS = r"(?<![^\s(<\"'=:])", r"(?![^\s)>\"'])"
"""What a link's target stands between."""


def twins(subject: Subject, path: RelPath) -> list[RelPath]:
    """Give a file and its translations, which have the same path below `i18n/LANGUAGE/`."""
    return [each for each in subject.tree.paths() if path in stand_ins(each)]


def moves_of(subject: Subject, old: RelPath, new: RelPath) -> dict[RelPath, RelPath]:
    """Give the files to move for a file, translations included: from where to where."""
    return {each: RelPath(each.removesuffix(old) + new) for each in twins(subject, old)}


def link_edits(subject: Subject, edits: TextEdits, moves: Mapping[RelPath, RelPath]) -> None:
    """Note the new target of each link and picture that would lead elsewhere after the moves."""
    there = frozenset(subject.tree.paths())
    for each in references(subject):
        if each.target.aim is not Aim.FILE or each.written.strip().startswith(("#", "?")):
            continue
        source = RelPath(each.place.path)
        aim = next((RelPath(path) for path in stand_ins(each.target.path) if path in there), None)
        if aim is None:
            continue
        home = moves.get(source, source)
        wanted = moves.get(aim, aim)
        if wanted not in stand_ins(understand(home, each.written).path):
            written = posixpath.relpath(_as_linked(wanted, each), posixpath.dirname(home) or ".")
            _replace(subject, edits, each, written.replace(" ", "%20") + _rest(each.written))


def _as_linked(wanted: RelPath, each: Reference) -> str:
    """Give the path below `i18n/LANGUAGE/` for a link that named it there though only the original has it."""
    parts = each.target.path.split("/", 2)
    is_translated = parts[0] == "i18n" and len(parts) == 3 and not wanted.startswith("i18n/")
    return "/".join((*parts[:2], wanted)) if is_translated else wanted


def _rest(written: str) -> str:
    """Give what follows the path: `?…` and `#…`."""
    found = re.search(r"[?#].*", written.strip())
    return found[0] if found else ""


def module_link_edits(subject: Subject, edits: TextEdits, module: str, old: str, new: str) -> bool:
    """Note the new lesson id in `module:` links; say whether there is any."""
    found = False
    for each in references(subject):
        if each.target.aim is Aim.MODULE and each.target.path == f"{module}/{old}":
            written = each.written.strip()
            _replace(subject, edits, each, f"module:{module}/{new}{_rest(written)}")
            found = True
    return found


def own_link_edits(subject: Subject, edits: TextEdits, old: str, new: str) -> None:
    """Note a module's new id in its `module:` links to itself."""
    for each in references(subject):
        name, slash, lesson = each.target.path.partition("/")
        if each.target.aim is Aim.MODULE and name == old:
            _replace(subject, edits, each, f"module:{new}{slash}{lesson}{_rest(each.written.strip())}")


def _replace(subject: Subject, edits: TextEdits, each: Reference, new: str) -> None:
    path = RelPath(each.place.path)
    pattern = re.compile(_STARTS + re.escape(each.written) + _ENDS)
    for number in _lines(subject, each):
        for found in pattern.finditer(edits.line(path, number)):
            edits.replace(path, number, found.start() + 1, found.end() + 1, new)


def _lines(subject: Subject, each: Reference) -> Iterator[int]:
    """Give the lines where a reference's target may be written: its own, and those that define link names."""
    path = RelPath(each.place.path)
    if each.place.span is not None:
        yield from range(each.place.span.line, each.place.span.end_line + 1)
    else:
        yield from _value_lines(subject.documents[path], each.place.data_path)
    outline = subject.outlines.get(path)
    if outline is not None:
        for number, line in enumerate(outline.body.split("\n"), outline.body_line):
            if _DEFINITION.match(line):
                yield number


def _value_lines(document: Document, at: DataPath) -> range:
    """Give the lines of a text in YAML: to the next key or item, since a folded text's span is its first line."""
    start = document.spans[at].line
    starts = (span.line for spans in (document.spans, document.key_spans) for span in spans.values())
    following = min((line for line in starts if line > start), default=document.last_line + 1)
    return range(start, max(following, document.spans[at].end_line + 1))


def name_edits(subject: Subject, edits: TextEdits, moves: Mapping[RelPath, RelPath]) -> None:
    """Note the new names where files are listed: the steps in `module.yml`, the credits."""
    module = subject.documents[MODULE_FILE]
    for at, path in listed_paths(module):
        if new := moves.get(RelPath(path)):
            edits.value(MODULE_FILE, module, at, path, new)
    document = subject.documents.get(CREDITS_FILE)
    items = value_at(document, "credits")
    for n, each in enumerate(items if isinstance(items, list) else []):
        name = each.get("file") if isinstance(each, dict) else None
        new = moves.get(RelPath(f"assets/{name}")) if isinstance(name, str) else None
        if document is not None and isinstance(name, str) and new:
            edits.value(
                CREDITS_FILE, document, ("credits", n, "file"), name, posixpath.relpath(new, "assets")
            )
