"""A module as one page to print: all lessons and quizzes in order, the answers at the end. Pure.

Nothing is rendered again: the page is put together from the insides of the steps' own pages. What they say is moved:
addresses are seen from the new page, ids are told apart by step, headings stand one level lower.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urlsplit

from chapbook.site.content import Content, put_questions
from chapbook.site.html import element, split_tags
from chapbook.site.links import Addresses, relative_url
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.site.print_questions import answer_html, paper_html
from chapbook.site.words import words

_ADDRESS = re.compile(r' (href|src|poster)="([^"]*)"')
_NAME = re.compile(r' (id|for|headers|name|aria-labelledby|aria-describedby)="([^"]*)"')
_HEADING = re.compile(r"(</?h)([2-5])(?=[ >])")
_LOADING = ' loading="lazy"'
_MOVED = re.compile(rf"{_HEADING.pattern}|<details[ >]|{_NAME.pattern}|{_ADDRESS.pattern}|{_LOADING}")
"""Whatever is written anew in a tag."""


@lru_cache(maxsize=4096)
def _is_moved(tag: str) -> bool:
    """Say whether a tag has anything to move: most have not, and are written again and again."""
    return _MOVED.search(tag) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Moves HTML from one page to another. `steps` gives the place of each step's address on the new page."""

    source: str
    target: str
    prefix: str
    steps: Mapping[str, str]

    def html(self, html: str) -> str:
        """Move serialised HTML: texts stay as they are, tags are written anew."""
        return "".join(self.pieces(split_tags(html)))

    def pieces(self, pieces: Sequence[str]) -> list[str]:
        """Move what `split_tags` gave."""
        moved = list(pieces)
        moved[1::2] = [self._tag(tag) if _is_moved(tag) else tag for tag in moved[1::2]]
        return moved

    def _tag(self, tag: str) -> str:
        tag = _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", tag)
        if tag == "<details>" or tag.startswith("<details "):
            return tag.replace("<details", "<details open", 1) if " open" not in tag else tag
        if '="' not in tag:
            return tag
        tag = _NAME.sub(lambda found: f' {found[1]}="{self._names(found[2])}"', tag)
        tag = tag.replace(_LOADING, "")  # printing does not wait for what is out of sight
        return _ADDRESS.sub(lambda found: f' {found[1]}="{escape(self._address(unescape(found[2])))}"', tag)

    def _names(self, names: str) -> str:
        return " ".join(f"{self.prefix}{each}" for each in names.split())

    def _address(self, address: str) -> str:
        if address.startswith("#"):
            return f"#{self.prefix}{address[1:]}"
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            return address
        slash = "/" if parts.path.endswith("/") else ""
        here = posixpath.normpath(posixpath.join(posixpath.dirname(self.source), parts.path)) + slash
        place = self.steps.get(here)
        if place is not None:
            return f"#{place}{parts.fragment}" if parts.fragment else f"#{place}start"
        way = relative_url(here, self.target)
        return f"{way}#{parts.fragment}" if parts.fragment else way


def print_content(
    page: PagePlan, module: ModulePlan, addresses: Addresses, insides: Sequence[Content]
) -> Content:
    """Put the steps' insides together; `insides` are those of `module.steps`, in their order."""
    texts = words(page.language)
    places = {addresses.url(step): f"p{number}-" for number, step in enumerate(module.steps, 1)}
    asked, sheets, answers = 0, [], []
    for step, inside in zip(module.steps, insides, strict=True):
        source = addresses.url(step)
        move = Move(source=source, target=addresses.url(page), prefix=places[source], steps=places)
        parts, given = {}, []
        for token, question, setting in inside.asked:
            asked += 1
            moved = replace(setting, rich=_moved(setting.rich, move), line=_moved(setting.line, move))
            parts[token] = paper_html(question, asked, moved)
            if answer := answer_html(question, moved):
                given.append(element("li", {"value": str(asked)}, answer))
        body = "".join(put_questions(move.pieces(inside.bare), parts))
        head = element("h2", {"id": f"{move.prefix}start"}, escape(step.title))
        sheets.append(element("section", {"class": "cb-sheet"}, head, body))
        if given:
            answers += [element("h3", {}, escape(step.title)), element("ol", {}, *given)]
    if answers:
        title = element("h2", {"id": "answers"}, escape(texts.t("print.answers")))
        sheets.append(element("section", {"class": "cb-sheet cb-answers"}, title, *answers))
    return Content(html="".join(sheets))


def _moved(write: Callable[[str], str], move: Move) -> Callable[[str], str]:
    return lambda markdown: move.html(write(markdown))
