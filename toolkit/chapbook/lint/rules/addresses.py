"""Addresses outside the module: how they begin, whether they answer, how they are written (L304-L306, L308)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from chapbook.diag.diagnostic import Edit, Finding, Place, Span
from chapbook.lint.code import without_code
from chapbook.lint.html import runs_code
from chapbook.lint.links import Reference, references
from chapbook.lint.targets import Aim
from chapbook.model.subject import Subject
from chapbook.source.outline import Outline
from chapbook.tree.tree import RelPath

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_ALLOWED = frozenset({"http", "https", "mailto", "module"})
_AT_HOME = re.compile(
    r"(?i)(?:(?:[a-z0-9-]+|[a-z0-9.-]+\.(?:localhost|local|test|internal|lan|onion|home\.arpa))\.?|"
    r"(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+|0\.0\.0\.0|"
    r"::1?|f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):[0-9a-f:.%a-z0-9]*|::ffff:[0-9a-f.:]+)"
)
"""Hosts that only some computers reach, so nobody can ask for their certificate."""
_BARE = re.compile(
    r"(?<![\w/<\[\"'=@.:-])(?<!\]\()https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#@!$&'*+,;=%]*", re.IGNORECASE
)
_APART = re.compile(r"(\[[^\[\]]{1,200}\])([ \t]{1,3})\($")
"""What stands before the address when somebody wrote `[words] (address)`."""
_REACH = 210
"""Characters that this may be long."""
_TARGET_BELOW = re.compile(r"[ >]*\[[^\]\n]{1,200}\]:[ \t]*")
"""A line that names the target of a link in the next one."""
_AFTER_A_SENTENCE = ".,;:!?*_'"
_NO_PROSE = re.compile(r" {4}|\t|[ >]*\[[^\]\n]{1,200}\]:")
"""How lines begin that are code, or name the target of a link."""


def web_addresses(subject: Subject) -> Iterator[str]:
    """Give the addresses on the web that the module links to, without their fragments; some more than once."""
    for each in references(subject):
        if each.target.aim is Aim.OUTSIDE and not each.is_image and (url := web_address(each.written)):
            yield url


def web_address(written: str) -> str:
    """Give an address as it is asked for; empty when it is not a public one on the web."""
    url = written.strip().partition("#")[0]
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    is_public = parts.scheme.lower() in ("http", "https") and bool(host) and not _AT_HOME.fullmatch(host)
    return url if is_public else ""


def secured(url: str) -> str:
    """Give an http address with https instead; others as they are."""
    return f"https:{url[5:]}" if url[:5].lower() == "http:" else url


def unsecured_link(subject: Subject) -> Iterator[Finding]:
    """L304: a link that begins with http. Mended by itself once it is known that https answers."""
    lines: dict[str, list[str]] = {}
    for each in references(subject):
        if each.is_image or each.written[:5].lower() != "http:" or not (url := web_address(each.written)):
            continue
        known = subject.web is not None and subject.web.get(secured(url)) == ""
        message = (
            f"“{each.written}” is not encrypted: others can read along, and change what readers get to see."
        )
        hint = f"Write {secured(each.written)}" + ("." if known else ", if that opens the same page.")
        fix = _with_https(subject, each, lines) if known else ()
        yield Finding(code="L304", message=message, place=each.place, hint=hint, fix=fix)


def _with_https(subject: Subject, each: Reference, lines: dict[str, list[str]]) -> tuple[Edit, ...]:
    """Give the edit when the address stands exactly once, as it is, in the place of the link.

    `lines` keeps the lines of files that were asked before.
    """
    path, span = each.place.path, each.place.span
    if span is None or span.line != span.end_line:
        return ()
    if path not in lines:
        lines[path] = subject.texts[RelPath(path)].split("\n")
    inside = lines[path][span.line - 1][span.column - 1 : span.end_column - 1]
    if inside.count(each.written) != 1:
        return ()
    column = span.column + inside.index(each.written)
    part = Span(span.line, column, span.line, column + len("http:"))
    return (Edit(path, part, "https:"),)


def scheme_not_allowed(subject: Subject) -> Iterator[Finding]:
    """L305: a link that begins with something else than what pages keep; what would run code is X801's."""
    for each in references(subject):
        if each.target.aim is not Aim.OUTSIDE or runs_code(each.written):
            continue
        written = each.written.strip()
        scheme = _SCHEME.match(written)
        if written.startswith("//"):
            message = (
                f"“{written}” does not say how to get there (https), so pages are built without this link."
            )
            yield Finding(code="L305", message=message, place=each.place, hint=f"Write https:{written}")
        elif scheme and scheme[1].lower() not in _ALLOWED:
            kind = "picture" if each.is_image else "link"
            message = f"Pages are built without this {kind}: not every browser opens “{scheme[1]}:”."
            yield Finding(
                code="L305", message=message, place=each.place, hint=_instead(written, each.is_image)
            )


def _instead(written: str, is_image: bool) -> str:
    if is_image:
        return "Put the picture into assets/ and link to the file."
    if written[:4].lower() == "tel:":
        return "Write the number as text."
    return (
        "Link with https:, mailto: or module:, or with the way to a file of the module; or write it as text."
    )


def dead_link(subject: Subject) -> Iterator[Finding]:
    """L306: an address that did not answer. `Subject.web` holds the answers, if somebody asked."""
    web: Mapping[str, str] = subject.web or {}
    for each in references(subject):
        if each.is_image or each.target.aim is not Aim.OUTSIDE:
            continue
        if problem := web.get(web_address(each.written), ""):
            message = f"“{each.written.strip()}” {problem}, so readers end up nowhere."
            hint = "Open it yourself. If it has moved, link to the new place; if it is gone, link to another."
            yield Finding(code="L306", message=message, place=each.place, hint=hint)


def bare_address(subject: Subject) -> Iterator[Finding]:
    """L308: an address in a text that is no link, since Markdown wants pointed brackets around it."""
    for path, outline in subject.outlines.items():
        if "://" not in outline.body:
            continue
        taken = _by_line(outline)
        fenced = {n for each in outline.fences for n in range(each.span.line, each.span.end_line + 1)}
        above = ""
        for line, text in enumerate(without_code(outline.body).split("\n"), outline.body_line):
            above, previous = text, above
            if (
                "://" not in text
                or line in fenced
                or _NO_PROSE.match(text)
                or _TARGET_BELOW.fullmatch(previous)
            ):
                continue
            for found in _BARE.finditer(text):
                url = found[0].rstrip(_AFTER_A_SENTENCE)
                span = Span(line, found.start() + 1, line, found.start() + 1 + len(url))
                if web_address(url) and not any(_overlap(span, other) for other in taken.get(line, ())):
                    yield _bare(path, span, url, text)


def _by_line(outline: Outline) -> dict[int, list[Span]]:
    """Give the places of links, pictures and tags, by the lines that they touch."""
    found: dict[int, list[Span]] = {}
    for group in (outline.links, outline.images, outline.html):
        for each in group:
            for line in range(each.span.line, each.span.end_line + 1):
                found.setdefault(line, []).append(each.span)
    return found


def _bare(path: str, span: Span, url: str, line: str) -> Finding:
    message = f"“{url}” is plain text on the page: readers cannot follow it."
    hint = f"Write <{url}>, or better, words that say where it leads: [the tea guide]({url})"
    fix: tuple[Edit, ...] = (Edit(path, span, f"<{url}>"),)
    start = max(0, span.column - _REACH)
    if apart := _APART.search(line[start : span.column - 1]):
        message = f"“{url}” is no link, because there is a blank before its bracket; readers see it as it is written."
        hint = f"Take the blank out: {apart[1]}({url})"
        blank = Span(span.line, start + apart.end(1) + 1, span.line, start + apart.end(2) + 1)
        fix = (Edit(path, blank, ""),) if line[span.end_column - 1 :].startswith(")") else ()
    return Finding(code="L308", message=message, place=Place(path=path, span=span), hint=hint, fix=fix)


def _overlap(one: Span, other: Span) -> bool:
    begins_before = (one.line, one.column) < (other.end_line, other.end_column)
    return begins_before and (other.line, other.column) < (one.end_line, one.end_column)
