"""Portability and security: what must not travel (X…). Finding it is courtesy; the allow-list makes pages safe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.code import without_code
from chapbook.lint.html import Tag, opening_tags, runs_code
from chapbook.lint.links import references
from chapbook.lint.places import LineMap, strings
from chapbook.lint.prose import Passage, passages
from chapbook.lint.targets import Aim, unsafe_reason
from chapbook.model.module_decoder import listed_paths
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.source.markdown_reader import MAX_PARAGRAPH
from chapbook.source.outline import Image, Link

_ACTIVE_TAGS = frozenset(
    {
        "script",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "base",
        "meta",
        "link",
        "portal",
    }
    | {"noscript", "template"}
)
_ACTIVE_SVG_TAGS = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}
)
_HANDLER = re.compile(r"on[a-z]{3,}")
_URLS = frozenset({"href", "src", "action", "formaction", "poster", "data", "background", "srcset", "cite"})
_BRACES = re.compile(r"\{:?([^{}\n]{1,2000})\}")
_BRACE_HANDLER = re.compile(r"(?<![\w-])(on[a-z]{3,})\s*=", re.IGNORECASE)
_BRACE_URL = re.compile(r"(?<![\w-])(?:href|src|action|formaction)\s*=\s*[\"']?([^\s\"'}]+)", re.IGNORECASE)
_MARKDOWN_URL = re.compile(
    r"(?:\]\(|\]:)[ \t]{0,20}<?([^\s<>)]{1,400})|<([a-zA-Z][\w+.-]{1,20}:[^\s<>]{1,400})>"
)
_SVG_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet|@import", re.IGNORECASE)
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_CSS_OUTSIDE = re.compile(r"url\(\s{0,20}[\"']?(?:https?:|//)", re.IGNORECASE)

_HINT = "Take it out. A module holds text, pictures and questions; what needs a program belongs on a page of its own."


def active_content(subject: Subject) -> Iterator[Finding]:
    """X801: something that would run code, or pretend to be another page, on a learner's computer.

    One finding a line (or YAML value) is enough, since several searches see the same thing.
    """
    seen = set()
    for finding in (*_in_prose(subject), *_in_values(subject), *_in_drawings(subject)):
        place = finding.place
        where = (place.path, place.span.line if place.span else 0, place.data_path)
        if where not in seen:
            yield finding
        seen.add(where)


def _in_prose(subject: Subject) -> Iterator[Finding]:
    for passage in passages(subject):
        yield from _in_passage(passage)
    for path, outline in subject.outlines.items():
        lines = LineMap(outline.body, outline.body_line)
        for what, offset, length in _in_markdown(outline.body):
            yield _active(what, Place(path=path, span=lines.span(offset, length)))


def _in_values(subject: Subject) -> Iterator[Finding]:
    for path, document in subject.documents.items():
        for at, text in strings(document):
            found = [what for what, _, _ in _in_markdown(text)]
            if runs_code(text):
                found.append("A link that runs code")
            yield from (_active(what, Place(path=path, data_path=at)) for what in found)


def _in_drawings(subject: Subject) -> Iterator[Finding]:
    for path, text in subject.texts.items():
        if path.lower().endswith(".svg"):
            lines = LineMap(text)
            for what, offset, length in _in_svg(text):
                yield _active_drawing(what, Place(path=path, span=lines.span(offset, length)))


def _active(what: str, place: Place) -> Finding:
    message = (
        f"{what} is active content: pages are built without it, and peers refuse a module that holds it."
    )
    return Finding(code="X801", message=message, place=place, hint=_HINT)


def _active_drawing(what: str, place: Place) -> Finding:
    message = f"{what} makes this drawing active: opening it could run code or call another computer."
    hint = "Take it out. Drawing programs can save without it, as “plain SVG”."
    return Finding(code="X801", message=message, place=place, hint=hint)


def _in_passage(passage: Passage) -> Iterator[Finding]:
    for html in passage.outline.html:
        lines = LineMap(html.text, html.span.line, html.span.column)
        for tag in opening_tags(html.text):
            if what := _active_tag(tag, _ACTIVE_TAGS):
                yield _active(what, passage.place(lines.span(tag.offset, tag.length)))
    aims: tuple[Link | Image, ...] = (*passage.outline.links, *passage.outline.images)
    for each in aims:
        if runs_code(each.target):
            yield _active("A link that runs code", passage.place(each.span))


def is_active(tag: Tag) -> bool:
    """Say whether a tag runs code, whatever its name: by a handler, a link, or a page of its own in `srcdoc`."""
    return bool(_active_tag(tag, frozenset()))


def _active_tag(tag: Tag, names: frozenset[str]) -> str:
    name = tag.name.rpartition(":")[2]
    if name in names:
        return f"“<{name}>”"
    for attribute, value in tag.attributes:
        if attribute == "srcdoc":
            return f"A page inside “<{name}>”"
        if _HANDLER.fullmatch(attribute):
            return f"The attribute “{attribute}”"
        if attribute.rpartition(":")[2] in _URLS and runs_code(value):
            return "A link that runs code"
    return ""


def _in_markdown(text: str) -> Iterator[tuple[str, int, int]]:
    """Find active links and attributes in braces, also where a strict reader of Markdown sees no link.

    The outline leaves out the inside of endless paragraphs, so there tags are searched here too.
    """
    is_read = len(text) <= MAX_PARAGRAPH or all(len(each) <= MAX_PARAGRAPH for each in text.split("\n\n"))
    if is_read and "{" not in text and ":" not in text:
        return
    prose = without_code(text)
    for tag in () if is_read else opening_tags(prose):
        if what := _active_tag(tag, _ACTIVE_TAGS):
            yield what, tag.offset, tag.length
    for url in _MARKDOWN_URL.finditer(prose) if "]" in prose or "<" in prose else ():
        if runs_code(url[1] or url[2]):
            yield "A link that runs code", url.start(1 if url[1] else 2), len(url[1] or url[2])
    for braces in _BRACES.finditer(prose) if "{" in prose else ():
        if handler := _BRACE_HANDLER.search(braces[1]):
            yield f"The attribute “{handler[1].lower()}”", braces.start(1) + handler.start(1), len(handler[1])
        elif any(runs_code(url[1]) for url in _BRACE_URL.finditer(braces[1])):
            yield "A link that runs code", braces.start(), len(braces[0])


def _in_svg(text: str) -> Iterator[tuple[str, int, int]]:
    for declaration in (*_SVG_DECLARATION.finditer(text), *_CSS_OUTSIDE.finditer(text)):
        yield f"“{declaration[0]}”", declaration.start(), len(declaration[0])
    for tag in opening_tags(text):
        what = _active_tag(tag, _ACTIVE_SVG_TAGS) or _moving_link(tag) or _outside_link(tag)
        if what:
            yield what, tag.offset, tag.length


def _moving_link(tag: Tag) -> str:
    """Say whether an animation changes a link."""
    is_animation = tag.name.rpartition(":")[2] in ("set", "animate")
    target = (tag.get("attributename") or "").rpartition(":")[2].lower()
    return "An animated link" if is_animation and target in ("href", "src") else ""


def _outside_link(tag: Tag) -> str:
    for name, value in tag.attributes:
        if (
            name.rpartition(":")[2] in ("href", "src")
            and _OUTSIDE.match(value)
            and not value.startswith("data:")
        ):
            return "An address on the web"
    return ""


def unsafe_path(subject: Subject) -> Iterator[Finding]:
    """X804: a path that is absolute, names a drive or climbs out; a file that is not a plain file."""
    for name, reason in subject.tree.irregular().items():
        message = f"“{name}” cannot be read as part of the module: {reason}."
        hint = "Put a plain file in its place, or delete it."
        yield Finding(code="X804", message=message, place=Place(path=name), hint=hint)
    if MODULE_FILE in subject.documents:
        for at, path in listed_paths(subject.documents[MODULE_FILE]):
            if reason := unsafe_reason(path):
                yield _unsafe(path, reason, Place(path=MODULE_FILE, data_path=at))
    for each in references(subject):
        if each.target.aim is Aim.UNSAFE:
            yield _unsafe(each.written, each.target.reason, each.place)


def _unsafe(path: str, reason: str, place: Place) -> Finding:
    message = f"“{path}” {reason}, so it means something else on every other computer."
    hint = "Write a path from this file to the other one, with / between folders: ../assets/map.svg"
    return Finding(code="X804", message=message, place=place, hint=hint)
