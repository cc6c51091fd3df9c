"""Words that stand for something else: a picture's description and a link's text (A402, A405)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chapbook.diag.diagnostic import Finding, Place, Span
from chapbook.lint.code import without_code
from chapbook.lint.html import opening_tags
from chapbook.lint.places import LineMap
from chapbook.lint.prose import Passage, passages
from chapbook.lint.wordlists import words_of
from chapbook.model.subject import Subject
from chapbook.source.outline import Paragraph

_LONGEST_ALT = 150
"""Characters; a screen reader cannot pause or go back in a description."""
_FILE_NAME = re.compile(r"\S{1,100}\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)", re.IGNORECASE)
_CAMERA_NAME = re.compile(r"(?:img|dsc|pict?|image|screenshot|untitled)[-_ ]?\d{1,20}", re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption[^<>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s[^<>]{0,1000}>([^<>]{0,80})</a\s*>", re.IGNORECASE)
_CODE_LINK = re.compile(r"\[`([^`\[\]\n]{1,80})`\]")
_EDGES = " \t\n.,:;!?…»«“”\"'„›‹→>*_()[]"
_TYPED = str.maketrans("’\u00a0\u202f", "'  ")
"""Signs that word processors put in, as word lists have them."""
_WIDE = 0x2E80
"""From here on one character can be a whole word."""


@dataclass(frozen=True, slots=True)
class _Picture:
    alt: str
    target: str
    span: Span
    captions: tuple[str, ...] = ()


def weak_alt(subject: Subject) -> Iterator[Finding]:
    """A402: a description that says nothing, says what is read aloud anyway, or goes on too long."""
    for passage in passages(subject):
        prefixes = words_of(subject, passage.path).alt_prefixes
        for picture in _pictures(passage):
            if problem := _alt_problem(picture, prefixes):
                message, hint = problem
                yield Finding(code="A402", message=message, place=passage.place(picture.span), hint=hint)


def _pictures(passage: Passage) -> Iterator[_Picture]:
    for image in passage.outline.images:
        if image.alt.strip():
            near = tuple(_near(passage.outline.paragraphs, image.span))
            yield _Picture(image.alt.strip(), image.target, image.span, near)
    for html in passage.outline.html:
        lines = LineMap(html.text, html.span.line, html.span.column)
        captions = tuple(_CAPTION.findall(html.text))
        for tag in opening_tags(html.text):
            if tag.name == "img" and (alt := (tag.get("alt") or "").strip()):
                yield _Picture(alt, tag.get("src") or "", lines.span(tag.offset, tag.length), captions)


def _near(paragraphs: tuple[Paragraph, ...], span: Span) -> Iterator[str]:
    """Give the words beside a picture, and the paragraphs right above and below it."""
    for paragraph in paragraphs:
        start, end = paragraph.span.line, paragraph.span.end_line
        if start - 2 <= span.line <= end + 2:
            yield paragraph.text


def _alt_problem(picture: _Picture, prefixes: tuple[str, ...]) -> tuple[str, str] | None:
    alt, shown = picture.alt, _short(picture.alt)
    what_instead = "Say what the picture tells, in a sentence somebody could draw it from."
    if _is_file_name(picture):
        return (
            f"The description “{shown}” is the name of a file and says nothing of the picture.",
            what_instead,
        )
    if prefix := _starts_with(alt, prefixes):
        begin = alt[: len(prefix)].rstrip()
        message = (
            f"The description begins with “{begin}”, but screen readers say already that it is a picture."
        )
        return message, f"Leave “{begin}” out and begin with what can be seen."
    if _plain(alt) in {_plain(each) for each in picture.captions}:
        message = f"The description “{shown}” repeats the words next to the picture, so they are heard twice."
        return message, f'{what_instead} If the words beside it say it all, write ![""](…).'
    if len(alt) > _LONGEST_ALT:
        message = f"The description has {len(alt)} characters; who hears it can neither pause nor go back."
        hint = f"Keep the description below {_LONGEST_ALT} characters, and put the rest in the text by the picture."
        return message, hint
    return None


def _is_file_name(picture: _Picture) -> bool:
    name = picture.target.partition("?")[0].rpartition("/")[2]
    stem = name.rpartition(".")[0]
    looks_like_one = " " not in stem and any(char in stem for char in "-_0123456789")
    same = picture.alt.casefold() in (
        {name.casefold(), stem.casefold()} if looks_like_one else {name.casefold()}
    )
    return same or bool(_FILE_NAME.fullmatch(picture.alt) or _CAMERA_NAME.fullmatch(picture.alt))


def _starts_with(alt: str, prefixes: tuple[str, ...]) -> str:
    """Give the longest of the beginnings that `alt` has, as whole words."""
    lower = alt.translate(_TYPED).lower()
    return max(
        (
            each
            for each in prefixes
            if lower.startswith(each) and (each[-1] == "'" or lower[len(each) :][:1] == " ")
        ),
        key=len,
        default="",
    )


def generic_link(subject: Subject) -> Iterator[Finding]:
    """A405: a link whose words do not say where it leads (WCAG 2.4.4)."""
    for passage in passages(subject):
        if not (passage.outline.links or passage.outline.html):
            continue
        generic = frozenset(words_of(subject, passage.path).generic_links)
        images = [image.span for image in passage.outline.images]
        code = _names(passage.outline.body)
        for link in passage.outline.links:
            holds_picture = any(_is_in(each, link.span) for each in images)
            is_name = link.text.strip() in code
            if not holds_picture and not is_name and (what := _link_problem(link.text, generic)):
                yield _link_finding(what, passage.place(link.span))
        yield from _html_links(passage, generic)


def _names(body: str) -> frozenset[str]:
    """Give the words of links that are code alone, such as [`more`](…): a name, not a remark."""
    return frozenset(_CODE_LINK.findall(body)) if "[`" in body else frozenset()


def _html_links(passage: Passage, generic: frozenset[str]) -> Iterator[Finding]:
    outline = passage.outline
    if not any("<a" in html.text.lower() for html in outline.html):
        return
    lines = LineMap(outline.body, outline.body_line)
    for match in _ANCHOR.finditer(without_code(outline.body)):
        if "href" in match[0].lower() and match[1].strip() and (what := _link_problem(match[1], generic)):
            yield _link_finding(what, passage.place(lines.span(match.start(), 2)))


def _link_problem(text: str, generic: frozenset[str]) -> str:
    plain = _plain(text)
    if not text.strip():
        return "This link has no words, so nobody can tell where it leads."
    if plain in generic:
        return f"The link “{_short(text)}” does not say where it leads; many readers hear links without the rest."
    if len(text.strip()) == 1 and ord(text.strip()) < _WIDE:
        return f"The link “{text.strip()}” is one character: hard to hit, and it does not say where it leads."
    return ""


def _link_finding(message: str, place: Place) -> Finding:
    hint = "Make the words of the link name what is there: [How tea is graded](…)."
    return Finding(code="A405", message=message, place=place, hint=hint)


def _is_in(inner: Span, outer: Span) -> bool:
    start, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return start <= (inner.line, inner.column) <= end


def _plain(text: str) -> str:
    return " ".join(text.strip(_EDGES).casefold().replace("’", "'").split())


def _short(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= 60 else f"{one[:59]}…"
