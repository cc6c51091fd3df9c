"""What a page would take from other computers: frames, pictures, sound, fonts (X802, X803)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.html import Tag, opening_tags
from chapbook.lint.places import LineMap
from chapbook.lint.prose import Passage, passages
from chapbook.lint.rules.portability import is_active
from chapbook.model.subject import Subject

_REMOTE = re.compile(r"(?:https?:)?//[^/]", re.IGNORECASE)
_CSS_REMOTE = re.compile(
    r"(?:url\(\s{0,20}|@import\s{1,20})[\"']?((?:https?:)?//[^\s\"')]{1,400})", re.IGNORECASE
)
_MAY_BE_OUTSIDE = re.compile("//|iframe", re.IGNORECASE)
_WHAT = {
    "img": "a picture",
    "video": "a video",
    "audio": "a recording",
    "source": "a video or recording",
    "track": "captions",
    "script": "a script",
    "link": "a style or font",
    "input": "a picture",
    "image": "a picture",
    "feimage": "a picture",
    "use": "a part of a picture",
}
_DRAWN = frozenset({"image", "feimage", "use"})
"""What drawings take from elsewhere by a link."""
_FRAMES = frozenset({"iframe"})


def raw_frame(subject: Subject) -> Iterator[Finding]:
    """X802: a page of somebody else inside this one."""
    for passage in passages(subject):
        for tag, place in _tags(passage):
            if tag.name in _FRAMES and not is_active(tag):
                yield _frame(tag, place)


def _tags(passage: Passage) -> Iterator[tuple[Tag, Place]]:
    for html in passage.outline.html:
        if not _MAY_BE_OUTSIDE.search(html.text):
            continue
        lines = LineMap(html.text, html.span.line, html.span.column)
        for tag in opening_tags(html.text):
            yield tag, passage.place(lines.span(tag.offset, tag.length))


def _frame(tag: Tag, place: Place) -> Finding:
    host = _host(tag.get("src") or "")
    whose = f"a page of {host}" if host else "another page"
    return Finding(
        code="X802",
        message=f"This frame shows {whose} inside yours. It would tell that host who learns here, and "
        "shows nothing offline, so pages are built without it.",
        place=place,
        hint="Write a link that says where it leads, and a sentence on what is to be seen there.",
    )


def remote_content(subject: Subject) -> Iterator[Finding]:
    """X803: a page that needs something from another host; one finding for a page and host."""
    seen: set[tuple[str, str]] = set()
    for passage in passages(subject):
        for what, url, place in _loaded(passage):
            host = _host(url)
            if host and (passage.path, host) not in seen:
                seen.add((passage.path, host))
                yield _remote(what, host, place)


def _loaded(passage: Passage) -> Iterator[tuple[str, str, Place]]:
    for image in passage.outline.images:
        yield "a picture", image.target, passage.place(image.span)
    for tag, place in _tags(passage):
        for url in _urls(tag):
            yield _what(tag), url, place
    for html in passage.outline.html:
        if "<style" in html.text.lower():
            lines = LineMap(html.text, html.span.line, html.span.column)
            for found in _CSS_REMOTE.finditer(html.text):
                place = passage.place(lines.span(found.start(1), len(found[1])))
                yield "a style or font", found[1], place


def _what(tag: Tag) -> str:
    """Name what a tag loads, for people."""
    if tag.name == "source" and tag.get("srcset") is not None:
        return "a picture"
    return _WHAT.get(tag.name, "something")


def _urls(tag: Tag) -> Iterator[str]:
    for name, value in tag.attributes:
        if (
            (name in ("src", "poster") and tag.name in _WHAT)
            or (name in ("href", "xlink:href") and (tag.name == "link" or tag.name in _DRAWN))
            or name == "background"
        ):
            yield value.strip()
        elif name == "srcset":
            yield from (each.split()[0] for each in value.split(",") if each.strip())
        elif name == "style":
            yield from (url[1] for url in _CSS_REMOTE.finditer(value))


def _host(url: str) -> str:
    """Give the host of a web address, empty when it is a file of the module."""
    if not _REMOTE.match(url.strip()):
        return ""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


def _remote(what: str, host: str, place: Place) -> Finding:
    return Finding(
        code="X803",
        message=f"This page takes {what} from {host}. Pages ask no other host, so learners would find a gap.",
        place=place,
        hint="If its licence allows it, download the file into assets/ and name it in assets/credits.yml.",
    )
